"""The migrations make exactly what the models say: tables, checks, policies, grants; and they can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from concord.app import import_models
from concord.config import Settings
from concord.database import METADATA
from concord.database.migrate import downgrade, upgrade
from concord.database.prepare import prepare
from concord.database.protection import protect_registry_table, protect_service_table
from concord.embedded.credentials import ADMINISTRATOR, load_credentials

SNAPSHOT = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, is_generated, "
               "generation_expression FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                   "WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies",
    "protection": "SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class "
                  "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    "column grants": "SELECT c.relname, a.attname, a.attacl::text FROM pg_attribute a JOIN pg_class c "
                     "ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL",
}
MakeDatabase = Callable[[str], Settings]


@pytest.fixture
def make_database(settings: Settings) -> Iterator[MakeDatabase]:
    """Makes an empty database on the same server."""
    credentials = load_credentials(settings.data)
    host = settings.database_url.rpartition("@")[2].partition("/")[0]
    administrator = f"postgresql://{ADMINISTRATOR}:{credentials[ADMINISTRATOR]}@{host}/postgres"
    made = []

    def make(name: str) -> Settings:
        addresses = prepare(administrator, credentials.logins, name)
        made.append(name)
        return settings.model_copy(update={
            "database_url": addresses["concord_app"], "database_owner_url": addresses["concord_owner"]
        })

    yield make
    engine = create_engine(administrator, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def snapshot(address: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return {name: sorted(tuple(row) for row in connection.execute(text(question)) if row[0] != "alembic_version")
                for name, question in SNAPSHOT.items()}


def make_from_models(connection: Connection) -> None:
    import_models()
    METADATA.create_all(connection)
    for table in METADATA.sorted_tables:
        info = table.info
        statements = (
            protect_service_table(table.name, info["grants"], info["narrow"], info.get("updates"))
            if info["kind"] == "service" else protect_registry_table(table.name, info["access"])
        )
        for statement in statements:
            connection.execute(text(statement))


def test_the_migrations_make_what_the_models_say(make_database: MakeDatabase) -> None:
    migrated, modelled = make_database("drift_migrated"), make_database("drift_modelled")
    upgrade(migrated)
    engine = create_engine(modelled.database_owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        make_from_models(connection)
    expected, found = snapshot(modelled.database_owner_url), snapshot(migrated.database_owner_url)
    for part in SNAPSHOT:
        assert found[part] == expected[part], part


def test_the_migrations_go_up_down_and_up_again(make_database: MakeDatabase) -> None:
    database = make_database("up_down_up")
    upgrade(database)
    first = snapshot(database.database_owner_url)
    downgrade(database)
    assert all(rows == [] for rows in snapshot(database.database_owner_url).values())
    upgrade(database)
    assert snapshot(database.database_owner_url) == first
