"""Persons, ways to contact them safely, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, false, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service


class ContactKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    THEY_CALL = "they_call"


class StatedBy(StrEnum):
    """Only the person themselves can say that a way to reach them is safe (DOMAIN C5)."""

    SELF = "self"
    OTHER = "other"


class Standing(StrEnum):
    """Whether a way to contact someone may be used. Unknown blocks it until checked."""

    UNKNOWN = "unknown"
    SAFE = "safe"
    UNSAFE = "unsafe"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CheckedHow(StrEnum):
    THEY_TOLD_US = "they_told_us"
    IN_PERSON = "in_person"
    THROUGH_PROFESSIONAL = "through_professional"
    OTHER = "other"


class Purpose(StrEnum):
    """What a person may agree to (DOMAIN A5). Consent to take part is not the lawful basis for holding data."""

    STORE_AND_CONTACT = "store_and_contact"
    APPROACH_OTHER = "approach_other"
    TAKE_PART = "take_part"
    ATTENDANCE = "attendance"
    SHARE_WITH_AGENCY = "share_with_agency"
    OUTCOME_AGREEMENT = "outcome_agreement"
    SHARE_OUTCOME = "share_outcome"
    SURVEY = "survey"
    LATER_FOLLOW_UP = "later_follow_up"
    CASE_STUDY = "case_study"
    TRANSFER = "transfer"
    KEEP_LONGER = "keep_longer"


class Decision(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentChannel(StrEnum):
    ONLINE = "online"
    PAPER = "paper"
    E_SIGNED = "e_signed"
    VERBAL_WITNESSED = "verbal_witnessed"
    SPOKEN = "spoken"
    MESSAGE = "message"
    THROUGH_ANOTHER = "through_another"


class ShowNumber(StrEnum):
    """How our own number may appear when we phone."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    EITHER = "either"
    UNKNOWN = "unknown"


class Person(ServiceOwned):
    """Somebody harmed or responsible. The role is the case's, not the person's."""

    __tablename__ = "people"
    __table_args__ = (
        references("individual_id", "people"), check_in("language", ("en", "cy")),
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_people_individual", "tenant_id", "individual_id"),
    )
    grants = KEPT

    # Records of one individual carry the id of one of them; none when nobody found another record. Rows never move.
    individual_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(EncryptedText("people.name"))
    nameless: Mapped[bool] = mapped_column(default=False, server_default=false())  # another service alone knows who
    known_as: Mapped[str | None] = mapped_column(EncryptedText("people.known_as"))
    birth_date: Mapped[str | None] = mapped_column(EncryptedText("people.birth_date"))
    language: Mapped[str] = mapped_column(default="en")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(default=1)


