"""Own visit counts: how often each public page was opened, without a cookie and without anything about anybody."""
