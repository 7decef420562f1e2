"""What was typed into a staff form and sent after the session had ended is kept, sealed, for whoever it belonged to.

Whose it was is proved by the session's own signed cookie. After signing in the same page opens filled in; nobody else's
sign-in sees it, and nothing of it stays on the device. Files are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from concord.database import db
from concord.database.columns import uuid7
from concord.identity import sessions
from concord.identity.access import Place, access
from concord.identity.models import FormDraft
from concord.identity.permissions import Permission
from concord.identity.principal import token_ever_signed
from concord.tenancy import scope
from concord.web.csrf import from_own_page

blueprint = Blueprint("drafts", __name__)
KEPT = timedelta(days=7)
PLACE = "/team/"
FIELD = "kept"  # in an address: the id of the draft that its page is filled in with
SECRET = ("password", "code", "csrf_token")
LONGEST = 200_000  # letters; more than any form of ours takes


@dataclass(frozen=True)
class Draft:
    """Something that was typed and is not sent yet."""

    id: UUID
    path: str
    saved_at: datetime

    @property
    def address(self) -> str:
        return f"{self.path}?{FIELD}={self.id}"


def keep() -> str | None:
    """Keep the form of this request, which nobody is signed in for; where it is found again, None when it is not kept.

    Only a form of our own page, at an address that shows it again, of a session that was whole once.
    """
    trusted = g.get("csrf_valid") or from_own_page()
    if not (request.form and trusted and request.path.startswith(PLACE) and _has_a_page()):
        return None
    answers = {name: values for name, values in request.form.lists() if not any(word in name for word in SECRET)}
    token = token_ever_signed()
    account_id = sessions.whose(token) if token else None
    if account_id is None or sum(len(one) for values in answers.values() for one in values) > LONGEST:
        return None
    kept = insert(FormDraft).values(
        tenant_id=scope.current_tenant_id(), id=uuid7(), account_id=account_id, path=request.path, answers=answers
    )
    newest = {"answers": kept.excluded.answers, "saved_at": func.now()}
    draft_id = db.session.execute(
        kept.on_conflict_do_update(index_elements=["tenant_id", "account_id", "path"], set_=newest)
        .returning(FormDraft.id)
    ).scalar_one()
    db.session.commit()  # a form too late for its token counts as a look, which ends without a commit of its own
    return f"{request.path}?{FIELD}={draft_id}"


def drafts_of(account_id: UUID) -> list[Draft]:
    """What somebody typed and has not sent yet, newest first."""
    statement = (
        select(FormDraft.id, FormDraft.path, FormDraft.saved_at).where(FormDraft.account_id == account_id)
        .order_by(FormDraft.saved_at.desc())
    )
    return [Draft(*row) for row in db.session.execute(statement)]


def forget() -> None:
    """For the schedule: what nobody came back for goes."""
    db.session.execute(delete(FormDraft).where(FormDraft.saved_at < func.now() - KEPT))


@blueprint.route("/team/drafts")
@access(Permission.OWN_ACCOUNT, Place.SERVICE)
def index() -> ResponseReturnValue:
    """What one typed and has not sent yet."""
    return render_template("identity/drafts.html", drafts=drafts_of(current_user.account_id))


@blueprint.post("/team/drafts/<uuid:draft_id>/discard")
@access(Permission.OWN_ACCOUNT, Place.SERVICE)
def discard(draft_id: UUID) -> ResponseReturnValue:
    """Throw away what was typed."""
    if not _remove(draft_id):
        abort(404)
    flash(_("It is thrown away."))
    return redirect(url_for("drafts.index"), 303)


def _has_a_page() -> bool:
    """Whether the form is shown at the address that it was sent to."""
    adapter = request_ctx.url_adapter
    try:
        return bool(adapter and adapter.match(method="GET"))
    except HTTPException:
        return False


def _asked_for() -> UUID | None:
    """The draft that the address names."""
    try:
        return UUID(request.args[FIELD])
    except (KeyError, ValueError):
        return None


def _fill_in() -> None:
    """On a page that is asked for with a draft of the same account and address, what was typed stands in the form."""
    draft_id = _asked_for() if request.method == "GET" and request.path.startswith(PLACE) else None
    if draft_id is None or not current_user.is_authenticated:
        return
    kept: dict[str, Any] | None = db.session.execute(
        select(FormDraft.answers).where(
            FormDraft.id == draft_id, FormDraft.account_id == current_user.account_id, FormDraft.path == request.path
        )
    ).scalar_one_or_none()
    if kept is not None:
        g.form_draft = MultiDict(kept)


def _remove(draft_id: UUID) -> bool:
    mine = delete(FormDraft).where(FormDraft.id == draft_id, FormDraft.account_id == current_user.account_id)
    return db.session.execute(mine.returning(FormDraft.id)).one_or_none() is not None


def _done_with(response: Response) -> Response:
    """A draft that was sent and taken is not needed any more; it goes with the act's own commit."""
    draft_id = _asked_for() if request.method == "POST" and response.status_code < 400 else None
    if draft_id and "scope" in g and current_user.is_authenticated:
        _remove(draft_id)
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.extensions["concord.keep_draft"] = keep
    app.before_request(_fill_in)
    app.after_request(_done_with)  # before the commit: what is registered later runs first
