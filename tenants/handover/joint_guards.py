"""What the guards of a case ask about the side of another service: exactly what that service told (DOMAIN E2)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Date, cast, exists, func, not_, or_

from tenants.casework.guards import Condition, elsewhere, judged_on
from tenants.casework.models import Case
from tenants.handover import policy
from tenants.handover.joint_models import JointCase


def _of_joint(*also: ColumnElement[bool]) -> Condition:
    return exists().where(JointCase.case_id == Case.id, JointCase.ended_at.is_(None), *also).correlate(Case)


def _unless(fails: ColumnElement[bool]) -> Condition:
    """It is no joint case, or this does not hold of it; what nobody told does not hold."""
    return not_(_of_joint(func.coalesce(fails, True)))


def _told(name: str) -> Callable[[], Condition]:
    def holds() -> Condition:
        until = cast(JointCase.holds[name].astext, Date)
        return _unless(or_(not_(JointCase.going_ahead), until < judged_on()))

    return holds


def _led_there(holds: Callable[[], ColumnElement[bool]]) -> Callable[[], Condition]:
    """Where the other service leads, this must be so of its plan."""

    def condition() -> Condition:
        return not_(_of_joint(not_(JointCase.we_lead), not_(func.coalesce(holds(), False))))

    return condition


def _plan_agreed() -> ColumnElement[bool]:
    return JointCase.plan_status.in_(policy.ARRANGED) & (JointCase.we_agreed_on <= judged_on())


def _begun_today() -> ColumnElement[bool]:
    return JointCase.plan_status.in_(policy.BEGUN) & (JointCase.we_confirmed_on == judged_on())


def _held() -> ColumnElement[bool]:
    return JointCase.plan_held_on <= judged_on()


for guard_name in policy.TOLD:
    elsewhere(guard_name, _told(guard_name))
elsewhere("form_agreed", _led_there(_plan_agreed))
elsewhere("confirmed_today", _led_there(_begun_today))
elsewhere("activity_completed", _led_there(_held))
