"""Write many rows of one table in one statement: they travel as one JSON document. Row-level security holds as ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, text

from concord.database import METADATA, Base, db
from concord.database.columns import EncryptedText
from concord.tenancy import scope


def insert_rows(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of the bound service; all have the same columns."""
    if not rows:
        return
    table = METADATA.tables[model.__tablename__]
    names = ["tenant_id", *rows[0]]
    tenant_id = str(scope.current_tenant_id())
    document = json.dumps([{"tenant_id": tenant_id} | _plain(table, row) for row in rows], default=str)
    columns = ", ".join(names)
    db.session.execute(
        text(f"INSERT INTO {table.name} ({columns}) "  # noqa: S608 - names come from the models
             f"SELECT {columns} FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"),
        {"rows": document},
    )


def _plain(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _sealed(table, name, value) for name, value in row.items()}


def _sealed(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None or not isinstance(kind, EncryptedText):
        return value
    sealed = kind.process_bind_param(value, db.engine.dialect)
    return None if sealed is None else "\\x" + sealed.hex()
