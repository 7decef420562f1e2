"""Earlier contact: who may be the same person, and where we met them (T2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, or_, select

from concord.database import db
from tenants.casework.guards import Condition, guard
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import ENDED
from tenants.casework.queries import CaseView
from tenants.casework.record_models import CaseFacts
from tenants.casework.visibility import NOT_ERASED, Reader, visible_to
from tenants.people.matching import Candidate, candidates
from tenants.referrals import visibility
from tenants.referrals.models import PartyRole, Referral


@dataclass(frozen=True)
class Appearance:
    """A referral or a case that a person came with."""

    id: UUID
    is_case: bool
    reference: str
    role: str
    status: str  # of a referral; the stage of a case
    since: datetime

    @property
    def takes_referrals(self) -> bool:
        return self.is_case and self.status not in ENDED


@dataclass(frozen=True)
class Met:
    """Somebody who may be the same person, and where this reader may see that we met them."""

    candidate: Candidate
    appearances: list[Appearance]


@dataclass(frozen=True)
class Earlier:
    """``is_more`` says that something is kept from this reader, and nothing about what."""

    met: list[Met]
    is_more: bool

    @property
    def unanswered(self) -> bool:
        """Whether somebody still has to look: at what is shown, or at what only others may see."""
        return self.is_more or any(one.candidate.decision is None for one in self.met)

    def shows(self, person_id: UUID) -> bool:
        return any(one.candidate.person_id == person_id for one in self.met)


def earlier_contact(person_id: UUID, reader: Reader, never: Collection[UUID] = ()) -> Earlier:
    """Who may be this person, as far as the reader may know of them. ``never``: who cannot be, unless it was said."""
    found = [one for one in candidates(person_id) if one.decision or one.person_id not in never]
    seen, hidden = _appearances([candidate.person_id for candidate in found], reader)
    met = [
        Met(candidate, seen[candidate.person_id]) for candidate in found
        if candidate.person_id in seen and candidate.person_id not in hidden
    ]
    return Earlier(met, bool(hidden))


def _appearances(person_ids: list[UUID], reader: Reader) -> tuple[dict[UUID, list[Appearance]], set[UUID]]:
    """Where these people appear, by person; and who of them appears where the reader may not look."""
    if not person_ids:
        return {}, set()
    cases = select(
        CaseParty.person_id, Case.id, Case.reference, CaseParty.role, Case.stage, Case.opened_at, visible_to(reader)
    ).join(Case, Case.id == CaseParty.case_id).where(CaseParty.person_id.in_(person_ids), NOT_ERASED)
    referrals = select(
        Referral.person_id, Referral.id, Referral.reference, Referral.person_role, Referral.status,
        Referral.received_at, visibility.visible_to(reader),
    ).where(Referral.person_id.in_(person_ids), ~_stands_for_its_person())
    seen, hidden = dict[UUID, list[Appearance]](), set[UUID]()
    for is_case, statement in ((True, cases), (False, referrals)):
        for person_id, row_id, reference, role, status, since, visible in db.session.execute(statement):
            if visible:
                appearance = Appearance(row_id, is_case, reference, role, status, since)
                seen.setdefault(person_id, []).append(appearance)
            else:
                hidden.add(person_id)
    return seen, hidden


def _stands_for_its_person() -> ColumnElement[bool]:
    """The case of a referral has its person; who joined it as somebody on it already is found by the referral only."""
    party = select(CaseParty.id).where(CaseParty.case_id == Referral.case_id, CaseParty.person_id == Referral.person_id)
    return party.correlate(Referral).exists()


def open_case_of(incident_id: UUID, reader: Reader) -> tuple[UUID, str] | None:
    """Id and reference of the open case about an incident, which another referral became or joined."""
    joined = select(Referral.case_id).where(Referral.incident_id == incident_id)
    statement = (
        select(Case.id, Case.reference)
        .where(or_(Case.incident_id == incident_id, Case.id.in_(joined)), Case.stage.not_in(ENDED), visible_to(reader))
        .order_by(Case.opened_at).limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return (row.id, row.reference) if row else None


def joined_a_case(referral: Referral) -> bool:
    """Whether it was added to a case that had begun already."""
    begun = select(Case.id).where(Case.id == referral.case_id, Case.reference != referral.reference)
    return db.session.execute(begun).first() is not None


def met_of(case: CaseView, reader: Reader) -> dict[UUID, Earlier]:
    """The same for each of the people of a case. Nobody is on both of its sides, so the other side is not offered."""
    others = {role: {one.person_id for one in case.parties if one.role != role} for role in PartyRole}
    return {
        party.person_id: earlier_contact(party.person_id, reader, others[PartyRole(party.role)])
        for party in case.parties
    }


@guard(
    "searched_for_duplicates",
    _("Nobody has looked yet if we met these people before, or have this case already."),
    page="casework.matches",
)
def searched_for_duplicates() -> Condition:
    searched = select(CaseFacts.id).where(CaseFacts.case_id == Case.id, CaseFacts.searched_at.is_not(None))
    return searched.correlate(Case).exists()
