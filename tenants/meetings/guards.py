"""What meetings add to the moves of a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import exists

from tenants.casework import policy
from tenants.casework.guards import Condition, guard
from tenants.casework.models import Case
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import BETWEEN_BOTH_SIDES


@guard(
    policy.HAPPENED,
    _("No completed meeting or exchange between the two sides is written down."),
    page="meetings.activity",
)
def activity_completed() -> Condition:
    return exists().where(
        Activity.case_id == Case.id, Activity.status == ActivityStatus.COMPLETED,
        Activity.form_class.in_(BETWEEN_BOTH_SIDES),
    ).correlate(Case)
