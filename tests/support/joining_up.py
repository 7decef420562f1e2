"""A case of two services, made through the verbs of both."""

from __future__ import annotations

from uuid import UUID

from cases import Casework
from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from tenants.casework import service as casework
from tenants.handover import service as handover
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, Why
from tenants.handover.parcels import Together
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole

TOGETHER = Together(receivers_role=PartyRole.RESPONSIBLE, sender_leads=True)


def carry_out(*services: Casework) -> None:
    """Let the workers take every step, back and forth."""
    for _round in range(4):
        for one in services:
            one.world.run_outbox(one.service)


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
        handover_id = db.session.execute(select(Handover.id)).scalar_one()
        handover.accept(handover_id, receiver.manager.id, receiver.manager.id)


def shared(sender: Casework, receiver: Casework, *, known: bool = True) -> tuple[UUID, UUID]:
    """The same case at both services: ids at the sender, who leads, and at the receiver."""
    case_id = offered_to_share(sender, receiver, known=known)
    accept_offer(receiver)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        there = db.session.execute(select(JointCase.case_id)).scalar_one()
    return case_id, there
