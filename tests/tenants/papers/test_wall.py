"""Nothing of one side ever stands on what is made for the other: a mark in every field of both proves it."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from cases import Casework
from pypdf import PdfReader
from rows import FITTING, insert_row, parents, service_tables
from sqlalchemy import Connection, Table, insert, select, update

from concord.database import METADATA, db
from concord.database.columns import EncryptedText, uuid7
from concord.web.colours import Colours
from harness import World
from tenants.casework.models import Audience, Case, CaseEvent, CaseParty
from tenants.papers import calendars, letters
from tenants.papers.pdf import Letterhead, letter_pdf
from tenants.papers.reading import side_view
from tenants.papers.service import write_letter
from tenants.papers.spill import NAMES, WAYS, spilled
from tenants.people.models import Person
from tenants.referrals.models import PartyRole

SIDES = (Audience.HARMED, Audience.RESPONSIBLE)
# Which column says to whom a row belongs, where it is not its party's or its person's.
BELONGING = ("audience", "visibility")


@dataclass
class Marked:
    """A case in which each field of each side holds a mark of its own."""

    case_id: UUID
    parties: dict[str, UUID]
    marks: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    tables: set[str] = field(default_factory=set)


def sealed(table: Table) -> list[str]:
    """Its columns that hold people's own words and details."""
    return [column.name for column in table.columns if isinstance(column.type, EncryptedText)]


class Marker:
    """Writes a row into each table that can hold something of a side, with a mark in each sealed column."""

    def __init__(self, connection: Connection, tenant_id: UUID, marked: Marked, people: dict[str, UUID]) -> None:
        self.connection, self.tenant_id, self.marked, self.people = connection, tenant_id, marked, people
        self.numbers = count()

    def marks(self, side: str, table: Table) -> dict[str, Any]:
        made = {name: f"{side}mark{next(self.numbers)}x" for name in sealed(table)}
        self.marked.marks[side] |= set(made.values())
        self.marked.tables.add(table.name)
        return made

    def mark_all(self) -> None:
        for side in SIDES:
            person = update(METADATA.tables["people"]).where(METADATA.tables["people"].c.id == self.people[side])
            self.connection.execute(person.values(self.marks(side, METADATA.tables["people"])))
            for name in service_tables():
                if sealed(METADATA.tables[name]) and name != "people":
                    self._mark(side, METADATA.tables[name])
            self._paper(side)

    def _mark(self, side: str, table: Table) -> None:
        pointing = parents(table.name)
        (other,) = set(SIDES) - {Audience(side)}
        # Whose a row is stands first: who writes an exchange, who owes what was agreed.
        columns = [name for name in table.columns.keys() if pointing.get(name) == "case_parties"]  # noqa: SIM118 - names
        given: dict[str, Any] = dict.fromkeys(columns[1:], self.marked.parties[other])
        given |= dict.fromkeys(columns[:1], self.marked.parties[side])
        person = self.people[side]
        given |= {name: person for name, to in pointing.items() if to == "people" and name == "person_id"}
        given |= {name: side for name in BELONGING if name in table.columns}
        if not given or table.name == "contact_points":
            return
        given |= {name: self.marked.case_id for name, to in pointing.items() if to == "cases"}
        given |= {name: self._agreement(side) for name, to in pointing.items() if to == "agreements"}
        insert_row(self.connection, table.name, self.tenant_id, **(given | self._special(table.name)
                                                                   | self.marks(side, table)))

    def _special(self, table: str) -> dict[str, Any]:
        """What makes a row of this table one that is shown at all."""
        shown: dict[str, dict[str, Any]] = {
            "case_events": {"kind": "note", "to_stage": None, "happened_on": datetime.now(UTC).date()},
            "agreement_items": {"status": "proposed"},
        }
        return shown.get(table, {})

    def _agreement(self, side: str) -> UUID:
        return insert_row(
            self.connection, "agreements", self.tenant_id, case_id=self.marked.case_id,
            party_id=self.marked.parties[side], status="agreed",
        )

    def _paper(self, side: str) -> None:
        """A way for post that is safe, and a file, of this side."""
        points = METADATA.tables["contact_points"]
        insert_row(self.connection, "contact_points", self.tenant_id, **(
            {"person_id": self.people[side], "kind": "post", "standing": "safe"} | self.marks(side, points)
        ))
        named = FITTING["documents"] | self.marks(side, METADATA.tables["documents"])
        document = insert_row(self.connection, "documents", self.tenant_id, **named)
        files = METADATA.tables["case_documents"]
        self.connection.execute(insert(files).values(
            tenant_id=self.tenant_id, id=uuid7(), case_id=self.marked.case_id, document_id=document, audience=side,
            party_id=self.marked.parties[side], added_at=datetime.now(UTC),
        ))


