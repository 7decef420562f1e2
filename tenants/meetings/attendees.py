"""Who else comes: supporters of a person, and professionals. Both sides are asked first (DOMAIN A6)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.events import Act, NoSuchCase
from tenants.casework.models import CaseParty
from tenants.casework.record_models import CaseSupporter
from tenants.meetings import status
from tenants.meetings.models import Activity, ActivityAttendee
from tenants.meetings.policy import Said
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

SIDES = {PartyRole.HARMED: "harmed_side", PartyRole.RESPONSIBLE: "responsible_side"}


def add_supporter(case_id: UUID, activity_id: UUID, supporter_id: UUID, act: Act) -> UUID:
    """Somebody whom one side wants to bring. That side has said yes by it; the other is asked."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    statement = (
        select(CaseSupporter.id, CaseParty.role).join(CaseParty, CaseParty.id == CaseSupporter.party_id)
        .where(CaseParty.case_id == case.id, CaseSupporter.id == supporter_id, CaseSupporter.ended_at.is_(None))
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise Refused(_("Choose somebody from the list."))
    comes = select(ActivityAttendee.id).where(
        ActivityAttendee.activity_id == activity.id, ActivityAttendee.supporter_id == supporter_id
    )
    if db.session.execute(comes).first():
        raise Refused(_("They are on the list already."))
    attendee = ActivityAttendee(
        id=uuid7(), activity_id=activity.id, supporter_id=supporter_id, **{SIDES[PartyRole(found.role)]: Said.YES}
    )
    return _added(attendee, case_id, activity, act)


def add_professional(case_id: UUID, activity_id: UUID, name: str, work: str, act: Act) -> UUID:
    """Somebody who comes for their work, such as a prison officer."""
    _case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    if not name:
        raise Refused(_("Enter their name."))
    return _added(ActivityAttendee(id=uuid7(), activity_id=activity.id, name=name, work=work), case_id, activity, act)


def _added(attendee: ActivityAttendee, case_id: UUID, activity: Activity, act: Act) -> UUID:
    db.session.add(attendee)
    _changed(case_id, activity, act)
    return attendee.id


def remove_attendee(case_id: UUID, activity_id: UUID, attendee_id: UUID, act: Act) -> None:
    """They do not come after all."""
    _case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    db.session.delete(_attendee(activity, attendee_id))
    _changed(case_id, activity, act)


def answer(case_id: UUID, activity_id: UUID, attendee_id: UUID, says: tuple[PartyRole, Said], act: Act) -> None:
    """What one side says to somebody coming. After a no the plan may not go ahead with them."""
    side, said = says
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    attendee = _attendee(activity, attendee_id)
    before = getattr(attendee, SIDES[side])
    setattr(attendee, SIDES[side], said)
    status.say(case, activity, act, said="attendee", side=str(side), answer=str(said))
    if before == Said.YES != said:
        status.prepare_again(case, act)


def _attendee(activity: Activity, attendee_id: UUID) -> ActivityAttendee:
    statement = select(ActivityAttendee).where(
        ActivityAttendee.activity_id == activity.id, ActivityAttendee.id == attendee_id
    )
    attendee = db.session.execute(statement).scalar_one_or_none()
    if attendee is None:
        raise NoSuchCase(str(attendee_id))
    return attendee


def _changed(case_id: UUID, activity: Activity, act: Act) -> None:
    case, activity = status.plan_of(case_id, activity.id, status.following(act))
    status.say(case, activity, act, changed="people")
    status.ask_again(case, activity, act)
