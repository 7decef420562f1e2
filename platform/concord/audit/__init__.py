"""Who did and who read what: append-only, hash-chained."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to set up: the trail is written where the act happens, and chained by the schedule."""
    del app