@pytest.fixture
def marked(cases: Casework) -> Marked:
    """The case of two, marked, with a meeting that is arranged."""
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        made = Marked(case_id, cases.parties(case_id))
        rows = db.session.execute(select(CaseParty.role, CaseParty.person_id).where(CaseParty.case_id == case_id))
        people = {row.role: row.person_id for row in rows}
        Marker(db.session.connection(), cases.service.id, made, people).mark_all()
        begins = datetime.now(UTC) + timedelta(days=7)
        insert_row(
            db.session.connection(), "activities", cases.service.id, case_id=case_id, status="confirmed",
            starts_at=begins, ends_at=begins + timedelta(hours=1),
            venue_id=insert_row(db.session.connection(), "venues", cases.service.id, name="Quaker Hall",
                                address="1 Any Street"),
        )
        db.session.commit()
    return made


def rendered(marked: Marked, side: str) -> Iterator[tuple[str, str]]:
    """Everything that can be made for one side: its name, and its text."""
    view = side_view(marked.case_id, marked.parties[side])
    assert view is not None
    for letter in letters.letters().values():
        data = letter_pdf(
            letter, view, letters.Sender("01632 960001"), Letterhead("Service", Colours()), "My own words.",
            datetime.now(UTC).date(),
        )
        yield letter.code, " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    yield "calendar", calendars.entry(view, "service.example").decode()


@pytest.mark.parametrize("side", SIDES)
def test_what_is_made_for_one_side_holds_its_own_marks_and_none_of_the_others(
    cases: Casework, marked: Marked, side: Audience
) -> None:
    (other,) = set(SIDES) - {side}
    assert len(marked.marks[side]) > 20
    with cases.world.inside(cases.service):
        made = dict(rendered(marked, side))
    pages = cases.world.sign_in(cases.service, cases.manager)
    for part in ("print", "calendar"):
        address = f"/team/cases/{marked.case_id}/side/{marked.parties[side]}/{part}"
        made[part] = pages.get(address).get_data(as_text=True)
    for name, text in made.items():
        squeezed = "".join(text.split())
        assert [mark for mark in marked.marks[other] if mark in squeezed] == [], name
    everything = "".join("".join(made.values()).split())
    assert {"people", "contact_points", "case_events", "agreement_items", "documents"} <= marked.tables
    assert sum(mark in everything for mark in marked.marks[side]) >= 5


def test_a_mark_of_the_other_side_would_be_found(cases: Casework, marked: Marked) -> None:
    """The search itself can fail: the other side's own paper holds what was looked for."""
    with cases.world.inside(cases.service):
        text = "".join("".join(text for _name, text in rendered(marked, Audience.RESPONSIBLE)).split())
    assert any(mark in text for mark in marked.marks[Audience.RESPONSIBLE])


def test_a_calendar_entry_tells_nobody_what_it_is_for(cases: Casework, marked: Marked) -> None:
    with cases.world.inside(cases.service):
        view = side_view(marked.case_id, marked.parties[PartyRole.HARMED])
        assert view is not None
        entry = calendars.entry(view, "service.example").decode()
        reference = db.session.execute(select(Case.reference).where(Case.id == marked.case_id)).scalar_one()
    for told in (reference, view.name, view.lead, "Quaker", "restorative", "case"):
        assert told.lower() not in entry.lower()
    assert "SUMMARY:Appointment" in entry


@pytest.mark.parametrize(("words", "refused"), [
    ("We talked about Rhys.", NAMES),
    ("Call 07700 900 321 if you like.", WAYS),
    ("We talked about your bicycle.", None),
])
def test_own_words_that_would_tell_of_the_other_side_are_refused(
    cases: Casework, words: str, refused: object
) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        found = spilled(case_id, cases.parties(case_id)[PartyRole.HARMED], words)
        assert found == ([refused] if refused else [])


def test_a_letter_to_one_of_two_people_harmed_is_not_a_paper_of_the_others(cases: Casework, world: World) -> None:
    case_id = cases.case()
    with world.inside(cases.service):
        party = cases.parties(case_id)[PartyRole.HARMED]
        write_letter(case_id, party, letters.letters()["first_contact-1"], "", cases.act())
        person = db.session.execute(select(Person.id)).scalar_one()
        other = insert_row(db.session.connection(), "case_parties", cases.service.id, case_id=case_id,
                           role="harmed", responsibility="not_asked")
        db.session.commit()
        own, others = side_view(case_id, party), side_view(case_id, other)
        assert own is not None
        assert others is not None
        assert (len(own.papers), len(others.papers)) == (1, 0)
        assert person is not None
        told = select(CaseEvent.audience).where(CaseEvent.kind == "paper_made")
        assert db.session.execute(told).scalar_one() == Audience.HARMED
