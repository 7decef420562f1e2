"""Events written with the change that caused them; what must happen later is never lost."""

from __future__ import annotations

from flask import Flask

from concord.outbox.waking import valkey
from concord.web.health import register_check


def init_app(app: Flask) -> None:
    app.extensions.setdefault("concord.handlers", {})
    connection = valkey(app.extensions["concord.settings"])
    register_check(app, "queue", connection.ping)
