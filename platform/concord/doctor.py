"""`concord doctor`: what an installation can prove about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from concord.app import create_app, import_models
from concord.audit.chain import extend, verify
from concord.config import DATABASE_ROLES, Settings
from concord.database import db
from concord.database.catalogue import problems
from concord.database.engine import relay_engine
from concord.database.migrate import pending
from concord.database.start import UnsafeDatabase
from concord.outbox.models import State
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from concord.web.health import run_checks

PARKED = text("SELECT count(*) FROM outbox WHERE state = :state")


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
    for found in run_checks(app):
        yield Check(str(found["name"]), bool(found["ok"]), str(found["detail"]) or "answers")
    with app.app_context():
        yield _parked()
        yield _audit_trail()


def _parked() -> Check:
    """Events that failed too often wait for somebody to look at them."""
    with relay_engine().connect() as connection:
        parked = connection.execute(PARKED, {"state": State.PARKED}).scalar_one()
    return Check("outbox", not parked, f"{parked} events failed too often and wait" if parked else "nothing is parked")


def _audit_trail() -> Check:
    with scope.no_service():
        organisations = db.session.execute(select(Organisation.id, Organisation.slug)).all()
    for tenant_id, slug in organisations:
        with scope.bound_to(tenant_id):
            extend()  # what a stopped schedule has not chained yet
            db.session.commit()
            fault = verify()
        if fault:
            return Check("audit trail", ok=False, detail=f"{slug}: {fault}")
    return Check("audit trail", ok=True, detail=f"the chains of {len(organisations)} organisations hold")
