"""The verbs of feedback: ask somebody, take their answer, keep how they cope, and the service's own questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.agreements.follow_ups import agreed_to
from tenants.casework.events import Act, locked_case, party_of, write_event, write_own_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.feedback.models import SurveyAnswer, SurveyInvitation, SurveyQuestion, WellbeingScore
from tenants.feedback.policy import (
    QUESTIONS_VERSION,
    AnswerKind,
    InvitationStatus,
    Moment,
    Need,
    Through,
    WhyNot,
)
from tenants.links import service as links
from tenants.links.models import LinkPurpose
from tenants.people.models import Purpose
from tenants.people.service import Refused

MOST_QUESTIONS = 10
SURVEY = frozenset({LinkPurpose.SURVEY})


@dataclass(frozen=True)
class Answers:
    """What somebody answered. Anything may be left out; ``own`` by the ids of the service's own questions."""

    numbers: Mapping[str, int | None]
    words: str | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.words or self.own or any(number is not None for number in self.numbers.values()))


def offer(case_id: UUID, party_id: UUID, act: Act) -> UUID:
    """Somebody is asked what they think; only who agreed to be asked is (A5)."""
    case = locked_case(case_id, act)
    invitation = _offer(case, party_of(case, party_id), act)
    _write(case, act, party_id, "offered")
    return invitation.id


def not_offered(case_id: UUID, party_id: UUID, why: WhyNot, act: Act) -> None:
    """Somebody was not asked, for a reason (E2 T13)."""
    case = locked_case(case_id, act)
    invitation = _invitation(case, party_of(case, party_id), act)
    invitation.status, invitation.why_not = InvitationStatus.NOT_OFFERED, why
    links.end_links(party_id=party_id, purposes=SURVEY)
    _write(case, act, party_id, "not_offered")


def decline(case_id: UUID, party_id: UUID, act: Act) -> None:
    """They were asked and do not want to answer. That is an answer."""
    case = locked_case(case_id, act)
    invitation = _offer(case, party_of(case, party_id), act)
    invitation.status = InvitationStatus.DECLINED
    links.end_links(party_id=party_id, purposes=SURVEY)
    _write(case, act, party_id, "declined")


def record_answer(case_id: UUID, party_id: UUID, answers: Answers, through: Through, act: Act) -> None:
    """What somebody answered on paper, by phone or in person; staff write it down."""
    case = locked_case(case_id, act)
    invitation = _offer(case, party_of(case, party_id), act)
    _answer(invitation, answers, through, act.happened_on, recorded_by=act.actor_id)
    links.end_links(party_id=party_id, purposes=SURVEY)
    _write(case, act, party_id, "answered")


def answer_by_link(invitation_id: UUID, answers: Answers) -> None:
    """What somebody answered themselves."""
    invitation = db.session.get_one(SurveyInvitation, (scope.current_tenant_id(), invitation_id), with_for_update=True)
    case = db.session.get_one(Case, (scope.current_tenant_id(), invitation.case_id), with_for_update=True)
    _answer(invitation, answers, Through.LINK, uk_today(), recorded_by=None)
    write_own_event(case, EventKind.SURVEYED, invitation.party_id, {"what": "answered"})


def decline_by_link(invitation_id: UUID) -> None:
    """They opened it and would rather not answer."""
    invitation = db.session.get_one(SurveyInvitation, (scope.current_tenant_id(), invitation_id), with_for_update=True)
    case = db.session.get_one(Case, (scope.current_tenant_id(), invitation.case_id), with_for_update=True)
    invitation.status = InvitationStatus.DECLINED
    write_own_event(case, EventKind.SURVEYED, invitation.party_id, {"what": "declined"})


def score(case_id: UUID, party_id: UUID, moment: Moment, scores: Mapping[Need, int | None], act: Act) -> None:
    """How somebody copes with each need, as they say themselves, at the start or at the end (B6)."""
    case = locked_case(case_id, act)
    party_of(case, party_id)
    if not any(scores.values()):
        raise Refused(_("Choose a number for one need at least."))
    db.session.add(WellbeingScore(
        case_id=case.id, party_id=party_id, episode=case.episode, moment=moment, scored_on=act.happened_on,
        recorded_by=act.actor_id, recorded_at=act.written_at, **{str(need): value for need, value in scores.items()},
    ))
    _write(case, act, party_id, f"scored_{moment}")


def add_question(words: str, kind: AnswerKind, words_cy: str | None = None) -> UUID:
    """The service asks one thing more, after the questions of the whole country."""
    standing = select(func.count(), func.coalesce(func.max(SurveyQuestion.position), 0)).where(
        SurveyQuestion.ended_at.is_(None)
    )
    number, last = db.session.execute(standing).one()
    if number >= MOST_QUESTIONS:
        raise Refused(_("There are %(number)s questions already. End one first.", number=MOST_QUESTIONS))
    question_id = uuid7()
    db.session.add(SurveyQuestion(id=question_id, words=words, words_cy=words_cy, kind=kind, position=last + 1))
    db.session.flush()
    record_act("create", "survey_question", question_id)
    return question_id


def end_question(question_id: UUID) -> bool:
    """It is not asked any more; what was answered stays. False when the service has no such question."""
    question = db.session.get(SurveyQuestion, (scope.current_tenant_id(), question_id), with_for_update=True)
    if question is None:
        return False
    question.ended_at = question.ended_at or datetime.now(UTC)
    db.session.flush()
    record_act("change", "survey_question", question_id, what="ended")
    return True


def _offer(case: Case, party: CaseParty, act: Act) -> SurveyInvitation:
    if not agreed_to(case, party, Purpose.SURVEY):
        raise Refused(_("They have not agreed to be asked what they think. Ask them first, and write that down."))
    invitation = _invitation(case, party, act)
    invitation.status, invitation.why_not = InvitationStatus.OFFERED, None
    db.session.flush()
    return invitation


def _invitation(case: Case, party: CaseParty, act: Act) -> SurveyInvitation:
    """The one of this episode, new or locked; an answered one is closed."""
    statement = select(SurveyInvitation).where(
        SurveyInvitation.party_id == party.id, SurveyInvitation.episode == case.episode
    )
    found = db.session.scalars(statement.with_for_update()).one_or_none()
    if found and found.status == InvitationStatus.ANSWERED:
        raise Refused(_("They have answered already."))
    if found is None:
        found = SurveyInvitation(
            id=uuid7(), case_id=case.id, party_id=party.id, episode=case.episode, recorded_by=act.actor_id
        )
        db.session.add(found)
    found.offered_on = act.happened_on
    return found


def _answer(
    invitation: SurveyInvitation, answers: Answers, through: Through, on: date, *, recorded_by: UUID | None
) -> None:
    db.session.add(SurveyAnswer(
        invitation_id=invitation.id, questions_version=QUESTIONS_VERSION, through=through, answered_on=on,
        words=answers.words or None, own=dict(answers.own) or None, recorded_by=recorded_by, **answers.numbers,
    ))
    invitation.status = InvitationStatus.ANSWERED
    db.session.flush()


def _write(case: Case, act: Act, party_id: UUID, what: str) -> None:
    write_event(case, EventKind.SURVEYED, act, party_id=party_id, detail={"what": what})
