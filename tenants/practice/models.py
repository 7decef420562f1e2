"""What is written down about the practice of a member of staff. Nothing is changed; a mistake is taken back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references


class Level(StrEnum):
    """How far somebody is trained, lowest first (A11, B3)."""

    FOUNDATION = "foundation"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    ACCREDITED = "accredited"


class RecordKind(StrEnum):
    LEVEL = "level"
    SUPERVISION = "supervision"
    OBSERVED = "observed"
    TRAINING = "training"
    TAKEN_BACK = "taken_back"


class PracticeRecord(ServiceOwned):
    """One level reached, session of supervision, practice observed, or training done; or an earlier record undone."""

    __tablename__ = "practice_records"
    __table_args__ = (
        references("account_id", "accounts"), references("recorded_by", "accounts"),
        references("takes_back", "practice_records"), check_in("kind", RecordKind), check_in("level", Level),
        CheckConstraint("(kind = 'level') = (level IS NOT NULL)", name="level_said"),
        CheckConstraint("(kind = 'training') = (minutes IS NOT NULL)", name="training_has_length"),
        CheckConstraint("(kind = 'taken_back') = (takes_back IS NOT NULL)", name="taken_back_is_known"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("until >= happened_on", name="until_after_from"),
        Index("ix_practice_records_account", "tenant_id", "account_id", "kind", "happened_on"),
        Index("ix_practice_records_takes_back", "tenant_id", "takes_back"),
    )
    grants = APPENDED

    account_id: Mapped[UUID]
    kind: Mapped[str]
    happened_on: Mapped[date]  # of a level: from when it holds
    until: Mapped[date | None]  # of a level that ends
    level: Mapped[str | None]
    minutes: Mapped[int | None]  # of training
    approved: Mapped[bool] = mapped_column(default=False)  # training that the Restorative Justice Council approved
    words: Mapped[str | None] = mapped_column(EncryptedText("practice_records.words"))
    takes_back: Mapped[UUID | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
