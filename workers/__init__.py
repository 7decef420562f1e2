"""The shared workers: relay, lanes, schedule. Thin: what they do stands in the layers below."""
