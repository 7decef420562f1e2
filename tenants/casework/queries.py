"""Reads of cases: plain rows. A case and its people are one statement, its timeline another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Text, and_, cast, exists, func, literal, not_, or_, select, union
from sqlalchemy.orm import aliased

from concord.database import db
from concord.identity.models import Account
from concord.identity.permissions import Permission
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from tenants.casework import policy
from tenants.casework.conditions import under_legal_hold
from tenants.casework.models import Case, CaseEvent, CaseMember, CaseParty
from tenants.people.models import ContactPoint, Decision, Person, Purpose
from tenants.people.policy import LEAVE_IS_OVER, NO_CONTACT, STOOD_IN_FOR
from tenants.people.queries import WAY_COLUMNS, WAY_ORDER, WAYS_OF_PERSON, Way, newest_consents, way_of
from tenants.referrals import visibility
from tenants.referrals.conflicts import locked_out, standing
from tenants.referrals.models import Incident, Referral
from tenants.registry.parts import Wording

Reader = visibility.Reader
Led = aliased(Case)  # made once: an alias takes long to make


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


@dataclass(frozen=True)
class TimelineRow:
    """One event as it was written down."""

    kind: str
    party_id: UUID | None
    from_stage: str | None
    to_stage: str | None
    happened_on: date
    recorded_at: datetime
    detail: dict[str, Any]
    note: str | None
    actor: str | None
    staff: str | None  # of whom it speaks
    episode: int
    audience: str


NOT_ERASED = Case.stage != policy.Stage.ERASED


def _named_on(account_id: UUID) -> ColumnElement[bool]:
    leads = select(Led.id).where(Led.lead_id == account_id)
    works_on = select(CaseMember.case_id).where(CaseMember.account_id == account_id)
    return Case.id.in_(union(leads, works_on))  # each by its own index; an OR would look at every case


def own(account_id: UUID) -> ColumnElement[bool]:
    """For a where: cases that somebody leads or works on, and has no conflict of interest in."""
    return and_(_named_on(account_id), Case.incident_id.not_in(locked_out(account_id)))


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For a where: what a reader may know of; for them the other cases do not exist.

    A restricted case is open to those named on it, whatever anybody's role, and so is every case for a volunteer.
    A conflict of interest closes even one's own (T2). Of what is erased there is nothing to know.
    """
    if not reader.can(Permission.CASES_READ):
        return and_(NOT_ERASED, own(reader.account_id))
    open_to_all = not_(Case.restricted)
    return and_(
        NOT_ERASED, or_(open_to_all, _named_on(reader.account_id)),
        Case.incident_id.not_in(locked_out(reader.account_id)),
    )


def certified_to(reader: Reader) -> ColumnElement[bool]:
    """For a where: what is erased, for whoever may see that it is."""
    return and_(Case.stage == policy.Stage.ERASED, literal(reader.can(Permission.CASES_ERASE)))


@visibility.also
def _its_case_is_visible(reader: Reader) -> ColumnElement[bool]:
    """A referral that became a case, or joined one, is as hidden as the case."""
    case = exists().where(Case.id == Referral.case_id, visible_to(reader)).correlate(Referral)
    return or_(Referral.case_id.is_(None), case)


def sees(reader: Reader, case_id: UUID) -> bool:
    """Whether the case exists for this reader, be it as a certificate."""
    seen = or_(visible_to(reader), certified_to(reader))
    return db.session.execute(select(Case.id).where(Case.id == case_id, seen)).first() is not None


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


def timeline(case_id: UUID, kinds: Collection[str] = (), most: int | None = None) -> list[TimelineRow]:
    """What happened, newest first; what happened on the same day in the order of writing.

    Of some kinds on request, and no more than the newest ``most``.
    """
    about = aliased(Account)
    named = func.coalesce(*(CaseEvent.detail[key].astext for key in ("account", "lead", "member")))
    statement = (
        select(
            CaseEvent.kind, CaseEvent.party_id, CaseEvent.from_stage, CaseEvent.to_stage, CaseEvent.happened_on,
            CaseEvent.recorded_at, CaseEvent.detail, CaseEvent.note, Account.name.label("actor"),
            about.name.label("staff"), CaseEvent.episode, CaseEvent.audience,
        )
        .join(Account, Account.id == CaseEvent.actor_id, isouter=True)
        .join(about, cast(about.id, Text) == named, isouter=True)
        .where(CaseEvent.case_id == case_id, *([CaseEvent.kind.in_(kinds)] if kinds else []))
        .order_by(CaseEvent.happened_on.desc(), CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(most)
    )
    return [TimelineRow(*row) for row in db.session.execute(statement)]
