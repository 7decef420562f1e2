"""Engines: the app's own, bound to the scope at every transaction; and the narrow ones, which have no scope."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine, event

from concord.config import Settings
from concord.database import db
from concord.tenancy import scope

# A statement that runs longer is a fault; a lock that is not had soon is one too.
CONNECT_ARGS = {"options": "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"}
# An error must not carry the values of a statement into a log.
OPTIONS: dict[str, Any] = {"connect_args": CONNECT_ARGS, "pool_pre_ping": True, "hide_parameters": True}
_engines: list[Engine] = []


def bind_to_scope(connection: Connection) -> None:
    """Write the scope into the transaction that begins; `NoScope` stops it when there is none."""
    connection.exec_driver_sql("SELECT set_config('concord.tenant_id', %s, true)", (scope.current().setting,))


def scoped_engine(address: str, **options: Any) -> Engine:
    engine = create_engine(address, **OPTIONS, **options)
    event.listen(engine, "begin", bind_to_scope)
    _engines.append(engine)
    return engine


@cache
def narrow_engine(address: str) -> Engine:
    """An engine of a narrow role (relay, statistics, national): plain Core, no scope, a small pool."""
    engine = create_engine(address, **OPTIONS, pool_size=2, max_overflow=2)
    _engines.append(engine)
    return engine


def audit_engine() -> Engine:
    """A small pool beside the app's, so that what is written through it survives a failed request and stalls none."""
    engine: Engine = current_app.extensions["concord.audit_engine"]
    return engine


def relay_engine() -> Engine:
    return narrow_engine(_settings().database_relay_url)


def statistics_engine() -> Engine:
    return narrow_engine(_settings().database_statistics_url)


def national_engine() -> Engine:
    return narrow_engine(_settings().database_national_url)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["concord.settings"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = OPTIONS | {"pool_size": 8, "max_overflow": 8}
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "begin", bind_to_scope)
        _engines.append(db.engine)
    app.extensions["concord.audit_engine"] = scoped_engine(settings.database_url, pool_size=2, max_overflow=2)


def close_connections() -> None:
    """Give every connection of this process back; before its servers stop."""
    for engine in _engines:
        engine.dispose()


def _forget_inherited_connections() -> None:
    for engine in _engines:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_inherited_connections)
