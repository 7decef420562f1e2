"""The verbs of meetings and exchanges."""

from __future__ import annotations

from uuid import UUID

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.service import Act, record_activity
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import BETWEEN_BOTH_SIDES, FORMS


def complete_activity(case_id: UUID, form: str, act: Act) -> UUID:
    """A meeting or exchange that took place. Its class is kept with it, because counts depend on it."""
    form_class = FORMS[form]
    activity_id = uuid7()
    record_activity(
        case_id, act, between_both=form_class in BETWEEN_BOTH_SIDES,
        activity=str(activity_id), form=form, form_class=str(form_class),
    )
    db.session.add(
        Activity(
            id=activity_id, case_id=case_id, form=form, form_class=form_class, status=ActivityStatus.COMPLETED,
            happened_on=act.happened_on, recorded_by=act.actor_id, recorded_at=act.written_at,
        )
    )
    db.session.flush()
    record_act("create", "activity", activity_id, case=str(case_id), form=form)
    return activity_id
