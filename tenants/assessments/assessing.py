"""Assessing a person: eligibility, suitability and risk, each as often as needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from concord.web.translations import uk_date
from tenants.assessments.models import Assessment
from tenants.assessments.policy import RATINGS, REVIEW_AFTER, Kind, Rating
from tenants.assessments.questions import CURRENT
from tenants.assessments.rating import is_worse, suggest
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused

LOOK_AGAIN = {  # what the task says, so that those of one person can be told apart
    Kind.ELIGIBILITY: _l("Look at the eligibility again"),
    Kind.SUITABILITY: _l("Look at the suitability again"),
    Kind.RISK: _l("Look at the risk again"),
}


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What somebody found of a person. ``rating`` None: what the answers come to."""

    kind: Kind
    answers: Mapping[str, str]
    rating: Rating | None = None
    reason: str | None = None
    review_on: date | None = None
    words: str | None = None


def assess(case_id: UUID, party_id: UUID, assessed: Assessed, act: Act) -> UUID:
    """Write an assessment down beside those before it, and set when it is looked at again (A4)."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    if party.state in OUT:
        raise Refused(_("They are not part of this case any more."))
    before = _newest(case, party, assessed.kind)
    row = _row(case, party, assessed, act)
    db.session.add(row)
    detail = {"kind": str(assessed.kind), "rating": str(row.rating), "form": row.form_version}
    write_event(case, EventKind.ASSESSED, act, party_id=party.id, detail=detail)
    if before is None or before.assessed_on <= row.assessed_on:
        _review_later(case, row, before, act)
        if is_worse(row.kind, row.rating, before.rating if before else None):
            lapse(case, SignOffKind.ASSESSMENT, act)
            lapse(case, SignOffKind.PLAN, act)
    return row.id


def _row(case: Case, party: CaseParty, assessed: Assessed, act: Act) -> Assessment:
    form = CURRENT[assessed.kind]
    asked = form.of(party.role)
    if any(assessed.answers.get(question.code) not in question.answers for question in asked):
        raise Refused(_("Answer every question."))
    suggested = suggest(form, party.role, assessed.answers).rating
    rating = assessed.rating or suggested
    if rating not in RATINGS[assessed.kind]:
        raise Refused(_("Choose a rating."))
    if rating != suggested and not assessed.reason:
        raise Refused(_("Say in a few words why you rate it in another way than the answers do."))
    answers = {question.code: assessed.answers[question.code] for question in asked}
    if assessed.words:
        answers["words"] = assessed.words
    return Assessment(
        id=uuid7(), case_id=case.id, party_id=party.id, kind=assessed.kind, form_version=form.version,
        episode=case.episode, answers=answers, suggested=suggested, rating=rating,
        rating_reason=assessed.reason if rating != suggested else None, assessed_on=act.happened_on,
        review_on=_review_day(assessed, act), assessor_id=act.actor_id, recorded_at=act.written_at,
    )


def _review_day(assessed: Assessed, act: Act) -> date:
    latest = act.happened_on + REVIEW_AFTER[assessed.kind]
    day = assessed.review_on or latest
    if not act.happened_on < day <= latest:
        raise Refused(_("Look at it again after the day of the assessment and by %(day)s.", day=uk_date(latest)))
    return day


def _newest(case: Case, party: CaseParty, kind: Kind) -> Assessment | None:
    statement = (
        select(Assessment)
        .where(Assessment.party_id == party.id, Assessment.kind == kind, Assessment.episode == case.episode)
        .order_by(Assessment.assessed_on.desc(), Assessment.recorded_at.desc()).limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _review_later(case: Case, row: Assessment, before: Assessment | None, act: Act) -> None:
    if before:
        finish_tasks_made_for(_review_of(before), act.actor_id)
    set_task(NewTask(
        case_id=case.id, party_id=row.party_id, kind=TaskKind.ASSESSMENT_REVIEW, owner_id=case.lead_id,
        due_on=row.review_on, words=str(LOOK_AGAIN[Kind(row.kind)]), made_for=_review_of(row), created_by=act.actor_id,
    ))


def _review_of(row: Assessment) -> str:
    return f"assessment_review:{row.id}"
