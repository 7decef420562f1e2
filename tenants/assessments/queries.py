"""Reads of assessments, risk actions and other agencies: plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.web.dates import uk_today
from tenants.assessments import policy
from tenants.assessments.models import AgencyRecord, Assessment, RiskAction
from tenants.assessments.policy import Kind
from tenants.assessments.questions import FORMS, Questions
from tenants.assessments.rating import Suggestion, suggest
from tenants.casework.kinds import Duty
from tenants.casework.models import CaseMember
from tenants.casework.policy import OUT
from tenants.casework.queries import CaseView, PartyView


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment as it was written down."""

    id: UUID
    party_id: UUID
    kind: str
    form_version: str
    episode: int
    answers: dict[str, Any]
    suggested: str
    rating: str
    rating_reason: str | None
    assessed_on: date
    review_on: date
    recorded_at: datetime
    assessor: str

    @property
    def form(self) -> Questions:
        return FORMS[self.form_version]

    @property
    def words(self) -> str | None:
        return self.answers.get("words")

    @property
    def until(self) -> date:
        """The last day on which it still counts for the step it was made for."""
        return self.assessed_on + (policy.RISK_HOLDS if self.kind == Kind.RISK else policy.HOLDS)

    @property
    def outdated(self) -> bool:
        return self.until < uk_today()

    def suggestion(self, role: str) -> Suggestion:
        return suggest(self.form, role, self.answers)


@dataclass(frozen=True)
class PartyAssessments:
    """One person of the case, with the newest assessment of each kind in the case's episode."""

    party: PartyView
    newest: dict[str, AssessmentRow]


@dataclass(frozen=True)
class ActionRow:
    id: UUID
    party_id: UUID | None
    what: str
    high: bool
    owner_id: UUID
    owner: str
    due_on: date
    done_on: date | None
    evidence: str | None

    @property
    def late(self) -> bool:
        return self.done_on is None and self.due_on < uk_today()


@dataclass(frozen=True)
class AgencyRow:
    agency: str
    kind: str
    answer: str | None
    happened_on: date
    words: str | None
    recorded_by: str


@dataclass(frozen=True)
class Member:
    """Somebody on the case beside its lead."""

    account_id: UUID
    name: str
    duty: str


def history(case_id: UUID, *, party_id: UUID | None = None, kind: str | None = None) -> list[AssessmentRow]:
    """Assessments of a case, newest first."""
    where = [Assessment.case_id == case_id]
    if party_id:
        where.append(Assessment.party_id == party_id)
    if kind:
        where.append(Assessment.kind == kind)
    statement = (
        select(
            Assessment.id, Assessment.party_id, Assessment.kind, Assessment.form_version, Assessment.episode,
            Assessment.answers, Assessment.suggested, Assessment.rating, Assessment.rating_reason,
            Assessment.assessed_on, Assessment.review_on, Assessment.recorded_at, Account.name,
        )
        .join(Account, Account.id == Assessment.assessor_id).where(*where)
        .order_by(Assessment.assessed_on.desc(), Assessment.recorded_at.desc())
    )
    return [AssessmentRow(*row) for row in db.session.execute(statement)]


def by_party(case: CaseView, rows: Sequence[AssessmentRow], episode: int) -> list[PartyAssessments]:
    """The newest of each kind for everybody who is part of the case now."""
    return [
        PartyAssessments(party, _newest(row for row in rows if row.party_id == party.id and row.episode == episode))
        for party in case.ours if party.state not in OUT
    ]


def risks(people: Iterable[PartyAssessments]) -> list[str]:
    """How high the risk with each person is, as far as it was assessed."""
    return [one.newest[Kind.RISK].rating for one in people if Kind.RISK in one.newest]


def _newest(rows: Iterable[AssessmentRow]) -> dict[str, AssessmentRow]:
    found: dict[str, AssessmentRow] = {}
    for row in rows:
        found.setdefault(row.kind, row)
    return found


def actions_of(case_id: UUID) -> list[ActionRow]:
    """What is done about risks: open ones first, by day."""
    statement = (
        select(
            RiskAction.id, RiskAction.party_id, RiskAction.what, RiskAction.high, RiskAction.owner_id, Account.name,
            RiskAction.due_on, RiskAction.done_on, RiskAction.evidence,
        )
        .join(Account, Account.id == RiskAction.owner_id).where(RiskAction.case_id == case_id)
        .order_by(RiskAction.done_on.is_not(None), RiskAction.due_on, RiskAction.id)
    )
    return [ActionRow(*row) for row in db.session.execute(statement)]


def agency_record(case_id: UUID) -> list[AgencyRow]:
    """What other agencies were asked, told or met for, newest first."""
    statement = (
        select(
            AgencyRecord.agency, AgencyRecord.kind, AgencyRecord.answer, AgencyRecord.happened_on,
            AgencyRecord.words, Account.name,
        )
        .join(Account, Account.id == AgencyRecord.recorded_by).where(AgencyRecord.case_id == case_id)
        .order_by(AgencyRecord.happened_on.desc(), AgencyRecord.recorded_at.desc())
    )
    return [AgencyRow(*row) for row in db.session.execute(statement)]


def members(case_id: UUID) -> list[Member]:
    """Who is on the case beside its lead: those who work on it first, then those who may only read it."""
    statement = (
        select(CaseMember.account_id, Account.name, CaseMember.duty)
        .join(Account, Account.id == CaseMember.account_id).where(CaseMember.case_id == case_id)
        .order_by(CaseMember.duty == Duty.READS, Account.name)
    )
    return [Member(*row) for row in db.session.execute(statement)]
