"""A case of two services, made through the verbs of both."""

from __future__ import annotations

from uuid import UUID

from assessing import assess
from cases import Casework
from handing_over import carry_out
from meeting import a_plan
from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from tenants.casework import service as casework
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import Stage
from tenants.handover import joint
from tenants.handover import service as handover
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, State, Why
from tenants.handover.parcels import Together
from tenants.meetings import service as meetings
from tenants.meetings.policy import Held
from tenants.people.models import CheckedHow, ConsentChannel, Decision, Purpose, Standing
from tenants.people.service import Check, Choice
from tenants.referrals.models import PartyRole

TOGETHER = Together(receivers_role=PartyRole.RESPONSIBLE, sender_leads=True)


def let_share(cases: Casework, case_id: UUID, role: PartyRole, decision: Decision = Decision.GIVEN) -> None:
    """A party agrees that another service hears of them, or takes it back."""
    choice = Choice(Purpose.SHARE_WITH_AGENCY, decision, ConsentChannel.PAPER, uk_today())
    casework.record_consent(case_id, cases.parties(case_id)[role], choice, cases.act())


def offer_to_share(
    sender: Casework, receiver: Casework, case_id: UUID, together: Together = TOGETHER
) -> UUID:
    """Inside the scope of the sender."""
    return handover.offer(
        case_id, receiver.service.id, Why.LIVES_ELSEWHERE, sender.act(), urgent=False, together=together,
        words="A bicycle was taken.",
    )


def offered_to_share(sender: Casework, receiver: Casework, *, known: bool = True) -> UUID:
    """A case whose person harmed agreed to all that comes before; the other is known by name, or not at all."""
    case_id = sender.case_of_two() if known else sender.case()
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        sender.settle(case_id)
        sender.inform(case_id)
        let_share(sender, case_id, PartyRole.HARMED)
        offer_to_share(sender, receiver, case_id)
    carry_out(sender)
    return case_id


def accept_offer(receiver: Casework) -> None:
    with receiver.world.inside(receiver.service):
        handover_id = db.session.execute(select(Handover.id).where(Handover.state == State.OFFERED)).scalar_one()
        handover.accept(handover_id, receiver.manager.id, receiver.manager.id)


def shared(sender: Casework, receiver: Casework, *, known: bool = True) -> tuple[UUID, UUID]:
    """The same case at both services: ids at the sender, who leads, and at the receiver."""
    case_id = offered_to_share(sender, receiver, known=known)
    accept_offer(receiver)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        there = db.session.execute(select(JointCase.case_id)).scalar_one()
    return case_id, there


def bring_to_assessing(cases: Casework, case_id: UUID, role: PartyRole) -> None:
    """One service talks with its own person, who agrees to all that is asked."""
    cases.settle(case_id)
    casework.declare_conflict(case_id, cases.manager.id, cases.act(), conflict=False)
    told = Check(CheckedHow.IN_PERSON, "themselves", uk_today(), Standing.SAFE)
    casework.check_contact(case_id, cases.way(case_id, role), told, cases.act())
    cases.speak(case_id, role)
    cases.inform(case_id, role)
    cases.agree(case_id, role)
    confirm_needs(case_id, cases.parties(case_id)[role], cases.act())
    go(cases, case_id, Stage.EXPLORING, Stage.ASSESSING)
    assess(case_id, cases.act(), cases.parties(case_id)[role])


def make_ready(cases: Casework, case_id: UUID, role: PartyRole) -> None:
    meetings.prepare(case_id, cases.parties(case_id)[role], Held.IN_PERSON, cases.act(), ready=True)


def go(cases: Casework, case_id: UUID, *stages: Stage) -> None:
    for stage in stages:
        casework.move(case_id, stage, cases.act())


def prepared(sender: Casework, receiver: Casework) -> tuple[UUID, UUID]:
    """Both services have prepared their own person, and know it of each other."""
    here, there = shared(sender, receiver)
    sides = ((sender, here, PartyRole.HARMED), (receiver, there, PartyRole.RESPONSIBLE))
    for cases, case_id, role in sides:
        with cases.world.inside(cases.service):
            bring_to_assessing(cases, case_id, role)
    carry_out(sender, receiver)
    for cases, case_id, role in sides:
        with cases.world.inside(cases.service):
            go(cases, case_id, Stage.PREPARING)
            make_ready(cases, case_id, role)
    carry_out(sender, receiver)
    return here, there


def arranged(sender: Casework, receiver: Casework) -> tuple[UUID, UUID, UUID]:
    """The sender leads a meeting today, to which both people agree; its id comes last."""
    here, there = prepared(sender, receiver)
    with sender.world.inside(sender.service):
        activity_id = meetings.plan_meeting(here, a_plan(sender), sender.act())
        meetings.agree(here, activity_id, sender.parties(here)["harmed"], sender.act())
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        joint.agree(there, receiver.act(), agrees=True)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        go(sender, here, Stage.SCHEDULED)
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        go(receiver, there, Stage.SCHEDULED)
    carry_out(receiver, sender)
    return here, there, activity_id
