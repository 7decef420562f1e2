"""Reads of cases: plain rows. A case and its people are one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import Row, exists, select

from concord.database import db
from concord.identity.models import Account
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from tenants.casework import policy
from tenants.casework.conditions import under_legal_hold
from tenants.casework.models import Case, CaseParty
from tenants.casework.visibility import Reader, visible_to
from tenants.people.models import ContactPoint, Decision, Person, Purpose
from tenants.people.policy import LEAVE_IS_OVER, NO_CONTACT, STOOD_IN_FOR
from tenants.people.queries import WAY_COLUMNS, WAY_ORDER, WAYS_OF_PERSON, Way, newest_consents, way_of
from tenants.referrals.conflicts import standing
from tenants.referrals.models import Incident
from tenants.registry.parts import Wording


@dataclass(frozen=True)
class Agreed:
    """The newest word of a person on one purpose."""

    decision: str
    channel: str
    decided_on: date
    expires_on: date | None = None
    form: str | None = None  # of taking part, when it is about this one only

    @property
    def over(self) -> bool:
        """Their agreement has come to its last day."""
        return self.decision == Decision.GIVEN and self.expires_on is not None and self.expires_on < uk_today()


@dataclass
class PartyView:
    """A person on a case, with what may be done to reach them and what they agreed to."""

    id: UUID
    person_id: UUID
    role: str
    state: str
    name: str
    consents: dict[str, Agreed]
    kept_by: str | None = None  # the service that works with them, when it is not this one
    stands_in_for_id: UUID | None = None
    stands_in_for: str = ""  # the name of whom they stand in for
    stood_in_by: str = ""  # and of whoever stands in for them
    is_protected: bool = False  # somebody stands in for them, or did
    ways: list[Way] = field(default_factory=list)

    def part(self, wording: Wording) -> str:
        """Their part in it, in the words of the service."""
        role = str(getattr(wording, self.role).one)
        return _("%(role)s, standing in", role=role) if self.stands_in_for_id else role

    @property
    def withdrew(self) -> list[str]:
        """The purposes they took back."""
        return [purpose for purpose, entry in self.consents.items() if entry.decision == Decision.WITHDRAWN]

    @property
    def no_contact(self) -> LazyString | None:
        """Why we may not contact them, if we may not."""
        entry = self.consents.get(Purpose.STORE_AND_CONTACT)
        if entry and entry.decision != Decision.GIVEN:
            return NO_CONTACT
        if entry and entry.over:
            return LEAVE_IS_OVER
        return STOOD_IN_FOR if self.is_protected and self.state in policy.OUT and not entry else None

    @property
    def may_not_be_contacted(self) -> bool:
        return self.no_contact is not None

    @property
    def takes_part(self) -> bool:
        """They have not left, and nobody stands in for them."""
        return self.state not in policy.OUT

    @property
    def may_be_stood_in_for(self) -> bool:
        return self.stands_in_for_id is None and not self.stood_in_by


@dataclass
class CaseView:
    """A case as its pages need it."""

    id: UUID
    reference: str
    stage: str
    lead_id: UUID
    lead: str
    opened_at: datetime
    closed_at: datetime | None
    closure_reason: str | None
    version: int
    summary: str
    incident_id: UUID
    episode: int
    legal_hold: bool  # it may not be erased
    lead_locked_out: bool  # by a conflict of interest: another one must be chosen
    parties: list[PartyView]

    @property
    def is_open(self) -> bool:
        return self.stage not in policy.ENDED

    @property
    def ours(self) -> list[PartyView]:
        """Those with whom this service works itself."""
        return [party for party in self.parties if party.kept_by is None]

    def name_of(self, party_id: UUID | None) -> str:
        return next((party.name for party in self.parties if party.id == party_id), "")


def case_view(case_id: UUID, reader: Reader) -> CaseView | None:
    """One case with its people, their ways of contact and consents; None when the reader has none."""
    statement = (
        select(
            Case.id, Case.reference, Case.stage, Case.lead_id, Account.name.label("lead"), Case.opened_at,
            Case.closed_at, Case.closure_reason, Case.version, Incident.summary, Case.incident_id, Case.episode,
            under_legal_hold().label("legal_hold"),
            exists(standing(Case.lead_id, Case.incident_id)).correlate(Case).label("lead_locked_out"),
            CaseParty.id.label("party_id"), CaseParty.person_id, CaseParty.role, CaseParty.state, Person.name,
            CaseParty.stands_in_for_id,
            Organisation.name.label("kept_by"),
            newest_consents(CaseParty.person_id, Case.incident_id, Case.episode).label("consents"),
            *WAY_COLUMNS,
        )
        .join(Account, Account.id == Case.lead_id)
        .join(Incident, Incident.id == Case.incident_id)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .join(Person, Person.id == CaseParty.person_id)
        .join(Organisation, Organisation.id == CaseParty.kept_by_id, isouter=True)
        .join(ContactPoint, WAYS_OF_PERSON, isouter=True)
        .where(Case.id == case_id, visible_to(reader))
        .order_by(CaseParty.added_at, CaseParty.id, *WAY_ORDER)
    )
    rows = db.session.execute(statement).all()
    return _case_of(rows) if rows else None


def _case_of(rows: Sequence[Row[*tuple[Any, ...]]]) -> CaseView:
    first, parties = rows[0], dict[UUID, PartyView]()
    for row in rows:
        party = parties.setdefault(
            row.party_id,
            PartyView(row.party_id, row.person_id, row.role, row.state, row.name, _agreed(row.consents or {}),
                      row.kept_by, row.stands_in_for_id),
        )
        if way := way_of(row):
            party.ways.append(way)
    _say_who_stands_in(parties)
    return CaseView(
        first.id, first.reference, first.stage, first.lead_id, first.lead, first.opened_at, first.closed_at,
        first.closure_reason, first.version, first.summary, first.incident_id, first.episode,
        first.legal_hold, first.lead_locked_out, list(parties.values()),
    )


def _say_who_stands_in(parties: dict[UUID, PartyView]) -> None:
    for party in parties.values():
        absent = parties.get(party.stands_in_for_id) if party.stands_in_for_id else None
        if absent:
            party.stands_in_for, absent.is_protected = absent.name, True
            if party.state not in policy.OUT:
                absent.stood_in_by = party.name


def _agreed(ledger: dict[str, dict[str, Any]]) -> dict[str, Agreed]:
    """In the order of the purposes, with dates as dates."""
    return {
        purpose: Agreed(
            entry["decision"], entry["channel"], date.fromisoformat(entry["decided_on"]),
            date.fromisoformat(entry["expires_on"]) if entry["expires_on"] else None, entry["form"],
        )
        for purpose in Purpose if (entry := ledger.get(purpose))
    }
