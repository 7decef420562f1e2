"""What a service hears from everybody together: how many answered, averages, and how people recover."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.casework.models import CaseParty
from tenants.feedback.models import SurveyAnswer, SurveyInvitation, WellbeingScore
from tenants.feedback.policy import QUESTIONS, QUESTIONS_VERSION, AnswerKind, InvitationStatus, Moment, Need
from tenants.referrals.models import PartyRole

THEMSELVES = CaseParty.stands_in_for_id.is_(None)  # whoever stands in is no further person harmed or responsible (E3)


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
    """The average of each question of the whole country, by the role of the person; of the present questions only.

    Of a question that is answered with yes or no: how many said yes.
    """
    columns = [
        (func.sum if question.kind == AnswerKind.YES_NO else func.avg, getattr(SurveyAnswer, question.column))
        for question in QUESTIONS
    ]
    statement = (
        select(CaseParty.role, *(part for of, column in columns for part in (of(column), func.count(column))))
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