class PersonNeeds(ServiceOwned):
    """What somebody needs to take part: one row a person, because needs change (DOMAIN A6)."""

    __tablename__ = "person_needs"
    __table_args__ = (
        references("person_id", "people"), references("asked_by", "accounts"), unique_in_service("person_id"),
        CheckConstraint("(asked_by IS NULL) = (asked_at IS NULL)", name="asked_whole"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    grants = KEPT

    person_id: Mapped[UUID]
    interpreter: Mapped[str | None] = mapped_column(EncryptedText("person_needs.interpreter"))
    access: Mapped[str | None] = mapped_column(EncryptedText("person_needs.access"))
    culture: Mapped[str | None] = mapped_column(EncryptedText("person_needs.culture"))
    faith: Mapped[str | None] = mapped_column(EncryptedText("person_needs.faith"))
    timing: Mapped[str | None] = mapped_column(EncryptedText("person_needs.timing"))
    asked_at: Mapped[datetime | None]  # by staff; until then it is what came with the referral, or nothing
    asked_by: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class EqualityAnswers(ServiceOwned):
    """What somebody chose to say about themselves, as codes (DOMAIN B8): asked later, never needed for the service."""

    __tablename__ = "equality_answers"
    __table_args__ = (
        references("person_id", "people"), references("recorded_by", "accounts"), unique_in_service("person_id"),
        CheckConstraint("declined = (answers IS NULL)", name="answered_or_declined"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    grants = KEPT

    person_id: Mapped[UUID]
    answers: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("equality_answers.answers"))
    declined: Mapped[bool]  # they would rather not answer any of it
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(default=1)


class ContactPoint(ServiceOwned):
    """One way to reach a person, and the rule that stands beside it (DOMAIN C5)."""

    __tablename__ = "contact_points"
    __table_args__ = (
        references("person_id", "people"), check_in("kind", ContactKind), check_in("stated_by", StatedBy),
        check_in("standing", Standing), check_in("may_leave_message", Answer), check_in("may_text", Answer),
        check_in("show_number", ShowNumber), check_in("plain_envelope", Answer), check_in("shared", Answer),
        check_in("watched", Answer),
        CheckConstraint("(kind = 'they_call') = (value IS NULL)", name="value_unless_they_call"),
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_contact_points_person", "tenant_id", "person_id"),
        Index("ix_contact_points_token", "tenant_id", "value_token"),
    )
    grants = KEPT

    person_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str | None] = mapped_column(EncryptedText("contact_points.value"))
    stated_by: Mapped[str]
    standing: Mapped[str] = mapped_column(default=Standing.UNKNOWN)
    may_leave_message: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    may_text: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    who_may_answer: Mapped[str | None] = mapped_column(EncryptedText("contact_points.who_may_answer"))
    when_safe: Mapped[str | None] = mapped_column(EncryptedText("contact_points.when_safe"))
    show_number: Mapped[str] = mapped_column(default=ShowNumber.UNKNOWN)
    # Who we say we are, a word that shows it is us, and an interpreter or text relay on the line.
    say_from: Mapped[str | None] = mapped_column(EncryptedText("contact_points.say_from"))
    safe_word: Mapped[str | None] = mapped_column(EncryptedText("contact_points.safe_word"))
    relay: Mapped[str | None] = mapped_column(EncryptedText("contact_points.relay"))
    plain_envelope: Mapped[str] = mapped_column(default=Answer.UNKNOWN)
    shared: Mapped[str] = mapped_column(default=Answer.UNKNOWN)  # others use the phone, read the e-mail, open the post
    watched: Mapped[str] = mapped_column(default=Answer.UNKNOWN)  # somebody may be keeping an eye on it
    value_token: Mapped[bytes | None]  # a keyed hash of the value as it is compared; None for "they call"
    clashed_at: Mapped[datetime | None]  # it was found on both sides of a case; it blocks until checked after that
    ended_at: Mapped[datetime | None]  # no longer theirs
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class ContactCheck(ServiceOwned):
    """Somebody made sure whether a way of contact is safe: how, with whom, when."""

    __tablename__ = "contact_checks"
    __table_args__ = (
        references("contact_point_id", "contact_points"), references("recorded_by", "accounts"),
        check_in("how", CheckedHow), check_in("outcome", (Standing.SAFE, Standing.UNSAFE)),
        Index("ix_contact_checks_point", "tenant_id", "contact_point_id"),
    )
    grants = APPENDED

    contact_point_id: Mapped[UUID]
    how: Mapped[str]
    with_whom: Mapped[str] = mapped_column(EncryptedText("contact_checks.with_whom"))
    checked_on: Mapped[date]
    outcome: Mapped[str]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Consent(ServiceOwned):
    """One entry of the consent ledger: person, purpose, decision. Never changed; the newest counts."""

    __tablename__ = "consents"
    __table_args__ = (
        references("person_id", "people"), references("incident_id", "incidents"),
        references("recorded_by", "accounts"), check_in("purpose", Purpose),
        check_in("decision", Decision), check_in("channel", ConsentChannel),
        CheckConstraint("channel = 'online' OR recorded_by IS NOT NULL", name="recorder_unless_online"),
        CheckConstraint("episode > 0", name="episode_positive"),
        CheckConstraint("form IS NULL OR purpose = 'take_part'", name="form_of_taking_part"),
        CheckConstraint(
            "decision <> 'given' OR channel NOT IN ('spoken', 'message', 'through_another')", name="given_properly"
        ),
        Index("ix_consents_person", "tenant_id", "person_id", "purpose"),
    )
    grants = APPENDED

    person_id: Mapped[UUID]
    incident_id: Mapped[UUID | None]
    purpose: Mapped[str]
    decision: Mapped[str]
    channel: Mapped[str]
    wording_version: Mapped[str]
    form: Mapped[str | None]  # of restorative justice, when they agreed to this one only
    about: Mapped[str | None] = mapped_column(EncryptedText("consents.about"))  # the agency or supporter it names
    witness: Mapped[str | None] = mapped_column(EncryptedText("consents.witness"))
    decided_on: Mapped[date]
    expires_on: Mapped[date | None]
    episode: Mapped[int] = mapped_column(default=1, server_default="1")  # a case that opens again asks afresh
    brought_from: Mapped[str | None]  # the service that recorded it; it counts for nothing until asked again here
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
