"""Reads of feedback: who was asked, how people of a case cope, and the questions of the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from tenants.casework.models import Case, CaseParty
from tenants.feedback.models import SurveyInvitation, SurveyQuestion, WellbeingScore
from tenants.feedback.policy import InvitationStatus, Need
from tenants.people.models import Purpose
from tenants.people.queries import given


@dataclass(frozen=True)
class InvitationRow:
    """Whether one person was asked; their answers are not for the page of the case."""

    party_id: UUID
    status: str
    why_not: str | None
    offered_on: date


@dataclass(frozen=True)
class ScoreRow:
    """How somebody coped at one moment, by need."""

    party_id: UUID
    moment: str
    scored_on: date
    scores: dict[str, int | None]


@dataclass(frozen=True)
class QuestionRow:
    """A question of the service's own."""

    id: UUID
    words: str
    words_cy: str | None
    kind: str
    ended: bool

    def said(self, language: str) -> str:
        return self.words_cy if language == "cy" and self.words_cy else self.words

    def said_in(self, language: str) -> str:
        return "cy" if language == "cy" and self.words_cy else "en"


def invitations_of(case_id: UUID) -> dict[UUID, InvitationRow]:
    """By party, of the case's episode."""
    statement = (
        select(SurveyInvitation.party_id, SurveyInvitation.status, SurveyInvitation.why_not,
               SurveyInvitation.offered_on)
        .join(Case, Case.id == SurveyInvitation.case_id)
        .where(SurveyInvitation.case_id == case_id, SurveyInvitation.episode == Case.episode)
    )
    return {row.party_id: InvitationRow(*row) for row in db.session.execute(statement)}


def offered_to(case_id: UUID) -> list[tuple[UUID, UUID]]:
    """Invitation and party of each who was asked, has said nothing yet, and still agrees to be asked."""
    still = given(CaseParty.person_id, Case.incident_id, Purpose.SURVEY, episode=Case.episode)
    statement = (
        select(SurveyInvitation.id, SurveyInvitation.party_id)
        .join(Case, Case.id == SurveyInvitation.case_id).join(CaseParty, CaseParty.id == SurveyInvitation.party_id)
        .where(
            Case.id == case_id, SurveyInvitation.episode == Case.episode,
            SurveyInvitation.status == InvitationStatus.OFFERED, still,
        )
    )
    return [(row.id, row.party_id) for row in db.session.execute(statement.order_by(SurveyInvitation.id))]


def is_waiting(invitation_id: UUID) -> bool:
    """Whether an invitation can still be answered."""
    statement = select(SurveyInvitation.status).where(SurveyInvitation.id == invitation_id)
    return db.session.execute(statement).scalar_one_or_none() == InvitationStatus.OFFERED


def scores_of(case_id: UUID) -> list[ScoreRow]:
    """The newest of each person and moment in the case's episode."""
    statement = (
        select(WellbeingScore).join(Case, Case.id == WellbeingScore.case_id)
        .where(WellbeingScore.case_id == case_id, WellbeingScore.episode == Case.episode)
        .order_by(WellbeingScore.recorded_at)
    )
    newest = {(row.party_id, row.moment): row for row in db.session.scalars(statement)}
    return [
        ScoreRow(row.party_id, row.moment, row.scored_on, {need: getattr(row, need) for need in Need})
        for row in newest.values()
    ]


def own_questions(*, ended: bool = False) -> list[QuestionRow]:
    """The service's own questions in their order; with those that ended when asked for."""
    statement = select(
        SurveyQuestion.id, SurveyQuestion.words, SurveyQuestion.words_cy, SurveyQuestion.kind,
        SurveyQuestion.ended_at.is_not(None),
    ).order_by(SurveyQuestion.position, SurveyQuestion.id)
    if not ended:
        statement = statement.where(SurveyQuestion.ended_at.is_(None))
    return [QuestionRow(*row) for row in db.session.execute(statement)]
