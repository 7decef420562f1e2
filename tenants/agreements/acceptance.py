"""Both sides say yes to the words of an item, or it is not agreed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import ItemStatus
from tenants.agreements.standing import locked_item, settle, write
from tenants.casework.events import Act, any_party_of
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
    harmed = party.role == PartyRole.HARMED
    if not (row.for_party_id in {None, party_id} if harmed else agreement.party_id == party_id):
        raise Refused(_("This point is not about them."))
    accepted(agreement, row, PartyRole(party.role), act.moment)
    write(case, act, "accepted", row, party_id)


def accepted(agreement: Agreement, row: AgreementItem, role: PartyRole, at: datetime) -> None:
    """One side said yes. Agreed is what both sides said yes to."""
    if row.status != ItemStatus.PROPOSED:
        raise Refused(_("Both sides have accepted this point already."))
    setattr(row, ACCEPTED_AT[role], at)
    if row.accepted_harmed_at and row.accepted_responsible_at:
        row.status = ItemStatus.AGREED
    row.version += 1
    settle(agreement)
