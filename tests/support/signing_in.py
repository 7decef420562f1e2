"""What the tests of signing in share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import event, select

from concord.audit.models import AuditEntry
from concord.database import db
from harness import Service, StaffAccount, Visitor, World, soup

COOKIE = "concord_session"


def password_step(world: World, service: Service, account: StaffAccount) -> Visitor:
    """Somebody whose password was right and whose code is still to come."""
    visitor = world.visitor(service)
    answer = visitor.submit("/sign-in", {"email": account.email, "password": account.password})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in/code")
    return visitor


def cookie_of(visitor: Visitor) -> str:
    """The session cookie as the browser holds it."""
    cookie = visitor.client.get_cookie(COOKIE, domain=visitor.service.host)
    assert cookie is not None
    return cookie.value


def with_cookie(world: World, service: Service, value: str) -> Visitor:
    """Another browser into which a session cookie was copied."""
    visitor = world.visitor(service)
    visitor.client.set_cookie(COOKIE, value, domain=service.host)
    return visitor


def signed_long_ago(app: Flask, cookie: str, seconds: int) -> str:
    """The same session's cookie as it was made ``seconds`` ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - seconds

    token = TimestampSigner(app.config["SECRET_KEY"], salt="concord.session").unsign(cookie)
    return Earlier(app.config["SECRET_KEY"], salt="concord.session").sign(token).decode()


def is_signed_in(visitor: Visitor) -> bool:
    answer = visitor.get("/account")
    if answer.status_code == 200:
        return True
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")
    return False


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement the application's engines send, the setting of the scope apart."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "set_config" not in statement:
            seen.append(statement)

    with app.app_context():
        engines = [db.engine, app.extensions["concord.audit_engine"]]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def csrf_of(visitor: Visitor) -> str:
    """The token of the form on the page at hand."""
    assert visitor.last is not None
    field = soup(visitor.last).find("input", {"name": "csrf_token"})
    assert field is not None
    return str(field["value"])


def audit_entries(world: World, service: Service) -> list[tuple[str, UUID | None, dict[str, str]]]:
    """Action, account and codes of what is on record about accounts, oldest first."""
    with world.inside(service):
        about = select(AuditEntry.action, AuditEntry.subject_id, AuditEntry.detail).where(
            AuditEntry.subject_kind == "account"
        )
        return [tuple(row) for row in db.session.execute(about.order_by(AuditEntry.at, AuditEntry.id))]
