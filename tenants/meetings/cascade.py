"""What happens to a plan when its case moves or somebody leaves, in the transaction of that act (DOMAIN A5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from concord.database import db
from concord.web.dates import uk_today
from tenants.casework import policy as stages
from tenants.casework import signals
from tenants.casework.events import Act
from tenants.casework.impartiality import who_sees_to
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.casework.tasks import NewTask, set_task
from tenants.meetings import status
from tenants.meetings.models import Activity, ActivityFacilitator
from tenants.meetings.policy import MOVES, ActivityStatus
from tenants.people.models import Decision, Purpose

A = ActivityStatus
ENDS_TAKING_PART = (Purpose.TAKE_PART, Purpose.STORE_AND_CONTACT)
# What a plan becomes when its case comes to a stage. A plan on hold is taken up again by a person only.
FOLLOWS: dict[Stage, dict[ActivityStatus, ActivityStatus]] = {
    Stage.SCHEDULED: {A.PLANNED: A.CONFIRMED},
    Stage.PREPARING: {A.CONFIRMED: A.PLANNED, A.UNDER_WAY: A.STOPPED},
    Stage.IN_PROCESS: {A.CONFIRMED: A.UNDER_WAY},
    Stage.ON_HOLD: dict.fromkeys((A.PLANNED, A.CONFIRMED, A.UNDER_WAY), A.ON_HOLD),
}
ENDS = {
    A.PLANNED: A.CANCELLED, A.CONFIRMED: A.CANCELLED, A.POSTPONED: A.CANCELLED, A.ON_HOLD: A.CANCELLED,
    A.UNDER_WAY: A.STOPPED,
}


def follow_case(case: Case, *, after: Stage, act: Act, **_more: Any) -> None:
    """The plan goes with its case; when the case ends, it is called off (T14)."""
    plan = status.open_plan(case)
    if plan is None:
        return
    steps = ENDS if after in stages.ENDED else FOLLOWS.get(after, {})
    if next_status := steps.get(A(plan.status)):
        status.enter(case, plan, next_status, status.following(act))


def follow_consent(case: Case, *, purpose: Purpose, decision: Decision, act: Act, **_more: Any) -> None:
    """Somebody says no, or takes back what they agreed to: nothing goes on without them."""
    if purpose in ENDS_TAKING_PART and decision != Decision.GIVEN:
        hold(case, act)


def follow_leaving(case: Case, *, party: CaseParty, act: Act, **_more: Any) -> None:
    """Somebody is out of the case."""
    del party
    hold(case, act)


def follow_conflict(case: Case, *, account_id: UUID, act: Act, **_more: Any) -> None:
    """Nobody facilitates with a conflict of interest: they are off the plan, and somebody else is to be found."""
    plan = status.open_plan(case)
    if plan is None:
        return
    theirs = update(ActivityFacilitator).where(
        ActivityFacilitator.activity_id == plan.id, ActivityFacilitator.account_id == account_id,
        ActivityFacilitator.removed_at.is_(None),
    ).values(removed_at=act.written_at).returning(ActivityFacilitator.id)
    if db.session.execute(theirs).first() is None:
        return
    quiet = replace(status.following(act), happened_on=uk_today())  # whenever it is said to have begun
    status.tell_calendars(plan, quiet)
    status.say(case, plan, quiet, changed="facilitators")
    status.prepare_again(case, quiet)
    for owner_id in who_sees_to(case):
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.REMINDER, owner_id=owner_id, due_on=quiet.happened_on,
            words=_("Choose another facilitator. The one who was planned has a conflict of interest."),
            made_for=f"facilitator:{plan.id}:{plan.sequence}:{owner_id}", created_by=act.actor_id,
        ))


def hold(case: Case, act: Act) -> None:
    """What was planned or goes on is on hold at once; calendars show it as cancelled."""
    plan = status.open_plan(case)
    if plan and A.ON_HOLD in MOVES[A(plan.status)]:
        _on_hold(case, plan, act)


def _on_hold(case: Case, plan: Activity, act: Act) -> None:
    status.enter(case, plan, A.ON_HOLD, status.following(act))


def subscribe() -> None:
    signals.case_moved.connect(follow_case)
    signals.consent_recorded.connect(follow_consent)
    signals.party_left.connect(follow_leaving)
    signals.conflict_declared.connect(follow_conflict)
