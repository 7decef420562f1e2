"""The catalogue check finds each way in which a table, a view, a function or a login could escape protection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from concord.app import create_app
from concord.config import Settings
from concord.database import db
from concord.database.catalogue import problems
from concord.database.migrate import owner_connection
from concord.database.start import UnsafeDatabase
from concord.embedded.credentials import ADMINISTRATOR, load_credentials
from concord.tenancy import scope

FAULTS = {
    "policy dropped": ("DROP POLICY service ON people", "people: the policy service is missing"),
    "floor dropped": ("DROP POLICY service_floor ON people", "people: the policy service_floor is missing"),
    "not forced": ("ALTER TABLE people NO FORCE ROW LEVEL SECURITY", "people: row-level security is not"),
    "open check": (
        "ALTER POLICY service ON people WITH CHECK (true)", "people: the policy service is missing or does not bind"
    ),
    "updates freed": ("DROP POLICY updates ON case_events", "case_events: the policy updates is missing"),
    "updates open": (
        "ALTER POLICY updates ON cases WITH CHECK (true)", "cases: the policy updates is missing or does not bind"
    ),
    "further column to change": (
        "GRANT UPDATE (kind) ON case_events TO concord_app", "case_events: concord_app may UPDATE columns kind, note"
    ),
    "nothing to erase": (
        "REVOKE UPDATE (note) ON case_events FROM concord_app", "case_events: concord_app may not erase note"
    ),
    "further policy": (
        "CREATE POLICY extra ON people TO concord_app USING (true)", "people: the policy extra is not in the list"
    ),
    "open to all roles": ("ALTER POLICY service ON people TO PUBLIC", "people: the policy service is missing"),
    "further grant": ("GRANT TRUNCATE ON people TO concord_app", "people: concord_app may"),
    "grant to a narrow role": ("GRANT SELECT ON people TO concord_national", "people: concord_national may"),
    "column grant": ("GRANT SELECT (name) ON people TO concord_relay", "people: concord_relay may read columns name"),
    "public grant": ("GRANT SELECT ON people TO PUBLIC", "people: PUBLIC may"),
    "own table": ("CREATE TABLE stray (id int)", "stray is not a table Concord knows"),
    "view": ("CREATE VIEW peek AS SELECT id FROM people", "peek is a view"),
    "materialised view": (
        "CREATE MATERIALIZED VIEW frozen AS SELECT slug FROM organisations", "frozen is a view"
    ),
    "function": (
        "CREATE FUNCTION peek() RETURNS int LANGUAGE sql AS 'SELECT 1'", "the function peek was not reviewed"
    ),
    "plain foreign key": (
        (
            "ALTER TABLE handled_forms ADD UNIQUE (id); "
            "ALTER TABLE preview_links ADD CONSTRAINT loose FOREIGN KEY (id) REFERENCES handled_forms (id) NOT VALID"
        ),
        "preview_links: loose could point into another service",
    ),
    "unique across services": (
        "ALTER TABLE referrals ADD CONSTRAINT oracle UNIQUE (reference)", "referrals: oracle does not start with"
    ),
    "unique index across services": (
        "CREATE UNIQUE INDEX oracle ON referrals (reference)", "referrals: oracle does not start with"
    ),
}


@contextmanager
def as_owner(settings: Settings) -> Iterator[Connection]:
    """What is done here is taken back at the end."""
    with owner_connection(settings) as connection:
        yield connection
        connection.rollback()


def test_the_migrated_database_has_no_fault(settings: Settings) -> None:
    with as_owner(settings) as connection:
        assert problems(connection) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_the_catalogue_check_finds(settings: Settings, fault: str) -> None:
    statement, complaint = FAULTS[fault]
    with as_owner(settings) as connection:
        connection.exec_driver_sql(statement)
        assert [found for found in problems(connection) if found.startswith(complaint)]


@contextmanager
def as_administrator(settings: Settings) -> Iterator[psycopg.Connection]:
    address = settings.database_url.replace(
        settings.database_url.split("//")[1].split("@")[0],
        f"{ADMINISTRATOR}:{load_credentials(settings.data)[ADMINISTRATOR]}",
    )
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(("change", "back"), [
    ("ALTER ROLE concord_app BYPASSRLS", "ALTER ROLE concord_app NOBYPASSRLS"),
    ("GRANT concord_owner TO concord_app", "REVOKE concord_owner FROM concord_app"),
    ("GRANT concord_backup TO concord_app", "REVOKE concord_backup FROM concord_app"),
    ("ALTER TABLE people DISABLE ROW LEVEL SECURITY", "ALTER TABLE people ENABLE ROW LEVEL SECURITY"),
])
def test_the_app_refuses_to_start_when_it_could_reach_round_the_policies(
    app: Flask, settings: Settings, change: str, back: str
) -> None:
    with as_administrator(settings) as administrator:
        administrator.execute(change.encode())
        try:
            with pytest.raises(UnsafeDatabase):
                create_app(settings)
        finally:
            administrator.execute(back.encode())


def test_the_app_refuses_to_start_as_the_owner(app: Flask, settings: Settings) -> None:
    with pytest.raises(UnsafeDatabase, match="signs in as concord_owner"):
        create_app(settings.model_copy(update={"database_url": settings.database_owner_url}))


def test_the_app_may_not_truncate_or_change_tables(app: Flask) -> None:
    for statement in ("TRUNCATE people", "ALTER TABLE people ADD extra int", "CREATE TABLE mine (id int)"):
        refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
        with app.app_context(), scope.no_service(), db.engine.connect() as connection, refused:
            connection.execute(text(statement))
