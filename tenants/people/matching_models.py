"""How records of one person are found and said to be of one person, while every row stays where it is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service


class TokenKind(StrEnum):
    """What is found again: a word of a name, a name that it is short for, a spelling close to it, a day of birth."""

    NAME = "name"
    NICKNAME = "nickname"
    NEAR = "near"
    BIRTH_DATE = "birth_date"


class PersonToken(ServiceOwned):
    """A keyed hash of something about a person: equal hashes are found among sealed names, and nothing else is told."""

    __tablename__ = "person_tokens"
    __table_args__ = (
        references("person_id", "people"), check_in("kind", TokenKind),
        unique_in_service("person_id", "kind", "token"),
        Index("ix_person_tokens_token", "tenant_id", "kind", "token"),
    )
    grants = EDITED

    person_id: Mapped[UUID]
    kind: Mapped[str]
    token: Mapped[bytes]


class MatchDecision(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    TAKEN_BACK = "taken_back"


class PersonMatch(ServiceOwned):
    """Somebody of the team said whether two records are of one person. Never changed; the newest of a pair counts."""

    __tablename__ = "person_matches"
    __table_args__ = (
        references("first_id", "people"), references("second_id", "people"), references("decided_by", "accounts"),
        check_in("decision", MatchDecision), CheckConstraint("first_id < second_id", name="pair_in_order"),
        Index("ix_person_matches_first", "tenant_id", "first_id", "second_id"),
        Index("ix_person_matches_second", "tenant_id", "second_id"),
    )
    grants = APPENDED

    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    decision: Mapped[str]
    words: Mapped[str | None] = mapped_column(EncryptedText("person_matches.words"))
    decided_by: Mapped[UUID]
    decided_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
