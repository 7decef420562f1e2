"""Preview links: an administrator looks at a service that is not live yet, as its visitors will see it.

The link works once, within a day. Opening it changes nothing, since mail scanners open links; a button on its page uses
it up and gives that browser a signed cookie, which proves itself for this one service.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import ColumnElement, exists, func, select, update

from admin.onboarding.models import PreviewLink
from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.sessions import hash_token, new_token
from concord.tenancy import scope
from concord.tenancy.hosts import address_of

LASTS = timedelta(hours=24)


def make_link(service_id: UUID, slug: str) -> str:
    """A new link to a service, as a full address. It is shown once: only its hash is kept."""
    token, link_id = new_token(), uuid7()
    with scope.bound_to(service_id):
        db.session.add(PreviewLink(id=link_id, token_hash=hash_token(token), expires_at=func.now() + LASTS))
        record_act("create", "preview_link", link_id)
        db.session.commit()
    return address_of(slug, f"/preview/{token}")


def is_open(token: str) -> bool:
    """Whether the link would work now."""
    return db.session.execute(select(exists().where(*_open(token)))).scalar_one()


def use_up(token: str) -> bool:
    """Use the link; False when it was used before, is too old or never was. Two at once: one of them."""
    used = update(PreviewLink).where(*_open(token)).values(used_at=func.now()).returning(PreviewLink.id)
    link_id = db.session.execute(used).scalar_one_or_none()
    if link_id is None:
        return False
    record_act("change", "preview_link", link_id, what="used")
    return True


def let_look(response: Response) -> Response:
    """Give this browser the proof that a link was used."""
    secure = current_app.extensions["concord.settings"].secure
    proof = _signer().sign(str(scope.current_tenant_id())).decode()
    response.set_cookie(_cookie(), proof, max_age=LASTS, secure=secure, httponly=True, samesite="Lax")
    return response


def may_preview() -> bool:
    """Whether this browser used a link to this very service within the last day."""
    try:
        proved = _signer().unsign(request.cookies.get(_cookie(), ""), max_age=int(LASTS.total_seconds()))
    except BadSignature:
        return False
    return proved.decode() == str(scope.current_tenant_id())


def _open(token: str) -> tuple[ColumnElement[bool], ...]:
    unused = (PreviewLink.used_at.is_(None), PreviewLink.expires_at > func.now())
    return (PreviewLink.token_hash == hash_token(token), *unused)


def _signer() -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="concord.preview")


def _cookie() -> str:
    return "__Host-concord_preview" if current_app.extensions["concord.settings"].secure else "concord_preview"
