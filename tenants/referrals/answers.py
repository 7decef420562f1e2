"""What a referral says, as one typed value: from the online form, from a member of staff, or invented for trying."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tenants.people.intake import Needs, WayToReach
from tenants.people.models import Answer
from tenants.referrals.models import IncidentKind, PartyRole, ReferrerKind, Source


@dataclass(frozen=True, kw_only=True)
class Referrer:
    """Whoever wrote for another person: a relative, a friend, a professional with an agency and its own records."""

    name: str
    contact: str
    agency: str | None = None
    email: str | None = None
    agency_reference: str | None = None
    disposal_deadline: date | None = None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """One request for one person about one incident.

    ``submission_key`` is the same for the same answers, however often they are sent. ``agreed_wording`` is the version
    of the agreement that whoever wrote was shown and ticked, None when they were shown none. ``person_knows`` is asked
    of everybody but the person themselves.
    """

    submission_key: UUID
    person_name: str
    person_role: PartyRole
    referrer_kind: ReferrerKind
    source: Source
    summary: str
    incident_kind: IncidentKind = IncidentKind.UNKNOWN
    reported: Answer = Answer.UNKNOWN
    under_18: Answer = Answer.UNKNOWN
    needs: Needs | None = None
    ways_to_reach: tuple[WayToReach, ...] = ()
    agreed_wording: str | None
    person_knows: Answer = Answer.UNKNOWN
    person_agreed: Answer = Answer.UNKNOWN
    outcome_to_referrer: bool = False
    referrer: Referrer | None = None
    sent_together: UUID | None = None
    language: str = "en"
    area_code: str | None = None
    received_at: datetime | None = None

    @property
    def from_the_person(self) -> bool:
        return self.referrer_kind == ReferrerKind.SELF
