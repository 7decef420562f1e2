"""What of a joint case the other side's person may know, too: who else comes, and what was agreed.

The wall between the two sides holds here as on paper: a point crosses only when it is for their side to read.
"""

from __future__ import annotations

from tenants.agreements.queries import agreements_of, items_for
from tenants.casework.models import CaseParty
from tenants.handover.joint_rules import kept_there
from tenants.handover.parcels import AgreedPoint, AlsoComes
from tenants.meetings.queries import MeetingView
from tenants.referrals.models import PartyRole


def also_come(planned: MeetingView) -> list[AlsoComes]:
    """First names, as each side is asked about them; what somebody works as, but not whose mother they are."""
    return [
        AlsoComes(
            name=other.name.split()[0] if other.name.split() else "", side=other.side,
            work=None if other.side else other.work,
        )
        for other in planned.attendees
    ]


def agreed(parties: list[CaseParty]) -> list[AgreedPoint]:
    """The points that the other service's person may read."""
    roles = {party.id: party.role for party in parties}
    return [
        AgreedPoint(
            words=item.words, owner=roles[item.owner_party_id], due_on=item.due_on, amount_pence=item.amount_pence,
            status=item.status,
        )
        for party in kept_there(parties) for agreement in reversed(agreements_of(party.case_id))
        if party.role == PartyRole.HARMED or agreement.party_id == party.id
        for item in items_for(agreement.id, party.id, party.role) if item.owner_party_id in roles
    ]
