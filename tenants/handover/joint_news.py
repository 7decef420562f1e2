"""What one side of a joint case tells the other: how its own person stands, and the plan from whoever leads.

Whatever is written down on a joint case makes an event; the worker then looks what is new, and only that crosses. A no
goes first (`Lane.SAFETY`). Older news than those heard last count for nothing, so the order of parcels does not matter.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.identity.permissions import Role
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit_once, handles
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.assessments.queries import history
from tenants.casework import signals
from tenants.casework.guards import evaluate
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import ACTIVE, COMPLETED, OUT
from tenants.casework.service import Act
from tenants.handover import joint_sharing, policy
from tenants.handover.door import pass_on
from tenants.handover.joint_models import JointCase
from tenants.handover.joint_rules import kept_there, parties_of
from tenants.handover.models import Direction, Handover
from tenants.handover.parcels import JointNews, SharedPlan
from tenants.meetings.models import Activity
from tenants.meetings.policy import BETWEEN_BOTH_SIDES
from tenants.meetings.queries import MeetingView, meeting
from tenants.people.models import Decision

NEWS = "handover.joint_news"
NO_END = date.max.isoformat()


def register(app: Flask) -> None:
    handles(app, NEWS, _send)
    signals.case_changed.connect(_changed)
    signals.consent_recorded.connect(_said)
    signals.party_left.connect(_left)


def as_lead(case: Case) -> Act:
    """What follows here from what the other side told happens in the name of the lead."""
    account = db.session.get_one(Account, (case.tenant_id, case.lead_id))
    return Act(account.id, Role(account.role), uk_today())


def _changed(case: Case, **_more: Any) -> None:
    _emit(case, Lane.INTERACTIVE)


def _said(case: Case, *, decision: Decision, **_more: Any) -> None:
    if decision != Decision.GIVEN:
        _emit(case, Lane.SAFETY)


def _left(case: Case, **_more: Any) -> None:
    _emit(case, Lane.SAFETY)


def _emit(case: Case, lane: Lane) -> None:
    open_one = select(JointCase.id).where(JointCase.case_id == case.id, JointCase.ended_at.is_(None))
    joint_id = db.session.execute(open_one).scalar_one_or_none()
    if joint_id:
        emit_once(NEWS, lane, joint_id=joint_id)


def _send(event: OutboxEvent) -> None:
    joint = db.session.get_one(JointCase, (scope.current_tenant_id(), UUID(event.ids["joint_id"])))
    if joint.ended_at or (joint.heard_at is None and not _opened_for_them(joint)):
        return  # it is over; or their case is on its way still: they begin, and then we do
    said = news(joint)
    told = json.loads(json.dumps(asdict(said) | {"told_at": None}, default=str))
    if told != joint.told:
        pass_on(joint.other_id, said)
        joint.told = told


def _opened_for_them(joint: JointCase) -> bool:
    return db.session.get_one(Handover, (joint.tenant_id, joint.handover_id)).direction == Direction.IN


def news(joint: JointCase) -> JointNews:
    """How our side stands at this moment."""
    handover = db.session.get_one(Handover, (joint.tenant_id, joint.handover_id))
    case = db.session.get_one(Case, (joint.tenant_id, joint.case_id))
    parties = parties_of(case)
    return JointNews(
        crossing_id=handover.crossing_id, told_at=datetime.now(UTC),
        going_ahead=_goes_ahead(case, parties) and not joint.we_said_no, holds=_holds(case),
        plan=_plan(case) if joint.we_lead else None, terms=joint.plan_terms,
        agreed_on=joint.we_agreed_on, confirmed_on=joint.we_confirmed_on, agreed=joint_sharing.agreed(parties),
    )


def _goes_ahead(case: Case, parties: list[CaseParty]) -> bool:
    """Nobody is told who said no, or whether anybody did: only that it is not going ahead."""
    ours = [party.state not in OUT for party in parties if party.kept_by_id is None]
    theirs = [party.state not in OUT for party in kept_there(parties)]
    still = case.stage in ACTIVE or case.closure_reason in COMPLETED
    return still and (any(ours) or not ours) and all(theirs)


def _holds(case: Case) -> dict[str, str]:
    """Which guards hold of our own person, each with its last day."""
    held = evaluate(case.id, policy.TOLD, only_ours=True)
    return {name: _until(case, name) for name in policy.TOLD if held[name]}


def _until(case: Case, name: str) -> str:
    if name not in policy.LASTING:
        return NO_END
    kinds, lasts = policy.LASTING[name]
    ours = {party.id for party in parties_of(case) if party.kept_by_id is None and party.state not in OUT}
    newest: dict[tuple[UUID, str], date] = {}
    for row in history(case.id):
        if row.party_id in ours and row.kind in kinds and row.episode == case.episode:
            newest.setdefault((row.party_id, row.kind), row.assessed_on)
    return (min(newest.values()) + lasts).isoformat() if newest else NO_END


def _plan(case: Case) -> SharedPlan | None:
    """The newest meeting of both sides, planned or past."""
    newest = (
        select(Activity.id).where(
            Activity.case_id == case.id, Activity.episode == case.episode,
            Activity.form_class.in_(BETWEEN_BOTH_SIDES),
        ).order_by(Activity.recorded_at.desc(), Activity.id.desc()).limit(1)
    )
    activity_id = db.session.execute(newest).scalar_one_or_none()
    planned = meeting(case.id, activity_id) if activity_id else None
    if planned is None:
        return None
    activity, venue = planned.activity, planned.venue
    return SharedPlan(
        form=activity.form, status=activity.status, terms=terms(planned), starts_at=activity.starts_at,
        ends_at=activity.ends_at, held_on=activity.happened_on, place=venue.name if venue else None,
        address=venue.address if venue else None, leaders=", ".join(one.name for one in planned.facilitators),
        others=joint_sharing.also_come(planned),
    )


def terms(planned: MeetingView) -> str:
    """The mark of what is agreed to: what it is, when, where, and who else comes. It tells nobody any of that."""
    activity = planned.activity
    parts = [
        activity.id, activity.form, activity.starts_at, activity.ends_at, activity.venue_id,
        *sorted(str(other.id) for other in planned.attendees),
    ]
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]
