"""Put a whole case together for another service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Table, or_, select

from concord import storage
from concord.database import METADATA, Base, db
from concord.identity.models import Account
from concord.tenancy import scope
from concord.web.translations import UK, uk_date, uk_datetime
from tenants.casework import titles
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import CaseDocument, CaseFacts, CaseSupporter
from tenants.casework.timeline import events_of
from tenants.documents.models import Document, Scan
from tenants.handover import policy
from tenants.handover.models import Handover
from tenants.handover.parcels import FilePacked, HappenedBefore, Package, PersonPacked, Values
from tenants.people.models import Consent, ContactPoint, EqualityAnswers, Person, PersonNeeds, Purpose
from tenants.referrals.models import Incident, Referral, ReferralDocument

NOT_TOLD = ("tenant_id", "id", "version", "made_for", "submission_key", "agreed_wording", "position", "audience")
CODE = re.compile("[a-z]+(_[a-z]+)*")  # of a fixed list: no sentence is written like that


@dataclass(frozen=True)
class Names:
    """Who the ids of a case stand for."""

    parties: dict[UUID, str]
    staff: dict[UUID, str]

    def name_of(self, party_id: UUID | None) -> str:
        return self.parties.get(party_id, "") if party_id else ""


def pack(handover: Handover) -> Package:
    """The case of a handover as it is now. It takes no more work here, so nothing can be missed."""
    case = db.session.get_one(Case, (scope.current_tenant_id(), handover.case_id))
    names = names_on(case.id)
    return Package(
        crossing_id=handover.crossing_id, reference=case.reference,
        opened_on=case.opened_at.astimezone(UK).date(), initiated=case.initiated_before or _was_assessed(case.id),
        restricted=case.restricted, incident=plain(db.session.get_one(Incident, (case.tenant_id, case.incident_id))),
        facts=_one(CaseFacts, CaseFacts.case_id == case.id), people=list(_people(case)),
        timeline=list(_timeline(case.id, names)), files=list(_files(case.id)), records=_records(case.id, names),
    )


def plain(row: Base) -> Values:
    """What a row says, without the keys that only mean something here."""
    return {
        column.name: getattr(row, column.name) for column in row.__table__.columns
        if not isinstance(getattr(row, column.name), UUID | bytes)
    }


def names_on(case_id: UUID | None) -> Names:
    parties = select(CaseParty.id, Person.name).join(Person, Person.id == CaseParty.person_id)
    return Names(
        {row.id: row.name for row in db.session.execute(parties.where(CaseParty.case_id == case_id))},
        {row.id: row.name for row in db.session.execute(select(Account.id, Account.name))},
    )


def _taken_out(case_id: UUID) -> set[UUID]:
    """The parties who came by mistake: nothing of them is about this case."""
    these = (CaseParty.case_id == case_id, CaseParty.state == PartyState.TAKEN_OUT)
    return set(db.session.scalars(select(CaseParty.id).where(*these)))


def _was_assessed(case_id: UUID) -> bool:
    assessing = select(CaseEvent.id).where(CaseEvent.case_id == case_id, CaseEvent.to_stage == Stage.ASSESSING)
    return db.session.execute(assessing.limit(1)).first() is not None


def _one(table: type[Base], condition: Any) -> Values | None:
    row = db.session.execute(select(table).where(condition)).scalar_one_or_none()
    return plain(row) if row is not None else None


def _all(table: type[Base], condition: Any) -> list[Values]:
    return [plain(row) for row in db.session.scalars(select(table).where(condition).order_by(table.__table__.c.id))]


def _people(case: Case) -> Iterator[PersonPacked]:
    """All but those whom another service keeps, who are not ours to hand on, and those who came by mistake."""
    ours = select(CaseParty).where(
        CaseParty.case_id == case.id, CaseParty.kept_by_id.is_(None), CaseParty.state != PartyState.TAKEN_OUT
    )
    for party in db.session.scalars(ours.order_by(CaseParty.added_at)):
        yield pack_person(case, party)


def pack_person(case: Case, party: CaseParty, *, only_to_reach: bool = False) -> PersonPacked:
    """One party; ``only_to_reach``: no more of them than it takes to ask them."""
    packed = replace(
        somebody(party.person_id, case.incident_id), key=str(party.id), party=plain(party),
        supporters=_all(CaseSupporter, CaseSupporter.party_id == party.id),
    )
    return replace(packed, needs=None, equality=None, consents=[], supporters=[]) if only_to_reach else packed


def somebody(person_id: UUID, incident_id: UUID) -> PersonPacked:
    """What is known of a person, wherever they appear, and what they agreed to about this."""
    about = or_(
        Consent.incident_id == incident_id, Consent.incident_id.is_(None),
        Consent.purpose == Purpose.STORE_AND_CONTACT,
    )
    return PersonPacked(
        key="", party={}, person=plain(db.session.get_one(Person, (scope.current_tenant_id(), person_id))),
        needs=_one(PersonNeeds, PersonNeeds.person_id == person_id),
        equality=_one(EqualityAnswers, EqualityAnswers.person_id == person_id),
        ways=_all(ContactPoint, ContactPoint.person_id == person_id),
        consents=_all(Consent, (Consent.person_id == person_id) & about), supporters=[],
    )


def _timeline(case_id: UUID, names: Names) -> Iterator[HappenedBefore]:
    apart = _taken_out(case_id)
    for event in (one for one in reversed(events_of(case_id)) if one.party_id not in apart):
        yield HappenedBefore(
            happened_on=event.happened_on, recorded_at=event.recorded_at, episode=event.episode,
            audience=event.audience, party=str(event.party_id) if event.party_id else None,
            told=str(titles.SENTENCES[EventKind(event.kind)](names.name_of(event.party_id), event)), note=event.note,
        )


def _files(case_id: UUID) -> Iterator[FilePacked]:
    """The files of the case and of the referrals that led to it; never one that is infected."""
    clean = Document.scan != Scan.INFECTED
    own = select(Document, CaseDocument.audience, CaseDocument.party_id).join(
        CaseDocument, CaseDocument.document_id == Document.id
    ).where(CaseDocument.case_id == case_id, clean)
    apart = _taken_out(case_id)
    for row in (one for one in db.session.execute(own) if one.party_id not in apart):
        yield _file(row.Document, row.audience, row.party_id)
    yield from sent_files(Referral.case_id == case_id)


def sent_files(which: ColumnElement[bool]) -> Iterator[FilePacked]:
    """What came with referrals; never a file that is infected."""
    sent = (
        select(Document).join(ReferralDocument, ReferralDocument.document_id == Document.id)
        .join(Referral, Referral.id == ReferralDocument.referral_id).where(which, Document.scan != Scan.INFECTED)
    )
    for document in db.session.scalars(sent):
        yield _file(document, "facilitators", None)


def _file(document: Document, audience: str, party_id: UUID | None) -> FilePacked:
    data = storage.get(document.storage_key).data
    return FilePacked(name=document.name, data=data, audience=audience, party=str(party_id) if party_id else None)


def _records(case_id: UUID, names: Names) -> dict[str, list[Values]]:
    """Every row that hangs on the case and does not cross as what it is, table by table, parents first."""
    found: dict[str, set[UUID]] = {"cases": {case_id}}
    apart = _taken_out(case_id)
    records: dict[str, list[Values]] = {}
    for table in METADATA.sorted_tables:
        if table.name in policy.LEFT_BEHIND or table.name == "cases":
            continue
        hanging = [table.c[column].in_(found[parent]) for column, parent in _parents(table) if found.get(parent)]
        rows = db.session.execute(select(table).where(or_(*hanging)).order_by(table.c.id)).all() if hanging else []
        rows = [row for row in rows if not any(isinstance(value, UUID) and value in apart for value in row)]
        found[table.name] = {row.id for row in rows}
        if rows and table.name not in policy.WORKED_ON:
            records[table.name] = [readable(row._mapping, names) for row in rows]
    return records


def _parents(table: Table) -> Iterator[tuple[str, str]]:
    for key in table.foreign_key_constraints:
        columns = [column.name for column in key.columns]
        if len(columns) == 2:
            yield columns[1], key.referred_table.name


def readable(row: Any, names: Names) -> Values:
    told = {name: _told(value, names) for name, value in row.items() if name not in NOT_TOLD}
    return {name: value for name, value in told.items() if value not in {None, ""}}


def _told(value: Any, names: Names) -> str | None:
    """A value as people read it; ids of people as their names, other keys not at all."""
    if isinstance(value, UUID):
        return names.staff.get(value) or names.parties.get(value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, datetime):
        return uk_datetime(value)
    if isinstance(value, date):
        return uk_date(value)
    if value is None or isinstance(value, bytes):
        return None
    return str(value).replace("_", " ").capitalize() if CODE.fullmatch(str(value)) else str(value)
