"""A row for any service-owned table, made from what the table itself says about its columns."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Connection, Table, insert

from concord.database import METADATA
from concord.database.columns import EncryptedJson, EncryptedText, uuid7

_numbers = count(100)
# Where a table's checks tie columns together, the values that fit.
FITTING: dict[str, dict[str, Any]] = {
    "activity_attendees": {"name": "sealed"},
    "exchanges": {"words": "sealed"},
    "agency_records": {"kind": "approval", "answer": "yes"},
    "assessments": {"review_on": date(2026, 2, 2), "rating_reason": "sealed"},
    "practice_records": {"level": "advanced"},
    "handovers": {"direction": "in"},
    "case_parties": {"responsibility": "not_asked"},
    "tellings": {"decision": "do_not_tell"},
    "case_events": {"to_stage": "allocated"},
    "contact_points": {"value": "01632 960001"},
    "equality_answers": {"declined": True},
    "documents": {"scan": "not_scanned"},
    "figure_drafts": {"period": "2026Q1"},
    "referral_notes": {"kind": "answered"},
    "returns": {"period": "2026Q1"},
}

# What else must be set when a column is.
FITTING_WITH: dict[tuple[str, str], dict[str, Any]] = {
    ("agreement_items", "harmed_told_by"): {"harmed_told_on": date(2026, 1, 5), "harmed_told_how": "phone"},
    ("tellings", "told_party_id"): {
        "decision": "tell", "wording": "not_going_ahead", "wording_version": "1", "told_on": date(2026, 1, 6),
        "how": "phone",
    },
    ("activity_attendees", "supporter_id"): {"name": None},
    ("case_documents", "sent_by"): {"sent_on": date(2026, 1, 6)},
    ("case_facts", "complexity_by"): {"complexity": "standard"},
    ("person_needs", "asked_by"): {"asked_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("handovers", "referral_id"): {"about": "referral"},
    ("referrals", "came_from_id"): {"came_here_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("tasks", "done_by"): {"done_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("import_rows", "taken_key"): {"state": "taken"},
    ("practice_records", "takes_back"): {"kind": "taken_back", "level": None},
    ("referral_drafts", "code_hash"): {"saved_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("sign_offs", "decided_by"): {"decision": "approved", "decided_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("referrals", "released_by"): {"released_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
    ("referrals", "case_id"): {"status": "accepted", "decided_at": datetime(2026, 1, 6, 12, tzinfo=UTC)},
}
# What must point to other, older rows when a column is given.
BEFORE: dict[tuple[str, str], dict[str, str]] = {("person_matches", "second_id"): {"first_id": "people"}}
STEPS = ("read", "checked", "approved", "released", "passed_on")  # of an exchange: each needs those before it
for _number, _step in enumerate(STEPS):
    FITTING_WITH["exchanges", f"{_step}_by"] = {
        **{f"{step}_at": datetime(2026, 1, 6, 12, tzinfo=UTC) for step in STEPS[: _number + 1]},
        "audience": "both" if _number >= STEPS.index("released") else "harmed",
    }
    BEFORE["exchanges", f"{_step}_by"] = {f"{step}_by": "accounts" for step in STEPS[:_number]}
# Tables that must point to one of several others: which one when nothing is said.
POINTING_WITHOUT = {"referral_documents": ({"draft_id", "referral_id"}, "draft_id")}


def service_tables() -> list[str]:
    from concord.app import import_models

    import_models()
    return sorted(name for name, table in METADATA.tables.items() if table.info["kind"] == "service")


def insert_row(connection: Connection, table_name: str, tenant_id: UUID, **given: Any) -> UUID:
    """Insert a row and, first, every row it must point to; all of the same service. Returns its id."""
    table = METADATA.tables[table_name]
    values = {"tenant_id": tenant_id, "id": uuid7()} | FITTING.get(table_name, {})
    for name in given:
        values |= FITTING_WITH.get((table_name, name), {})
        for older, parent in BEFORE.get((table_name, name), {}).items():
            values[older] = insert_row(connection, parent, tenant_id, id=UUID(int=next(_numbers)))
    values |= given
    for column in table.columns:
        if column.name not in values and column.computed is None and not column.nullable:
            values[column.name] = _value(connection, table, column, tenant_id)
    choices, chosen = POINTING_WITHOUT.get(table_name, (set(), ""))
    if choices and not choices & given.keys():
        values[chosen] = insert_row(connection, parents(table_name)[chosen], tenant_id)
    connection.execute(insert(table).values(values))
    row_id: UUID = values["id"]
    return row_id


def parents(table_name: str) -> dict[str, str]:
    """Columns that point to another service-owned table, and that table."""
    found = {}
    for constraint in METADATA.tables[table_name].foreign_key_constraints:
        columns = [column.name for column in constraint.columns]
        if len(columns) == 2:
            found[columns[1]] = constraint.referred_table.name
    return found


def _value(connection: Connection, table: Table, column: Column[Any], tenant_id: UUID) -> Any:
    parent = parents(table.name).get(column.name)
    if parent:
        return insert_row(connection, parent, tenant_id)
    if any(key.target_fullname == "organisations.id" for key in column.foreign_keys):
        return tenant_id
    known = _first_known(table, column.name)
    if known is not None:
        return known
    if isinstance(column.type, EncryptedText):
        return "sealed"
    if isinstance(column.type, EncryptedJson):
        return {}
    kinds: dict[type, Any] = {
        str: f"{column.name}-{uuid7().hex[-12:]}", int: next(_numbers), bool: False, bytes: uuid7().bytes,
        UUID: uuid7(),
        date: date(2026, 1, 5), datetime: datetime(2026, 1, 5, 12, tzinfo=UTC), object: {},
    }
    return kinds[column.type.python_type]


def _first_known(table: Table, column: str) -> str | None:
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            found = re.match(rf"{column} IN \('([^']+)'", str(constraint.sqltext))
            if found:
                return found[1]
    return None

