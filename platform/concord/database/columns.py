"""Column types and constraints that every model shares."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterable
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

ERASED = b""  # what is left of a sealed value that was erased; NULL still says that there was none


class _Moments:
    """The time in parts of 1/4096 millisecond, never the same twice in a process."""

    def __init__(self) -> None:
        self._lock, self._last = Lock(), 0

    def next(self) -> int:
        with self._lock:
            self._last = max(time.time_ns() * 4096 // 1_000_000, self._last + 1)
            return self._last


_moments = _Moments()


def uuid7() -> UUID:
    """A time-ordered id (RFC 9562, version 7), made here so that a row has its id before it is written.

    Ids that one process makes sort in the order in which they were made.
    """
    moment = _moments.next()
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=(moment >> 12) << 80 | 0x7 << 76 | (moment & 0xFFF) << 64 | 0x2 << 62 | random)


def check_in(column: str, values: Iterable[str]) -> CheckConstraint:
    """The column holds one of a fixed list: text with a check, because an ENUM's operators defeat indexes under RLS."""
    allowed = ", ".join(f"'{value}'" for value in values)
    if re.search(r"[^\w ,'\-.]", allowed):
        raise ValueError(f"not a plain list: {allowed}")
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def references(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key that carries the service: it can never point into another one."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"])


def unique_in_service(*columns: str) -> UniqueConstraint:
    """Unique within one service; a constraint across services would tell one what another holds."""
    return UniqueConstraint("tenant_id", *columns)


class EncryptedText(TypeDecorator[str]):
    """Text encrypted with the bound service's own data key.

    ``context`` names the column; a value copied into another column or service does not decrypt. One that was erased
    is empty.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 (SQLAlchemy's signature)
        from concord.database.encryption import encrypt

        return None if value is None else encrypt(value.encode(), self.context)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy's signature)
        from concord.database.encryption import decrypt

        if value is None:
            return None
        return decrypt(bytes(value), self.context).decode() if value != ERASED else ""


class EncryptedJson(TypeDecorator[dict[str, Any]]):
    """A JSON object encrypted like `EncryptedText`."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 (SQLAlchemy's signature)
        from concord.database.encryption import encrypt

        return None if value is None else encrypt(json.dumps(value).encode(), self.context)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002 (SQLAlchemy's signature)
        from concord.database.encryption import decrypt

        if value is None:
            return None
        if value == ERASED:
            return {}
        decoded: dict[str, Any] = json.loads(decrypt(bytes(value), self.context))
        return decoded


def is_sealed(column: Column[Any]) -> bool:
    """Whether it holds people's words and details, encrypted."""
    return isinstance(column.type, EncryptedText | EncryptedJson)
