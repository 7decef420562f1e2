"""A case of two sides with a mark of its own in every field that can hold something of one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from cases import Casework
from rows import FITTING, insert_row, parents, service_tables
from sqlalchemy import Connection, Table, insert, select, update

from concord.database import METADATA, db
from concord.database.columns import EncryptedText, uuid7
from tenants.casework.kinds import Audience
from tenants.casework.models import CaseParty

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


def mark_case(cases: Casework) -> Marked:
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
