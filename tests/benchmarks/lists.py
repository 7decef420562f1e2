"""How long a list, a search and the day take at a service with 10,000 cases, beside one with 100 in the same run.

``.venv/bin/python tests/benchmarks/lists.py`` makes both services in a folder of its own and prints one JSON object:
the 95th percentile in milliseconds at each, and their ratio, which is to be at most 1.3. Requests to both take turns.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from data_folder import data_folder
from sqlalchemy import create_engine, insert

from concord.app import create_app
from concord.config import load_settings
from concord.database import db
from concord.database.columns import uuid7
from concord.database.migrate import upgrade
from concord.embedded.installation import installation
from concord.identity.permissions import Role
from harness import Service, StaffAccount, Visitor, World, find_form, form_values, soup
from tenants.casework import note_words
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.list_models import NoteToken
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.record_models import Task
from tenants.people.matching_models import PersonToken
from tenants.people.models import ContactKind, ContactPoint, Person
from tenants.people.tokens import token_rows
from tenants.people.values import value_token
from tenants.referrals.models import Incident, PartyRole

SIZES = (100, 10_000)
TURNS, LEADS, OPEN = 100, 12, 0.2  # a fifth of the cases is open
FIRST = (
    "Ada", "Bea", "Cal", "Dee", "Eve", "Fay", "Gil", "Hal", "Ina", "Jon", "Kit", "Lou", "Mae", "Ned", "Ora", "Pam",
    "Ray", "Sal", "Tom", "Una", "Viv", "Wes", "Yan", "Zoe",
)
NOTES = (
    "rang", "spoke", "letter", "court", "school", "mother", "garden", "fence", "police", "prison", "work", "sister",
    "worried", "thanks", "agreed", "later",
)
chance = random.Random(7)  # invented people, the same each time
numbers = count(1)
TABLES = (Incident, Person, PersonToken, ContactPoint, Case, CaseParty, CaseEvent, NoteToken, Task)


def main() -> None:
    with data_folder() as data, installation(load_settings(data=data)) as settings:
        upgrade(settings)
        world = World(create_app(settings), settings)
        visitors = {size: _service_of(world, size) for size in SIZES}
        with create_engine(settings.database_owner_url, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("ANALYZE")  # as the database does by itself in time
        print(json.dumps(_measure(visitors), indent=1))  # noqa: T201 - what it is for


def _service_of(world: World, size: int) -> Visitor:
    """A service with so many cases, and its coordinator, signed in."""
    service = world.make_service()
    accounts = [
        world.account(service, Role.CASE_COORDINATOR, f"c{number}@example.org", f"Coordinator {number}")
        for number in range(LEADS)
    ]
    with world.inside(service):
        for start in range(0, size, 500):
            _write_cases(service, accounts, range(start, min(size, start + 500)))
    return world.sign_in(service, accounts[0])


def _write_cases(service: Service, accounts: list[StaffAccount], which: range) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for number in which:
        _write_case(rows, accounts[0 if number < SIZES[0] else number % LEADS].id, number)
    for table, values in rows.items():
        if values:
            db.session.execute(insert(table), [{"tenant_id": service.id} | row for row in values])


def _write_case(rows: dict[Any, list[dict[str, Any]]], lead_id: UUID, number: int) -> None:
    case_id, incident_id, now = uuid7(), uuid7(), datetime.now(UTC)
    opened = now - timedelta(hours=number)
    # The newest hundred are alike in both, half of them open, so that the pages show equally much.
    ended = number % 2 == 1 if number < SIZES[0] else chance.random() > OPEN
    rows[Incident].append({"id": incident_id, "summary": "Somebody took a bicycle."})
    rows[Case].append({
        "id": case_id, "reference": f"BEN-{next(numbers):06}", "incident_id": incident_id, "lead_id": lead_id,
        "stage": "closed" if ended else "exploring", "closure_reason": "other" if ended else None,
        "opened_at": opened, "closed_at": now if ended else None,
    })
    for role in PartyRole:
        party_id, person_id = uuid7(), uuid7()
        name = f"{chance.choice(FIRST)} {chance.choice(FIRST)}{chance.randrange(5000)}"
        phone = f"+4477009{chance.randrange(100_000):05}"
        rows[Person].append({"id": person_id, "name": name})
        rows[PersonToken] += token_rows(person_id, name)
        rows[ContactPoint].append({
            "id": uuid7(), "person_id": person_id, "kind": ContactKind.PHONE, "value": phone, "stated_by": "self",
            "standing": "safe", "value_token": value_token(ContactKind.PHONE, phone),
        })
        rows[CaseParty].append({"id": party_id, "case_id": case_id, "person_id": person_id, "role": role})
    for _ in range(2):
        event_id, note = uuid7(), _note(number)
        rows[CaseEvent].append({
            "id": event_id, "case_id": case_id, "kind": EventKind.NOTE, "happened_on": opened.date(),
            "actor_id": lead_id, "episode": 1, "note": note,
        })
        rows[NoteToken] += [
            {"id": uuid7(), "case_id": case_id, "event_id": event_id, "token": note_words._token(word)}
            for word in set(note.split())
        ]
    if not ended:
        days = -1 if number < SIZES[0] else chance.randrange(-3, 27)  # as many overdue on the first page of both
        rows[Task].append({
            "id": uuid7(), "case_id": case_id, "kind": TaskKind.REMINDER, "words": "Ring them", "owner_id": lead_id,
            "due_on": now.date() + timedelta(days=days), "created_by": lead_id,
        })


def _note(number: int) -> str:
    """Some common words, some rare ones; in the newest hundred every tenth speaks of the same."""
    rare = [f"word{chance.randrange(3000)}" for _ in range(6)]
    same = ["zeppelin", "allotment"] if number < SIZES[0] and number % 10 == 0 else []
    return " ".join(chance.sample(NOTES, 4) + rare + same)


def _measure(visitors: dict[int, Visitor]) -> dict[str, dict[str, float]]:
    asked = {
        "day": ("/team/", ""), "my cases": ("/team/cases?tab=mine", ""), "all open": ("/team/cases?tab=open", ""),
        "unassigned": ("/team/cases?tab=unassigned", ""), "completed": ("/team/cases?tab=completed&order=closed", ""),
        "filtered": ("/team/cases?tab=open&stage=exploring&overdue=yes", ""),
        "search by name": ("/team/cases/search", "Ada Bea1234"), "by phone": ("/team/cases/search", "07700 912345"),
        "by words of notes": ("/team/cases/search", "zeppelin allotment"),
    }
    found = {}
    for name, (path, words) in asked.items():
        times: dict[int, list[float]] = {size: [] for size in visitors}
        forms = {size: _form(visitor, path, words) for size, visitor in visitors.items()}
        for turn in range(TURNS + 10):
            for size, visitor in visitors.items():
                began = time.perf_counter()
                answer = visitor.post(path, forms[size]) if words else visitor.get(path)
                took = time.perf_counter() - began
                if answer.status_code != 200:
                    raise RuntimeError(f"{path}: {answer.status_code}")
                if turn >= 10:  # the first ones warm up
                    times[size].append(took)
        small, large = (statistics.quantiles(times[size], n=20)[-1] * 1000 for size in SIZES)
        medians = [statistics.median(times[size]) * 1000 for size in SIZES]
        found[name] = {
            "p95_ms_at_100": round(small, 1), "p95_ms_at_10000": round(large, 1), "ratio": round(large / small, 2),
            "ratio_of_medians": round(medians[1] / medians[0], 2), "median_ms_at_100": round(medians[0], 1),
        }
    return found


def _form(visitor: Visitor, path: str, words: str) -> dict[str, Any]:
    return form_values(find_form(soup(visitor.get(path)))) | {"words": words} if words else {}


if __name__ == "__main__":
    main()
