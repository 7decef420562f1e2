"""Write many rows of one table in one statement: they travel as one JSON document. Row-level security holds as ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from concord.database import METADATA, Base, db
from concord.database.columns import EncryptedJson, EncryptedText
from concord.tenancy import scope

Sealed = EncryptedText | EncryptedJson


def insert_rows(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the bound service; a column that only some of them have is null in the others."""
    if not rows:
        return
    table, tenant_id = METADATA.tables[model.__tablename__], str(scope.current_tenant_id())
    sealed = {column.name: column.type for column in table.columns if isinstance(column.type, Sealed)}
    columns = ", ".join(dict.fromkeys(name for row in ({"tenant_id": tenant_id}, *rows) for name in row))
    document = json.dumps([{**row, **_sealed(row, sealed), "tenant_id": tenant_id} for row in rows], default=str)
    db.session.execute(
        text(f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names come from the models
             f"SELECT {columns} FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"),
        {"rows": document},
    )


def as_text(value: bytes | None) -> str | None:
    """Bytes as they travel."""
    return None if value is None else "\\x" + value.hex()


def _sealed(row: dict[str, Any], kinds: dict[str, Sealed]) -> dict[str, str | None]:
    return {
        name: as_text(kinds[name].process_bind_param(row[name], db.engine.dialect))
        for name in kinds.keys() & row.keys()
    }
