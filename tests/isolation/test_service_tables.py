"""For every service-owned table: what belongs to one service does not exist for another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from rows import insert_row, parents, service_tables
from sqlalchemy import Connection, Executable, column, delete, insert, select, table, text, update
from sqlalchemy.exc import DBAPIError

from concord.config import Settings
from concord.database import METADATA, db
from concord.database.columns import uuid7
from concord.database.migrate import owner_connection
from concord.database.protection import protect_service_table
from concord.tenancy import scope
from harness import Service


def bound(app: Flask, tenant_id: UUID) -> Connection:
    assert scope.current_tenant_id() == tenant_id
    return db.engine.connect()


def leaks(app: Flask, table_name: str, ours: Service, theirs: Service) -> list[str]:
    """Every way in which `ours` reaches a row of `theirs`; and whether `theirs` lost sight of its own."""
    found: list[str] = []
    with app.app_context():
        with scope.bound_to(theirs.id), db.engine.begin() as connection:
            their_row = insert_row(connection, table_name, theirs.id)
        with scope.bound_to(ours.id), db.engine.begin() as connection:
            insert_row(connection, table_name, ours.id)
        with scope.bound_to(theirs.id), bound(app, theirs.id) as connection:
            if not _visible(connection, table_name, their_row):
                found.append("a service does not see its own row")
        with scope.bound_to(ours.id):
            found += _reads_and_writes(app, table_name, ours, theirs, their_row)
            found += _references(app, table_name, ours, their_row)
    return found


def _visible(connection: Connection, table_name: str, row_id: UUID) -> bool:
    id_only = table(table_name, column("id"))
    return connection.execute(select(id_only.c.id).where(id_only.c.id == row_id)).first() is not None


def _reads_and_writes(app: Flask, table_name: str, ours: Service, theirs: Service, row: UUID) -> list[str]:
    target, found = METADATA.tables[table_name], []
    with bound(app, ours.id) as connection:
        if _visible(connection, table_name, row):
            found.append("read")
    change = update(target).where(target.c.id == row).values(id=target.c.id)
    for name, statement in (("changed", change), ("deleted", delete(target).where(target.c.id == row))):
        with bound(app, ours.id) as connection:
            answer = refusal(connection, statement)
            if answer and "permission denied" not in answer:
                found.append(f"{name}: {answer}")
    with bound(app, ours.id) as connection:
        answer = refusal(connection, lambda: insert_row(connection, table_name, theirs.id))
        if "row-level security" not in answer:
            found.append(f"inserted: {answer}")
    return found


def _references(app: Flask, table_name: str, ours: Service, their_row: UUID) -> list[str]:
    """Whether any table can hold a row of ours that points to theirs."""
    found = []
    pointing = [(child, name) for child in service_tables()
                for name, parent in parents(child).items() if parent == table_name]
    for child, name in pointing:
        with bound(app, ours.id) as connection:
            answer = refusal(connection, partial(insert_row, connection, child, ours.id, **{name: their_row}))
        if "foreign key" not in answer:
            found.append(f"referenced by {child}.{name}: {answer}")
    return found


def refusal(connection: Connection, act: Executable | Callable[[], object]) -> str:
    """What PostgreSQL says against it; "done to N rows" when it did it, empty when there was no row to do it to."""
    try:
        if callable(act):
            act()
            return "done"
        rows = connection.execute(act).rowcount
    except DBAPIError as error:
        return str(error)
    return f"done to {rows} rows" if rows else ""


@pytest.mark.parametrize("table_name", service_tables())
def test_rows_of_another_service_cannot_be_read_changed_deleted_referenced_or_inserted(
    app: Flask, service: Service, other_service: Service, table_name: str
) -> None:
    assert leaks(app, table_name, service, other_service) == []


@pytest.mark.parametrize("table_name", service_tables())
def test_without_a_service_a_table_answers_with_an_error(app: Flask, service: Service, table_name: str) -> None:
    with app.app_context(), scope.bound_to(service.id), db.engine.begin() as connection:
        insert_row(connection, table_name, service.id)
    statement = text(f"SELECT id FROM {table_name} LIMIT 1")
    with app.app_context():
        with pytest.raises(scope.NoScope), db.engine.connect() as connection:
            connection.execute(statement)
        with scope.no_service(), db.engine.connect() as connection, pytest.raises(DBAPIError, match="uuid"):
            connection.execute(statement)
        with scope.no_service():
            raw = db.engine.raw_connection()
            with pytest.raises(Exception, match=r"unrecognized configuration|invalid input syntax for type uuid"):
                raw.cursor().execute(f"SELECT id FROM {table_name} LIMIT 1")
            raw.close()


@pytest.mark.parametrize("table_name", ["referrals", "people", "audit_entries"])
def test_a_table_that_loses_its_policy_is_found(
    app: Flask, settings: Settings, service: Service, other_service: Service, table_name: str
) -> None:
    info = METADATA.tables[table_name].info
    with owner_connection(settings) as owner:
        for statement in (
            f"DROP POLICY service ON {table_name}", f"DROP POLICY service_floor ON {table_name}",
            f"ALTER TABLE {table_name} DISABLE ROW LEVEL SECURITY",
        ):
            owner.execute(text(statement))
        owner.commit()
        try:
            assert "read" in leaks(app, table_name, service, other_service)
        finally:
            for statement in protect_service_table(table_name, info["grants"], info["narrow"]):
                owner.execute(text(statement))
            owner.commit()
    assert leaks(app, table_name, service, other_service) == []


def test_a_pooled_connection_does_not_keep_the_last_service(app: Flask, service: Service) -> None:
    with app.app_context():
        with scope.bound_to(service.id):
            assert db.session.execute(text("SELECT count(*) FROM people")).scalar_one() == 0
            db.session.commit()
        with scope.no_service():
            for _ in range(db.engine.pool.size()):  # type: ignore[attr-defined]  # the pool in use has a size
                raw = db.engine.raw_connection()
                setting = raw.cursor().execute("SELECT current_setting('concord.tenant_id', true)").fetchone()
                raw.close()
                assert setting in {(None,), ("",)}


def test_a_session_never_shows_the_objects_of_the_service_before(
    app: Flask, service: Service, other_service: Service
) -> None:
    from tenants.people.models import Person

    shared_id = uuid7()
    with app.app_context():
        for owner, name in ((service, "Ours"), (other_service, "Theirs")):
            with scope.bound_to(owner.id):
                db.session.execute(insert(Person).values(id=shared_id, tenant_id=owner.id, name=name))
                db.session.commit()
        for owner, name in ((service, "Ours"), (other_service, "Theirs")):
            with scope.bound_to(owner.id):
                assert db.session.get_one(Person, (owner.id, shared_id)).name == name
