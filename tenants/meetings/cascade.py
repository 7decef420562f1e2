"""What happens to a plan when its case moves or somebody leaves, in the transaction of that act (DOMAIN A5)."""

from __future__ import annotations

from typing import Any

from tenants.casework import policy as stages
from tenants.casework import signals
from tenants.casework.events import Act
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.meetings import status
from tenants.meetings.models import Activity
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
