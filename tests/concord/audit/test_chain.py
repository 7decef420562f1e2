"""What happened stays as it was written, and a change behind our back is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from concord.audit import chain
from concord.audit.models import AuditEntry, AuditLink
from concord.audit.service import record_act, record_read
from concord.config import DATABASE_ROLES, Settings
from concord.database import db
from concord.database.columns import uuid7
from harness import Service, World


def act(world: World, service: Service, number: int = 3) -> None:
    with world.inside(service):
        for _ in range(number):
            record_act("change", "case", uuid7(), stage="allocated", weight=1.5, words="Siôn", nothing=None)


def chained(world: World, service: Service) -> str | None:
    """Chain what there is, then follow the chain."""
    with world.inside(service):
        chain.extend()
        return chain.verify()


@contextmanager
def as_owner(settings: Settings, service: Service) -> Iterator[Connection]:
    """Somebody with the owner's password and bad intentions."""
    engine = create_engine(settings.database_owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('concord.tenant_id', :id, true)"), {"id": str(service.id)})
        yield connection


def test_every_entry_is_chained_once_in_order(world: World, service: Service) -> None:
    act(world, service)
    with world.inside(service):
        record_read("case", uuid7())
        entries = db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all()
        assert chain.extend() == len(entries)
        assert chain.extend() == 0
    act(world, service, 2)
    assert chained(world, service) is None
    with world.inside(service):
        links = db.session.execute(select(AuditLink.sequence, AuditLink.entry_id).order_by(AuditLink.sequence)).all()
    assert [link.sequence for link in links] == list(range(1, len(entries) + 3))
    assert [link.entry_id for link in links][: len(entries)] == list(entries)


def test_long_trails_are_chained_in_parts(world: World, service: Service) -> None:
    act(world, service, 7)
    with world.inside(service):
        assert chain.extend(limit=5) == 5
        assert chain.extend(limit=5) >= 2
        assert chain.verify() is None


def test_an_entry_committed_late_is_chained_all_the_same(world: World, service: Service) -> None:
    act(world, service, 1)
    late = uuid7()
    act(world, service, 1)
    assert chained(world, service) is None
    with world.inside(service):
        db.session.add(AuditEntry(id=late, action="change", subject_kind="case", detail={}))
        db.session.flush()
        assert chain.extend() == 1
        assert chain.verify() is None


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE audit_entries SET detail = '{\"stage\": \"closed\"}' WHERE id = :third", "link 3 .* does not fit"),
        ("UPDATE audit_entries SET at = at - interval '1 microsecond' WHERE id = :third", "link 3 .* does not fit"),
        ("UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE id = :third", "link 3 .* does not fit"),
        ("DELETE FROM audit_links WHERE entry_id = :third", "link 3 .* is missing"),
        ("UPDATE audit_links SET hash = sha256('x') WHERE entry_id = :third", "link 3 .* does not fit"),
        ("UPDATE audit_links SET entry_id = e.id FROM audit_entries e WHERE e.action = 'export' AND entry_id = :third",
         "link 3 .* does not fit"),
        ("UPDATE audit_entries SET at = at - interval '2 hours' WHERE action = 'export'", "1 audit entries are not in"),
    ],
)
def test_tampering_is_seen_and_said_where(
    world: World, service: Service, settings: Settings, tampering: str, said: str
) -> None:
    act(world, service, 4)
    assert chained(world, service) is None
    with world.inside(service):
        third = db.session.scalars(select(AuditLink.entry_id).where(AuditLink.sequence == 3)).one()
        record_act("export", "case", None)
    with as_owner(settings, service) as connection:
        touched = connection.execute(text(tampering), {"third": third} if ":third" in tampering else {})
        assert touched.rowcount == 1
    with world.inside(service):
        problem = chain.verify()
    assert problem is not None
    assert re.search(said, problem), problem


def test_a_chain_taken_from_another_service_does_not_fit(
    world: World, service: Service, other_service: Service
) -> None:
    act(world, service, 1)
    act(world, other_service, 1)
    assert chained(world, service) is None
    assert chained(world, other_service) is None
    hashes = []
    for one in (service, other_service):
        with world.inside(one):
            hashes.append(set(db.session.scalars(select(AuditLink.hash))))
    assert not hashes[0] & hashes[1]


def test_two_workers_make_one_chain(world: World, service: Service) -> None:
    act(world, service, 50)
    barrier = Barrier(3)

    def work() -> None:
        with world.inside(service):
            barrier.wait(10)
            chain.extend(limit=20)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert chained(world, service) is None


@pytest.mark.parametrize("role", [role for role in DATABASE_ROLES if role != "database_owner_url"])
@pytest.mark.parametrize("table", ["audit_entries", "audit_links"])
def test_no_login_of_a_running_program_may_change_the_trail(
    world: World, service: Service, settings: Settings, role: str, table: str
) -> None:
    act(world, service, 1)
    assert chained(world, service) is None
    engine = create_engine(getattr(settings, role), poolclass=NullPool)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with engine.connect() as connection:
            connection.execute(text("SELECT set_config('concord.tenant_id', :id, true)"), {"id": str(service.id)})
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(statement))
