"""Reads of feedback: what stands on a case, and what a service hears from everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.casework.models import Case, CaseParty
from tenants.feedback.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, WellbeingScore
from tenants.feedback.policy import QUESTIONS, QUESTIONS_VERSION, InvitationStatus, Moment, Need
from tenants.people.models import Purpose
from tenants.people.queries import given
from tenants.referrals.models import PartyRole


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


@dataclass(frozen=True)
class Mean:
    """An average, and of how many answers."""

    value: float | None
    number: int


@dataclass(frozen=True)
class Response:
    """How many were asked, and how many of them answered, declined or have not said anything."""

    offered: int
    answered: int
    declined: int


@dataclass(frozen=True)
class Recovery:
    """Of people with scores at both moments: how many cope better with one need at least, and each need's means."""

    both: int
    better: int
    means: dict[str, tuple[Mean, Mean]]


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


THEMSELVES = CaseParty.stands_in_for_id.is_(None)  # whoever stands in is no further person harmed or responsible (E3)


def response() -> dict[str, Response]:
    """By the role of the person."""
    status = SurveyInvitation.status
    statement = (
        select(
            CaseParty.role, func.count().filter(status != InvitationStatus.NOT_OFFERED),
            func.count().filter(status == InvitationStatus.ANSWERED),
            func.count().filter(status == InvitationStatus.DECLINED),
        )
        .join(CaseParty, CaseParty.id == SurveyInvitation.party_id)
        .where(THEMSELVES).group_by(CaseParty.role)
    )
    found = {role: Response(*rest) for role, *rest in db.session.execute(statement)}
    return {role: found.get(role, Response(0, 0, 0)) for role in PartyRole}


def means() -> dict[str, dict[str, Mean]]:
    """The average of each question of the whole country, by the role of the person; of the present questions only."""
    columns = [getattr(SurveyAnswer, question.column) for question in QUESTIONS]
    statement = (
        select(CaseParty.role, *(part for column in columns for part in (func.avg(column), func.count(column))))
        .join(SurveyInvitation, SurveyInvitation.id == SurveyAnswer.invitation_id)
        .join(CaseParty, CaseParty.id == SurveyInvitation.party_id)
        .where(SurveyAnswer.questions_version == QUESTIONS_VERSION, THEMSELVES).group_by(CaseParty.role)
    )
    rows = {row[0]: row[1:] for row in db.session.execute(statement)}
    return {
        role: {
            question.column: _mean(*rows[role][2 * place:2 * place + 2]) if role in rows else Mean(None, 0)
            for place, question in enumerate(QUESTIONS)
        }
        for role in PartyRole
    }


def recovery() -> Recovery:
    """Of people harmed (DOMAIN E4, 27)."""
    start, end = aliased(WellbeingScore), aliased(WellbeingScore)
    pairs = [(getattr(start, need), getattr(end, need)) for need in Need]
    both = [and_(before.is_not(None), after.is_not(None)) for before, after in pairs]
    figures = [
        part for (before, after), known in zip(pairs, both, strict=True)
        for part in (func.avg(before).filter(known), func.avg(after).filter(known), func.count().filter(known))
    ]
    better = or_(*(after > before for before, after in pairs))
    statement = (
        select(func.count().filter(or_(*both)), func.count().filter(better), *figures)
        .select_from(start)
        .join(end, and_(end.party_id == start.party_id, end.episode == start.episode))
        .join(CaseParty, CaseParty.id == start.party_id)
        .where(
            CaseParty.role == PartyRole.HARMED, THEMSELVES, start.moment == Moment.START, end.moment == Moment.END,
            _newest(start), _newest(end),
        )
    )
    all_of_both, all_better, *rest = db.session.execute(statement).one()
    return Recovery(all_of_both, all_better, {
        need: (_mean(rest[3 * place], rest[3 * place + 2]), _mean(rest[3 * place + 1], rest[3 * place + 2]))
        for place, need in enumerate(Need)
    })


def _newest(score: type[WellbeingScore]) -> ColumnElement[bool]:
    later = aliased(WellbeingScore)
    newest = select(func.max(later.recorded_at)).where(
        later.party_id == score.party_id, later.episode == score.episode, later.moment == score.moment
    )
    return score.recorded_at == newest.correlate(score).scalar_subquery()


def _mean(value: object, number: int) -> Mean:
    return Mean(None if value is None else round(float(str(value)), 1), number)
