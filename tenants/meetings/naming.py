"""Whom a refused move of a meeting can name: those who take part, those who come with them, those who facilitate."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, select

from concord.database import db
from concord.identity.models import Account
from tenants.casework.guards import Condition
from tenants.casework.missing import Whom, people_of_case
from tenants.casework.models import Case
from tenants.casework.queries import CaseView
from tenants.casework.record_models import CaseSupporter
from tenants.meetings.conditions import Party, in_plan
from tenants.meetings.models import Activity, ActivityAttendee, ActivityFacilitator
from tenants.meetings.policy import MAY_GO_AHEAD


def _of_plan() -> Condition:
    return and_(
        Activity.case_id == Case.id, Activity.episode == Case.episode, Activity.status.in_(MAY_GO_AHEAD)
    )


def _attendees(_case: CaseView, ids: list[UUID]) -> dict[UUID, str]:
    statement = (
        select(ActivityAttendee.id, ActivityAttendee.name, CaseSupporter.name.label("supporter"))
        .join(CaseSupporter, CaseSupporter.id == ActivityAttendee.supporter_id, isouter=True)
        .where(ActivityAttendee.id.in_(ids)).order_by(ActivityAttendee.id)
    )
    return {row.id: row.name or row.supporter for row in db.session.execute(statement)}


def _accounts(_case: CaseView, ids: list[UUID]) -> dict[UUID, str]:
    statement = select(Account.id, Account.name).where(Account.id.in_(ids)).order_by(Account.name)
    return {row.id: row.name for row in db.session.execute(statement)}


TAKING_PART = people_of_case(Party)
WITH_A_DAY = Whom(  # there is a day to which they can agree
    Party.id, lambda: (*TAKING_PART.on_case(), in_plan(Activity.starts_at.is_not(None))), TAKING_PART.called,
)
ATTENDING = Whom(
    ActivityAttendee.id, lambda: (_of_plan(), ActivityAttendee.activity_id == Activity.id), _attendees,
)
FACILITATING = Whom(
    ActivityFacilitator.account_id,
    lambda: (_of_plan(), ActivityFacilitator.activity_id == Activity.id, ActivityFacilitator.removed_at.is_(None)),
    _accounts,
)
