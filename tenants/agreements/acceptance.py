"""Both sides say yes to the words of an item, or it is not agreed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.agreements.item_tasks import nothing_to_talk_about
from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import ItemStatus
from tenants.agreements.standing import locked_item, settle, write
from tenants.casework.events import Act, any_party_of
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

ACCEPTED_AT = {PartyRole.HARMED: "accepted_harmed_at", PartyRole.RESPONSIBLE: "accepted_responsible_at"}


def accept_item(case_id: UUID, item_id: UUID, party_id: UUID, act: Act) -> None:
    """A party said yes to the words of an item; staff write it down."""
    case, agreement, row = locked_item(case_id, item_id, act)
    party = any_party_of(case, party_id)
    if party.state in OUT:
        raise Refused(_("They are not in the case any more."))
    if not _concerns(party, agreement, row):
        raise Refused(_("This point is not about them."))
    accepted(agreement, row, party, act.moment, act.actor_id)
    write(case, act, "accepted", row, party_id)


def accepted(
    agreement: Agreement, row: AgreementItem, party: CaseParty, at: datetime, recorded_by: UUID | None = None
) -> None:
    """Somebody said yes. Agreed is what everybody said yes to whom it concerns and who takes part, on both sides."""
    if row.status != ItemStatus.PROPOSED:
        raise Refused(_("Both sides have accepted this point already."))
    row.accepted_ids = [*(one for one in row.accepted_ids if one != str(party.id)), str(party.id)]
    row.version += 1
    nothing_to_talk_about(agreement.case_id, row, recorded_by, party.id)
    _look(agreement, row, at)


def asked_again(row: AgreementItem) -> None:
    """It says something else now."""
    row.status, row.accepted_ids = ItemStatus.PROPOSED, []
    row.accepted_harmed_at = row.accepted_responsible_at = None


def somebody_left(case: Case, act: Act) -> None:
    """Nobody waits for the yes of one who takes part no more."""
    statement = (
        select(Agreement, AgreementItem).join(AgreementItem, AgreementItem.agreement_id == Agreement.id)
        .where(
            Agreement.case_id == case.id, Agreement.episode == case.episode,
            AgreementItem.status == ItemStatus.PROPOSED,
        )
    )
    for row in db.session.execute(statement).all():
        _look(row.Agreement, row.AgreementItem, act.moment)


def _look(agreement: Agreement, row: AgreementItem, at: datetime) -> None:
    """A side has accepted once each of it has; nobody speaks for a side that is not there any more."""
    taking_part = select(CaseParty).where(CaseParty.case_id == agreement.case_id, CaseParty.state.not_in(OUT))
    asked = [party for party in db.session.scalars(taking_part) if _concerns(party, agreement, row)]
    for role, column in ACCEPTED_AT.items():
        side = {str(party.id) for party in asked if party.role == role}
        setattr(row, column, (getattr(row, column) or at) if side and side <= set(row.accepted_ids) else None)
    if row.accepted_harmed_at and row.accepted_responsible_at:
        row.status = ItemStatus.AGREED
    settle(agreement)


def _concerns(party: CaseParty, agreement: Agreement, row: AgreementItem) -> bool:
    """Whoever does it, whose agreement it is, and for whom it is: everybody harmed where it is for no one of them."""
    harmed = party.role == PartyRole.HARMED
    theirs = row.for_party_id in {None, party.id} if harmed else agreement.party_id == party.id
    return theirs or row.owner_party_id == party.id
