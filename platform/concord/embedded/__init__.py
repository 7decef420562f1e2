"""Real servers for one machine with nothing installed: PostgreSQL, Valkey, S3 and a mail sink.

Each one stands in for an address that is not configured. `installation` gives a command its servers, whether they
already run or not; `supervisor` is what `infra/run` starts.
"""
