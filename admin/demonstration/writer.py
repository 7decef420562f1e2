"""What invented lives are written into: the rows of one service, collected table by table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.sql.schema import ScalarElementColumnDefault

from concord.database import Base
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.meetings.models import Activity
from tenants.people.models import Consent, ContactCheck, ContactPoint, Person
from tenants.referrals.models import Incident, Referral
from tenants.referrals.reference import ALPHABET
from tenants.referrals.triage_models import ConflictDeclaration

# Tables in the order in which their rows may be written.
TABLES: tuple[type[Base], ...] = (
    Incident, Person, ContactPoint, ContactCheck, Consent, Case, Referral, CaseParty, ConflictDeclaration,
    ContactAttempt, CaseEvent, Activity,
)
Rows = dict[type[Base], list[dict[str, Any]]]


def _defaults(table: type[Base]) -> dict[str, Any]:
    """What a column holds when nobody says anything: rows are copied into the database past the ORM, which knows it."""
    defaults = ((column.name, column.default) for column in table.__table__.columns)
    return {name: default.arg for name, default in defaults if isinstance(default, ScalarElementColumnDefault)}


@dataclass(frozen=True)
class Staff:
    """The accounts of an invented service."""

    coordinator: UUID
    manager: UUID
    facilitators: tuple[UUID, ...]


@dataclass
class Writer:
    """Collects the rows of one service. Ids follow from the seed, so the same day gives the same data."""

    random: Random
    staff: Staff
    prefix: str
    today: date
    area: str
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    references: set[str] = field(default_factory=set)

    def add(self, table: type[Base], **values: Any) -> UUID:
        row_id = UUID(int=self.random.getrandbits(128), version=4)
        self.rows[table].append({"id": row_id, **_defaults(table), **values})
        return row_id

    def reference(self) -> str:
        while True:
            signs = "".join(self.random.choices(ALPHABET, k=6))
            reference = f"{self.prefix}-{signs[:4]}-{signs[4:]}"
            if reference not in self.references:
                self.references.add(reference)
                return reference
