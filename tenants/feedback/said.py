"""What people said in their own words, and to the service's own questions: read by those who answer for the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from concord.database import db
from tenants.casework.models import Case, CaseParty
from tenants.casework.visibility import Reader, visible_to
from tenants.feedback.models import SurveyAnswer, SurveyInvitation
from tenants.feedback.queries import own_questions

PAGE_SIZE, LAST_PAGE = 20, 500


@dataclass(frozen=True)
class Said:
    """One person's words. ``own`` holds each of the service's questions that they answered, with kind and answer."""

    case_id: UUID
    reference: str
    role: str
    answered_on: date
    words: str | None
    own: list[tuple[str, str, str]]


def said(reader: Reader, page: int) -> tuple[list[Said], bool]:
    """A page, the newest first, of cases that the reader may see; and whether older ones follow."""
    statement = (
        select(
            Case.id, Case.reference, CaseParty.role, SurveyAnswer.answered_on, SurveyAnswer.words, SurveyAnswer.own
        )
        .join(SurveyInvitation, SurveyInvitation.id == SurveyAnswer.invitation_id)
        .join(CaseParty, CaseParty.id == SurveyInvitation.party_id).join(Case, Case.id == CaseParty.case_id)
        .where(visible_to(reader), or_(SurveyAnswer.words.is_not(None), SurveyAnswer.own.is_not(None)))
        .order_by(SurveyAnswer.answered_on.desc(), SurveyAnswer.id.desc())
        .limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)
    )
    rows = db.session.execute(statement).all()
    questions = {question.id.hex: (question.words, question.kind) for question in own_questions(ended=True)}
    found = [
        Said(row.id, row.reference, row.role, row.answered_on, row.words, _answers(questions, row.own or {}))
        for row in rows[:PAGE_SIZE]
    ]
    return found, len(rows) > PAGE_SIZE


def _answers(questions: Mapping[str, tuple[str, str]], own: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [(*question, str(own[key])) for key, question in questions.items() if key in own]
