"""What invented lives are written into: the rows of one service, collected table by table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.sql.schema import ScalarElementColumnDefault

from concord.database import Base
from tenants.agreements.models import Agreement, AgreementItem, FollowUp
from tenants.assessments.models import Assessment
from tenants.casework.models import Case, CaseEvent, CaseMember, CaseParty, ContactAttempt
from tenants.casework.record_models import CaseFacts, Task
from tenants.feedback.models import SurveyAnswer, SurveyInvitation, WellbeingScore
from tenants.meetings.exchange_models import Exchange
from tenants.meetings.models import Activity, ActivityFacilitator, ActivityParty, PreparationMeeting, Venue
from tenants.people.models import Consent, ContactCheck, ContactPoint, Person, PersonNeeds
from tenants.practice.models import PracticeRecord
from tenants.referrals.models import Incident, Referral
from tenants.referrals.reference import ALPHABET
from tenants.referrals.triage_models import ConflictDeclaration
from tenants.registry.parts import Policy

# Tables in the order in which their rows may be written.
TABLES: tuple[type[Base], ...] = (
    PracticeRecord, Venue, Incident, Person, ContactPoint, ContactCheck, Consent, PersonNeeds, Case, Referral,
    CaseParty, CaseFacts, CaseMember, ConflictDeclaration, ContactAttempt, CaseEvent, Assessment, PreparationMeeting,
    Activity, ActivityFacilitator, ActivityParty, Exchange, Agreement, AgreementItem, FollowUp, SurveyInvitation,
    SurveyAnswer, WellbeingScore, Task,
)
Rows = dict[type[Base], list[dict[str, Any]]]


@cache
def _defaults(table: type[Base]) -> dict[str, Any]:
    """What a column holds when nobody says anything: rows are copied into the database past the ORM, which knows it."""
    defaults = ((column.name, column.default) for column in table.__table__.columns)
    return {name: default.arg for name, default in defaults if isinstance(default, ScalarElementColumnDefault)}


@dataclass(frozen=True)
class Staff:
    """The accounts of an invented service. The last of the facilitators is a volunteer, and has few cases."""

    coordinator: UUID
    manager: UUID
    supervisor: UUID
    facilitators: tuple[UUID, ...]

    @property
    def leads(self) -> tuple[UUID, ...]:
        """Whoever is there more often is chosen more often."""
        *paid, volunteer = self.facilitators
        return (*paid, *paid, *paid, volunteer)


@dataclass
class Writer:
    """Collects the rows of one service. Ids follow from the seed, so the same day gives the same data."""

    random: Random
    staff: Staff
    prefix: str
    today: date
    area: str
    policy: Policy = field(default_factory=Policy)
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    references: set[str] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)
    venues: list[UUID] = field(default_factory=list)  # where anybody may meet

    def add(self, table: type[Base], **values: Any) -> UUID:
        row_id = self.key()
        self.rows[table].append({"id": row_id, **_defaults(table), **values})
        return row_id

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def reference(self) -> str:
        while True:
            signs = "".join(self.random.choices(ALPHABET, k=6))
            reference = f"{self.prefix}-{signs[:4]}-{signs[4:]}"
            if reference not in self.references:
                self.references.add(reference)
                return reference

    def phone(self) -> str:
        """One of the mobile numbers that Ofcom keeps for drama: it never rings. While they last, each is one's own."""
        if not self.numbers:
            self.numbers = self.random.sample(range(1000), 1000)
        return f"07700 900{self.numbers.pop():03}"
