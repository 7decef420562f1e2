"""A case on its way to another service, made through the verbs."""

from __future__ import annotations

from uuid import UUID

from cases import Casework

from tenants.casework import service as casework
from tenants.handover import service as handover
from tenants.handover.models import Why
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole


def agree_to_move(cases: Casework, case_id: UUID, role: PartyRole, decision: Decision = Decision.GIVEN) -> None:
    act = cases.act()
    choice = Choice(Purpose.TRANSFER, decision, ConsentChannel.PAPER, act.happened_on)
    casework.record_consent(case_id, cases.parties(case_id)[role], choice, act)


def offered(sender: Casework, receiver: Casework) -> tuple[UUID, UUID]:
    """A case whose person agreed, offered to the other service; its id and the handover's."""
    case_id = sender.case()
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        agree_to_move(sender, case_id, PartyRole.HARMED)
        casework.note(case_id, sender.act(note="She would rather write than meet."))
        out = handover.offer(case_id, receiver.service.id, Why.MOVED_HOME, sender.act(), urgent=False)
    sender.world.run_outbox(sender.service)
    return case_id, out


def carry_out(*services: Casework) -> None:
    """Let the workers take every step, back and forth."""
    while any(one.world.run_outbox(one.service) for one in services):
        pass
