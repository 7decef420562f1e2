"""Who a request comes from: the cookie, the session behind it, and the rights of its account at this moment.

Flask-Login carries ``current_user``; its own cookie proves nothing here. Ours holds a session's token with a signed
time of the last visit, renewed by the answers, so that a browser left alone is signed out without a write per page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, request
from flask_login import AnonymousUserMixin, LoginManager, current_user
from itsdangerous import BadSignature, TimestampSigner

from concord.identity import sessions
from concord.identity.permissions import PERMISSIONS, Permission, Role

IDLE = timedelta(minutes=60)
RENEWED_AFTER = timedelta(minutes=5)
JUST_NOW = timedelta(minutes=10)


@dataclass(frozen=True)
class Principal:
    """Somebody who signed in with password and second factor."""

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    account_id: UUID
    session_id: UUID
    name: str
    email: str
    role: Role
    since: datetime

    def get_id(self) -> str:
        return str(self.account_id)

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    @property
    def signed_in_just_now(self) -> bool:
        """Whether the password was proved minutes ago, so that it need not be asked for again."""
        return datetime.now(UTC) - self.since < JUST_NOW


class Anonymous(AnonymousUserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Everybody else."""

    account_id = session_id = role = None
    name = email = ""

    def can(self, _permission: Permission) -> bool:
        return False


def load_principal(_request: Request) -> Principal | None:
    """The signed-in person of this request; None for everybody else."""
    found = cookie_session()
    if found is None or found.second_factor_at is None:
        return None
    return Principal(found.account_id, found.session_id, found.name, found.email, Role(found.role), found.since)


def cookie_session() -> sessions.Standing | None:
    """The session of this request's cookie, half or whole. Asked of the database once a request."""
    if "scope" not in g:
        return None
    if "cookie_session" not in g:
        token = _token_in_cookie()
        g.cookie_session = sessions.standing(token) if token else None
    found: sessions.Standing | None = g.cookie_session
    return found


def keep_signed_in(token: str) -> None:
    """Give this browser the token of a session, in place of any it has."""
    g.cookie_to_write = token


def forget_browser() -> None:
    """Take the cookie away."""
    g.cookie_to_write = ""


def cookie_name() -> str:
    return "__Host-concord_session" if current_app.extensions["concord.settings"].secure else "concord_session"


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="concord.session")


def _token_in_cookie() -> str | None:
    signed = request.cookies.get(cookie_name(), "")
    try:
        token, visited = _signer().unsign(signed, max_age=int(IDLE.total_seconds()), return_timestamp=True)
    except BadSignature:
        return None
    if datetime.now(UTC) - visited > RENEWED_AFTER:
        g.cookie_to_renew = token.decode()
    return token.decode()


def token_ever_signed() -> str | None:
    """The token of this browser's session, however long ago it was used. It proves whose that was, once."""
    try:
        return _signer().unsign(request.cookies.get(cookie_name(), "")).decode()
    except BadSignature:
        return None


def _write_cookie(response: Response) -> Response:
    renewed = g.get("cookie_to_renew") if g.get("cookie_session") and not response.cache_control.public else None
    token: str | None = g.get("cookie_to_write", renewed)
    if token is None:
        return response
    options = {"secure": current_app.extensions["concord.settings"].secure, "httponly": True, "samesite": "Lax"}
    if token:
        response.set_cookie(cookie_name(), _signer().sign(token).decode(), **options)
    else:
        response.delete_cookie(cookie_name(), **options)
    return response


def init_app(app: Flask) -> None:
    # A cookie of this name is never made; Flask-Login would ask it before it asks us.
    app.config["REMEMBER_COOKIE_NAME"] = "__Host-concord_not_used"
    manager = LoginManager()
    manager.session_protection = None
    manager.anonymous_user = Anonymous
    manager.request_loader(load_principal)
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    app.after_request(_write_cookie)
