"""What people say about the work: invitations, answers, and how they cope at the start and at the end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service
from tenants.feedback.policy import AnswerKind, InvitationStatus, Moment, Need, Through, WhyNot

NEEDS_IN_RANGE = " AND ".join(f"{need} BETWEEN 1 AND 5" for need in Need)
ANSWERS_IN_RANGE = (
    "satisfied BETWEEN 1 AND 5 AND heard BETWEEN 1 AND 5 AND safe BETWEEN 1 AND 5 AND voluntary BETWEEN 0 AND 1 "
    "AND coping BETWEEN 1 AND 5 AND recommend BETWEEN 0 AND 10"
)


class SurveyQuestion(ServiceOwned):
    """A question that the service adds to those of the whole country. Its words never change: it ends instead."""

    __tablename__ = "survey_questions"
    __table_args__ = (
        check_in("kind", AnswerKind), Index("ix_survey_questions_position", "tenant_id", "position"),
    )
    grants = KEPT

    words: Mapped[str]
    words_cy: Mapped[str | None]
    kind: Mapped[str]
    position: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class SurveyInvitation(ServiceOwned):
    """One person was asked what they think, or it is written down why not (E2 T13)."""

    __tablename__ = "survey_invitations"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("recorded_by", "accounts"),
        unique_in_service("party_id", "episode"), check_in("status", InvitationStatus), check_in("why_not", WhyNot),
        CheckConstraint("(status = 'not_offered') = (why_not IS NOT NULL)", name="why_not_said"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_survey_invitations_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    episode: Mapped[int]
    status: Mapped[str] = mapped_column(default=InvitationStatus.OFFERED)
    why_not: Mapped[str | None]
    offered_on: Mapped[date]
    recorded_by: Mapped[UUID]


class SurveyAnswer(ServiceOwned):
    """What somebody answered. Never changed. Numbers are plain, because they are counted; words are sealed."""

    __tablename__ = "survey_answers"
    __table_args__ = (
        references("invitation_id", "survey_invitations"), references("recorded_by", "accounts"),
        unique_in_service("invitation_id"), check_in("through", Through),
        CheckConstraint(ANSWERS_IN_RANGE, name="answers_in_range"),
        CheckConstraint("through = 'link' OR recorded_by IS NOT NULL", name="recorder_unless_link"),
    )
    grants = APPENDED

    invitation_id: Mapped[UUID]
    questions_version: Mapped[str]
    through: Mapped[str]
    answered_on: Mapped[date]
    satisfied: Mapped[int | None]
    heard: Mapped[int | None]
    safe: Mapped[int | None]
    voluntary: Mapped[int | None]
    coping: Mapped[int | None]
    recommend: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(EncryptedText("survey_answers.words"))
    own: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("survey_answers.own"))  # by id of the question
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class WellbeingScore(ServiceOwned):
    """How somebody copes in each category of need, 1 to 5. Never changed; the newest of a moment counts."""

    __tablename__ = "wellbeing_scores"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("recorded_by", "accounts"),
        check_in("moment", Moment), CheckConstraint(NEEDS_IN_RANGE, name="needs_in_range"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_wellbeing_scores_party", "tenant_id", "party_id", "moment"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    episode: Mapped[int]
    moment: Mapped[str]
    health: Mapped[int | None]
    home: Mapped[int | None]
    family: Mapped[int | None]
    skills: Mapped[int | None]
    substances: Mapped[int | None]
    money: Mapped[int | None]
    outlook: Mapped[int | None]
    others: Mapped[int | None]
    scored_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
