"""What satisfies the conditions of assessments, levels and other agencies, for tests that act inside the scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity import service as identity
from concord.identity.models import Account
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from tenants.assessments.policy import Kind, Rating
from tenants.assessments.questions import CURRENT
from tenants.assessments.service import Assessed
from tenants.assessments.service import assess as write_assessment
from tenants.casework.models import CaseParty
from tenants.casework.policy import OUT
from tenants.casework.service import Act
from tenants.practice.models import Level, RecordKind
from tenants.practice.service import Practised, record_practice


def good_answers(kind: Kind, role: str, **others: str) -> dict[str, str]:
    """Answers with which nothing is wrong, but for those that are given."""
    fine = {
        question.code: next(answer for answer in question.answers if answer not in question.gives)
        for question in CURRENT[kind].of(role)
    }
    return fine | others


def assess(
    case_id: UUID, act: Act, party_id: UUID | None = None, kinds: Iterable[Kind] = Kind, *, on: date | None = None,
    rating: Rating | None = None, **others: str,
) -> None:
    """Assess one person, or everybody who is part of the case: nothing is wrong, but for the answers given."""
    statement = select(CaseParty.id, CaseParty.role).where(
        CaseParty.case_id == case_id, CaseParty.state.not_in(OUT), *([CaseParty.id == party_id] if party_id else ())
    )
    for party in db.session.execute(statement).all():
        for kind in kinds:
            found = Assessed(
                kind=kind, answers=good_answers(kind, party.role, **others), rating=rating, reason="We know more.",
            )
            write_assessment(case_id, party.id, found, replace(act, happened_on=on or act.happened_on))


def qualify(account_id: UUID, level: Level = Level.ADVANCED, *, since: date | None = None) -> None:
    """Somebody else writes down a level, as a supervisor does."""
    reached = Practised(
        kind=RecordKind.LEVEL, level=level, happened_on=since or uk_today() - timedelta(days=100)
    )
    record_practice(account_id, reached, somebody_else(account_id))


def somebody_else(account_id: UUID) -> UUID:
    """Another account of the service."""
    found = db.session.scalar(select(Account.id).where(Account.id != account_id).limit(1))
    return found or identity.create_account("Olive Other", "other@levels.example", Role.CASE_SUPERVISOR).id
