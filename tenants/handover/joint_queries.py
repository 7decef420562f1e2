"""Reads of joint cases, as the page of a case needs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from concord.database import db
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from tenants.agreements.queries import pounds
from tenants.casework.queries import CaseView
from tenants.handover import policy
from tenants.handover.joint_models import JointCase
from tenants.meetings.policy import CHANGEABLE, ActivityStatus


@dataclass(frozen=True)
class Point:
    """A point of the agreement, as the other service told it."""

    words: str
    owner: str
    due_on: date | None
    pounds: str
    status: str


@dataclass(frozen=True)
class JointView:
    """The other side of a case: what its service told, and its plan when it leads."""

    joint: JointCase
    other: str
    told: list[tuple[str, bool]]  # the name of each guard over people, and whether it holds there

    @property
    def is_on(self) -> bool:
        return self.joint.ended_at is None

    @property
    def others(self) -> list[str]:
        """Who else comes, as the plan of the other service says."""
        comes = self.joint.plan_others or []
        return [f"{one['name']} ({one['work']})" if one["work"] else one["name"] for one in comes]

    @property
    def points(self) -> list[Point]:
        return [
            Point(
                one["words"], one["owner"], date.fromisoformat(one["due_on"]) if one["due_on"] else None,
                pounds(one["amount_pence"]) if one["amount_pence"] else "", one["status"],
            )
            for one in self.joint.agreed or ()
        ]

    @property
    def may_agree(self) -> bool:
        return not self.joint.we_lead and self.joint.plan_status in CHANGEABLE and bool(self.joint.plan_starts_at)

    @property
    def may_confirm(self) -> bool:
        return not self.joint.we_lead and self.joint.plan_status in {ActivityStatus.CONFIRMED, ActivityStatus.UNDER_WAY}


def joint_view(case: CaseView) -> JointView | None:
    statement = (
        select(JointCase, Organisation.name).join(Organisation, Organisation.id == JointCase.other_id)
        .where(JointCase.case_id == case.id).order_by(JointCase.id.desc()).limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    joint: JointCase = row.JointCase
    return JointView(joint, row.name, [(name, _holds(joint, name)) for name in policy.SHOWN])


def _holds(joint: JointCase, name: str) -> bool:
    until = joint.holds.get(name)
    return joint.going_ahead and until is not None and date.fromisoformat(until) >= uk_today()
