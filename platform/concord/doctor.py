"""`concord doctor`: what an installation can prove about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from concord.app import create_app, import_models
from concord.config import DATABASE_ROLES, Settings
from concord.database.catalogue import problems
from concord.database.migrate import pending
from concord.database.start import UnsafeDatabase
from concord.web.health import run_checks


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. ``detail`` holds no password and no person's data."""

    name: str
    ok: bool
    detail: str


def examine(settings: Settings) -> list[Check]:
    """Every check, also when an earlier one fails."""
    import_models()
    logins = [_login(settings, name) for name in DATABASE_ROLES]
    checks = [*logins, *_database(settings)]
    if all(check.ok for check in checks):
        checks += _services(settings)
    return checks


def _login(settings: Settings, name: str) -> Check:
    expected = "concord_" + (name.removeprefix("database_").removesuffix("_url").removeprefix("url") or "app")
    found = _ask(getattr(settings, name), lambda c: str(c.exec_driver_sql("SELECT current_user").scalar_one()))
    return Check(f"login {expected}", found == expected, f"signs in as {found}")


def _database(settings: Settings) -> Iterator[Check]:
    behind = _ask(settings.database_url, lambda c: pending(c, settings) or "")
    yield Check("migrations", not behind, behind or "the database is at the newest migration")
    found = _ask(settings.database_url, lambda c: "; ".join(problems(c)))
    proven = "every table has its policies, keys and grants, and no login can bypass them"
    yield Check("isolation", not found, found or proven)


def _ask(address: str, question: Callable[[Connection], str]) -> str:
    engine = create_engine(address, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return question(connection)
    except SQLAlchemyError as error:
        return f"cannot be asked ({type(error).__name__})"


def _services(settings: Settings) -> Iterator[Check]:
    try:
        app = create_app(settings)
    except UnsafeDatabase as error:
        yield Check("start", ok=False, detail=str(error))
        return
    with app.app_context():
        for name, fault in run_checks().items():
            yield Check(name, fault is None, fault or "answers")
