"""What comes after a meeting or exchange, done through the verbs: agreements, follow-up, what people think.

Each is called inside the scope of the service, as the helpers of `cases.Casework` are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from cases import Casework
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, World
from tenants.agreements import follow_ups, queries, service
from tenants.agreements.follow_ups import Asked
from tenants.agreements.models import FollowUp
from tenants.agreements.policy import FollowUpKind, FollowUpOutcome, ItemKind, ItemStatus, ToldHow
from tenants.agreements.queries import ItemRow
from tenants.agreements.service import Item
from tenants.casework import guards
from tenants.casework import service as casework
from tenants.casework.models import CaseParty
from tenants.casework.policy import PartyState
from tenants.feedback import service as feedback
from tenants.feedback.policy import WhyNot
from tenants.links import service as links
from tenants.links.models import LinkPurpose
from tenants.links.service import NewLink
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole

WORD = "lantern"
MakeService = Callable[..., Service]


def desk_at(world: World, service: Service) -> Casework:
    """The work of a service, done by its manager."""
    key = (service.id, Role.SERVICE_MANAGER)
    if key not in world.accounts:
        world.accounts[key] = world.account(service, Role.SERVICE_MANAGER)
    return Casework(world, service, world.accounts[key])


def agree_to(desk: Casework, case_id: UUID, **changes: object) -> UUID:
    """One item, not accepted by anybody yet: the person responsible will do something."""
    responsible = desk.parties(case_id)[PartyRole.RESPONSIBLE]
    item = Item(kind=ItemKind.APOLOGY, words="A letter that says sorry", owner_party_id=responsible)
    item = replace(item, **changes)  # type: ignore[arg-type]  # fields of Item
    return service.add_item(case_id, responsible, item, desk.act())


def accept_all(desk: Casework, case_id: UUID) -> None:
    """Both sides accept every item that waits for it (terms_accepted)."""
    for item in items(case_id):
        for party_id in desk.parties(case_id).values():
            if item.status == ItemStatus.PROPOSED and not item.accepted_by(party_id):
                service.accept_item(case_id, item.id, party_id, desk.act())


def end_all(desk: Casework, case_id: UUID) -> None:
    """Every item is done, and the person harmed has heard of it (items_final_and_told)."""
    accept_all(desk, case_id)
    for item in items(case_id):
        if item.is_open:
            service.end_item(case_id, item.id, ItemStatus.COMPLETED, desk.act())
            service.tell_harmed(case_id, item.id, ToldHow.PHONE, desk.act())


def weeks_pass(case_id: UUID) -> None:
    """As if people had met six weeks earlier: it is time to ask how they are."""
    earlier = {name: getattr(FollowUp, name) - timedelta(weeks=6) for name in ("met_on", "due_on")}
    db.session.execute(update(FollowUp).where(FollowUp.case_id == case_id).values(earlier))


def ask_how_they_are(desk: Casework, case_id: UUID) -> None:
    """Each person who took part was reached, days and weeks after (followed_up)."""
    for row in queries.follow_ups_of(case_id):
        if row.done_on is None and row.kind != FollowUpKind.MONTHS:
            follow_ups.record(case_id, row.id, Asked(FollowUpOutcome.REACHED), desk.act())


def settle_surveys(desk: Casework, case_id: UUID) -> None:
    """It is written down why each person who took part was not asked what they think (surveys_offered)."""
    took_part = select(CaseParty.id).where(CaseParty.case_id == case_id, CaseParty.state == PartyState.PARTICIPATED)
    for party_id in db.session.scalars(took_part).all():
        feedback.not_offered(case_id, party_id, WhyNot.NO_CONSENT, desk.act())


def follow_to_the_end(desk: Casework, case_id: UUID) -> None:
    """All that closing a completed case asks of agreements, follow-up and feedback (T13)."""
    end_all(desk, case_id)
    weeks_pass(case_id)
    ask_how_they_are(desk, case_id)
    settle_surveys(desk, case_id)


def consent(desk: Casework, case_id: UUID, role: PartyRole, purpose: Purpose, **changes: object) -> None:
    """A party says yes to something, unless told otherwise."""
    choice = Choice(purpose, Decision.GIVEN, ConsentChannel.PAPER, uk_today())
    choice = replace(choice, **changes)  # type: ignore[arg-type]  # fields of Choice
    casework.record_consent(case_id, desk.parties(case_id)[role], choice, desk.act())


def link(
    desk: Casework, case_id: UUID, role: PartyRole, purpose: LinkPurpose, subject_id: UUID, *, word: str = WORD
) -> str:
    """The address of a link, made for a party with that word."""
    new = NewLink(desk.parties(case_id)[role], purpose, subject_id, word)
    return f"/go/{links.mint(links.make(case_id, new, desk.act()))}"


def items(case_id: UUID) -> list[ItemRow]:
    return [item for agreement in queries.agreements_of(case_id) for item in agreement.items]


def only_item(case_id: UUID) -> ItemRow:
    (item,) = items(case_id)
    return item


def holds(case_id: UUID, name: str) -> bool:
    """Whether a condition of the moves holds for a case now."""
    db.session.flush()
    return guards.evaluate(case_id, (name,))[name]
