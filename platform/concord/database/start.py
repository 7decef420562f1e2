"""Refuse to start on a database that could show one service another's rows."""

from __future__ import annotations

from flask import Flask

from concord.config import Settings
from concord.database import db
from concord.database.catalogue import problems
from concord.database.migrate import pending
from concord.tenancy import scope
from concord.web.health import register_check


class UnsafeDatabase(RuntimeError):
    """The database is not as it must be; the message is one line."""


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["concord.settings"]
    with app.app_context(), scope.no_service(), db.engine.connect() as connection:
        behind = pending(connection, settings)
        found = [behind] if behind else problems(connection)
        user = connection.exec_driver_sql("SELECT current_user").scalar_one()
    if user != "concord_app":
        found.insert(0, f"CONCORD_DATABASE_URL signs in as {user}, not as concord_app")
    if found:
        raise UnsafeDatabase("; ".join(found[:5]))
    register_check(app, "database", _answers)


def _answers() -> None:
    with scope.no_service(), db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
