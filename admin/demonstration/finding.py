"""Keyed tokens of rows that are written past the verbs: by them a sealed name, number or note is found again."""

from __future__ import annotations

from functools import cache

from admin.demonstration.bulk import as_text, insert_rows
from admin.demonstration.writer import Rows
from concord.database.columns import uuid7
from tenants.casework.list_models import NoteToken
from tenants.casework.models import CaseEvent
from tenants.casework.note_words import token_rows
from tenants.people.matching_models import PersonToken
from tenants.people.models import ContactPoint, Person
from tenants.people.tokens import tokens_of
from tenants.people.values import value_token


def mark_values(rows: Rows) -> None:
    """Before the rows are written: the same number is found with other people."""
    for point in rows[ContactPoint]:
        point["value_token"] = as_text(value_token(point["kind"], point["value"]))


def write_tokens(rows: Rows) -> None:
    """After the rows are written: names and the words of notes. Many people share a name, so it is looked up once."""
    of_name = cache(lambda name: [(kind, as_text(token)) for kind, token in sorted(tokens_of(name))])
    insert_rows(PersonToken, [
        {"id": uuid7(), "person_id": person["id"], "kind": kind, "token": token}
        for person in rows[Person] for kind, token in of_name(person["name"])
    ])
    insert_rows(NoteToken, [
        row | {"token": as_text(row["token"])}
        for event in rows[CaseEvent] if event["note"]
        for row in token_rows(event["case_id"], event["id"], event["note"])
    ])
