"""Nothing of an erased case can be read any more: a mark in every sealed column of every table proves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from cases import Casework
from erasing import close, erase
from files import PDF
from marked_rows import MarkedRows, mark_rows
from sqlalchemy import LargeBinary, select

from concord import storage
from concord.database import METADATA, db
from concord.database.columns import is_sealed, uuid7
from concord.web.dates import uk_today
from harness import Service, StaffAccount
from tenants.casework import service as casework
from tenants.casework.models import CaseParty
from tenants.casework.record_models import CaseDocument
from tenants.documents import service as documents
from tenants.documents.models import Document
from tenants.handover.models import Handover, HandoverRecord
from tenants.people.models import Person
from tenants.referrals.models import Incident, Referral

# Sealed columns that are no part of any case, and what they are.
OF_NO_CASE = {
    "practice_records.words": "what staff learn",
    "referral_drafts.answers": "not sent; gone within a day",
    "saved_filters.name": "a list of somebody of the team",
    "venues.address": "a place for all cases",
    "venues.name": "a place for all cases",
    "venues.notes": "a place for all cases",
}


def left_of(marked: MarkedRows) -> set[str]:
    """The columns in which a mark still opens."""
    found = set()
    for table in METADATA.sorted_tables:
        for column in filter(is_sealed, table.columns):
            words = str(db.session.scalars(select(column)).all())
            found |= {place for mark, place in marked.marks.items() if mark in words}
    return found


def tokens_of(marked: MarkedRows) -> dict[str, bytes]:
    """Each hash in the rows of a case."""
    return {
        f"{name}.{column.name}": value for name, row in marked.own.items()
        for column in METADATA.tables[name].columns if type(column.type) is LargeBinary
        and (value := db.session.scalars(select(column).where(column.table.c.id == row)).first())
    }


def test_no_mark_of_an_erased_case_opens_anywhere_and_those_of_another_all_do(
    cases: Casework, officer: StaffAccount
) -> None:
    gone, stays = cases.case_of_two(), cases.case_of_two()
    with cases.world.inside(cases.service):
        close(cases, gone)
        erased, kept = (mark_rows(case_id, cases.service.id) for case_id in (gone, stays))
        everything, tokens = left_of(kept), tokens_of(erased)
        assert left_of(erased) == everything == set(erased.marks.values())
        assert {"note_tokens.token", "person_tokens.token", "one_use_links.word_hash"} <= tokens.keys()
        erase(cases, gone, officer)
        db.session.commit()
        assert left_of(erased) == set(OF_NO_CASE)
        assert left_of(kept) == everything
        after = tokens_of(erased)
        assert [name for name, token in tokens.items() if after.get(name) == token and not _elsewhere(name)] == []


def _elsewhere(name: str) -> bool:
    """Of accounts and visitors, not of a case."""
    return name.startswith(("account_", "calendar_", "invitations", "preview_", "recovery_", "sign_in_", "test_mails",
                            "referral_drafts", "audit_"))


def test_what_joined_a_case_and_what_a_service_wrote_before_it_is_erased_too_and_nothing_that_joined_another(
    cases: Casework, officer: StaffAccount, other_service: Service
) -> None:
    brought, joined, others, shared = (cases.refer(f"{name} Example") for name in ("Bo", "Jo", "Mo", "Flo"))
    with cases.world.inside(cases.service):
        handover = Handover(
            id=uuid7(), crossing_id=uuid7(), direction="in", state="moved", other_id=other_service.id,
            why="moved_home", about="referral", referral_id=brought, preview={}, expires_on=uk_today(),
            moved_at=datetime.now(UTC),
        )
        db.session.add(handover)
        db.session.flush()
        db.session.add(HandoverRecord(handover_id=handover.id, part="notes", position=0, content={"words": "Told."}))
        case_id, other = (
            casework.accept(one, cases.manager.id, cases.act(), conflict=False) for one in (brought, others)
        )
        for one, where in ((joined, case_id), (shared, other)):
            casework.join(one, where, cases.act())
        about = {row.id: row.incident_id for row in db.session.scalars(select(Referral))}
        close(cases, case_id)
        erase(cases, case_id, officer)
        db.session.commit()
        told = {row.id: row.summary for row in db.session.scalars(select(Incident))}
        assert [bool(told[about[one]]) for one in (brought, joined, shared)] == [False, False, True]
        assert db.session.scalars(select(HandoverRecord.content)).all() == [{}]


def test_files_of_an_erased_case_are_gone_from_storage(cases: Casework, officer: StaffAccount) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        close(cases, case_id)
        document = documents.add("zqfile.pdf", PDF)
        db.session.add(CaseDocument(case_id=case_id, document_id=document))
        db.session.flush()
        key = db.session.scalars(select(Document.storage_key)).one()
        erase(cases, case_id, officer)
        db.session.commit()
        assert stored() == [key]
    cases.world.run_outbox(cases.service)
    with cases.world.inside(cases.service):
        assert stored() == []
        assert db.session.scalars(select(Document.id)).all() == []


def stored() -> list[str]:
    return storage.keys(documents.SHELF, before=datetime.now(UTC) + timedelta(hours=1))


def test_somebody_whom_another_case_knows_is_erased_with_the_last_of_them(
    cases: Casework, officer: StaffAccount
) -> None:
    first, last = cases.case_of_two(), cases.case()
    with cases.world.inside(cases.service):
        person = db.session.scalars(select(CaseParty.person_id).where(CaseParty.case_id == first)).first()
        db.session.add(CaseParty(case_id=last, person_id=person, role="responsible"))
        for case_id in (first, last):
            close(cases, case_id)
        erase(cases, first, officer)
        assert _name(person)
        erase(cases, last, officer)
        assert _name(person) == ""


def _name(person_id: UUID | None) -> str:
    return db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
