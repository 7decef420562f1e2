"""A form sent twice acts once: a second click, a reload, a lost answer sent again."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.models import HandledForm


def handled(form_key: str) -> str | None:
    """Where the answer to this form is, if it was acted on. A twin that is at work is waited for.

    To be asked before acting; the lock lasts until the transaction ends.
    """
    name = f"{scope.current_tenant_id()} {form_key}"
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
    return db.session.execute(select(HandledForm.location).where(HandledForm.key == form_key)).scalar_one_or_none()


def mark_handled(form_key: str, location: str) -> str:
    """Remember that this form was acted on, in the transaction of its act. Gives the location back."""
    db.session.execute(insert(HandledForm).values(key=form_key, location=location))
    return location


def first_time(form_key: str, location: str) -> bool:
    """Whether this very form is sent for the first time; for acts whose answer is known before they are done.

    Kept in the request's own transaction: a form that was refused may be sent again. Of two at once the second waits
    here for the first's end.
    """
    kept = insert(HandledForm).values(
        tenant_id=scope.current_tenant_id(), id=uuid7(), key=form_key, location=location
    )
    return db.session.execute(kept.on_conflict_do_nothing().returning(HandledForm.id)).one_or_none() is not None
