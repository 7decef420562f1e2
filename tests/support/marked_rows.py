"""A row of one case in every table that can hold something of it, with a mark in each sealed column.

The tables are those that the models know, not those that some code under test finds: a new one is marked, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rows import insert_row, parents
from sqlalchemy import Connection, LargeBinary, Table, UniqueConstraint, select, update

from concord.database import METADATA, db
from concord.database.columns import EncryptedJson, is_sealed
from tenants.casework.models import Case, CaseParty
from tenants.people.models import ContactPoint
from tenants.referrals.models import Referral

# Where a row must point to something else than the first of its kind, or to nothing.
NOT_POINTING = {
    "activity_attendees": {"supporter_id"}, "referral_documents": {"draft_id"}, "handovers": {"referral_id"},
}


@dataclass
class MarkedRows:
    """``own`` is one row of the case in each table; ``marks`` says for each mark in which column it was put."""

    connection: Connection
    tenant_id: UUID
    own: dict[str, UUID]
    people: list[UUID]
    parties: list[UUID]
    marks: dict[str, str] = field(default_factory=dict)

    def mark_all(self) -> None:
        needed = _needed()
        for table in METADATA.sorted_tables:
            if table.name in self.own or table.name in needed:
                given = self._pointing(table) | self._special(table.name)
                there = self.own.get(table.name) or self._there(table, given)
                self.own[table.name] = self._change(table, there) if there else insert_row(
                    self.connection, table.name, self.tenant_id, **(given | self._marks(table))
                )

    def _there(self, table: Table, given: dict[str, Any]) -> UUID | None:
        """The row that stands where this one would: there may be one only."""
        for key in table.constraints:
            names = {column.name for column in getattr(key, "columns", ())} - {"tenant_id"}
            if isinstance(key, UniqueConstraint) and names <= given.keys():
                same = (table.c[name] == given[name] for name in names)
                return self.connection.execute(select(table.c.id).where(*same)).scalar_one_or_none()
        return None

    def _change(self, table: Table, row: UUID) -> UUID:
        if marks := self._marks(table):
            self.connection.execute(update(table).where(table.c.id == row).values(marks))
        return row

    def _marks(self, table: Table) -> dict[str, Any]:
        made = {}
        for column in filter(is_sealed, table.columns):
            mark = f"zq{self.own['cases'].hex[-8:]}x{len(self.marks)}x"
            self.marks[mark] = f"{table.name}.{column.name}"
            made[column.name] = {"said": mark} if isinstance(column.type, EncryptedJson) else mark
        return made

    def _pointing(self, table: Table) -> dict[str, UUID]:
        skipped = NOT_POINTING.get(table.name, set())
        return {
            name: self.own[parent] for name, parent in parents(table.name).items()
            if parent in self.own and parent != table.name and name not in skipped
        }

    def _special(self, name: str) -> dict[str, Any]:
        first, second = sorted(self.people)
        one, other = self.parties
        special: dict[str, dict[str, Any]] = {
            "person_matches": {"first_id": first, "second_id": second},
            "exchanges": {"from_party_id": one, "to_party_id": other},
            "tellings": {"about_party_id": one},
            "form_drafts": {"path": f"/team/cases/{self.own['cases']}/note"},
            "case_documents": {"addressed_to": None},
            "equality_answers": {"declined": False},
            "handovers": {"their_role": "responsible", "we_lead": True, "state": "together"},
        }
        return special.get(name, {})


def _needed() -> set[str]:
    """Tables with sealed columns or with tokens, and all that they point to."""
    found = {
        table.name for table in METADATA.sorted_tables if table.info["kind"] == "service"
        and any(is_sealed(column) or isinstance(column.type, LargeBinary) for column in table.columns)
    }
    while more := {parent for name in found for parent in parents(name).values()} - found:
        found |= more
    return found - {"accounts", "service_keys"}


def mark_rows(case_id: UUID, tenant_id: UUID) -> MarkedRows:
    """Inside the scope of its service."""
    case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
    parties = db.session.scalars(select(CaseParty).where(CaseParty.case_id == case_id).order_by(CaseParty.id)).all()
    person_id = parties[0].person_id
    own = {
        "cases": case_id, "incidents": case.incident_id, "people": person_id, "case_parties": parties[0].id,
        "referrals": db.session.scalars(select(Referral.id).where(Referral.case_id == case_id)).first(),
        "contact_points": db.session.scalars(
            select(ContactPoint.id).where(ContactPoint.person_id == person_id)
        ).first(),
    }
    made = MarkedRows(
        db.session.connection(), tenant_id, {name: row for name, row in own.items() if row},
        [party.person_id for party in parties], [party.id for party in parties],
    )
    made.mark_all()
    return made
