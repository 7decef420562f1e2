"""A form that is sent twice acts once."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert

from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.forms import ConcordForm
from concord.web.models import HandledForm


def first_time(form: ConcordForm, location: str) -> bool:
    """Whether this very form is sent for the first time. Of two at once the second waits here for the first's end.

    Kept in the request's own transaction: a form that was refused may be sent again. ``location`` is where it led.
    """
    kept = insert(HandledForm).values(
        tenant_id=scope.current_tenant_id(), id=uuid7(), key=form.form_key.data, location=location
    )
    return db.session.execute(kept.on_conflict_do_nothing().returning(HandledForm.id)).one_or_none() is not None
