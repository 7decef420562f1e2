"""Events written with the change that caused them; what must happen later is never lost."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    app.extensions.setdefault("concord.handlers", {})
