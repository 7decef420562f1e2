"""Files with past cases on their way in: what they say, row by row, until it is taken or thrown away."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, check_in, references, unique_in_service


class RunState(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    THROWN_AWAY = "thrown_away"


class RowState(StrEnum):
    """``known``: it is here already, so it is not taken a second time."""

    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"
    KNOWN = "known"
    TAKEN = "taken"


class ImportRun(ServiceOwned):
    """One file that somebody sent in."""

    __tablename__ = "import_runs"
    __table_args__ = (
        references("sent_by", "accounts"), references("taken_by", "accounts"), check_in("state", RunState),
        Index("ix_import_runs_sent", "tenant_id", "sent_at"),
    )
    grants = KEPT

    sent_by: Mapped[UUID]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[str] = mapped_column(default=RunState.CHECKING)
    row_count: Mapped[int]
    taken_by: Mapped[UUID | None]


class ImportRow(ServiceOwned):
    """One person in one case, as a row says it.

    Rows of one case share ``case_key``. ``taken_key`` is there once it is taken: no file brings the same a second time.
    What the row said is forgotten then, because the case has it.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        references("run_id", "import_runs"), references("case_id", "cases"), check_in("state", RowState),
        unique_in_service("run_id", "number"), unique_in_service("taken_key"),
        CheckConstraint("(state = 'taken') = (taken_key IS NOT NULL)", name="taken_has_key"),
        Index("ix_import_rows_state", "tenant_id", "run_id", "state", "number"),
        Index("ix_import_rows_case_key", "tenant_id", "case_key"),
    )
    grants = EDITED

    run_id: Mapped[UUID]
    number: Mapped[int]  # of the line in the file
    case_key: Mapped[bytes]
    row_key: Mapped[bytes]
    taken_key: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(default=RowState.WAITING)
    said: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("import_rows.said"))
    found: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("import_rows.found"))  # what the check says of it
    case_id: Mapped[UUID | None]
