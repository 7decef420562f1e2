"""Real servers once for each test process, and a fresh service for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from data_folder import data_folder
from flask import Flask
from psycopg.conninfo import make_conninfo

from concord.app import create_app
from concord.config import Settings, load_settings
from concord.database.engine import close_connections
from concord.database.migrate import upgrade
from concord.embedded.credentials import ADMINISTRATOR, load_credentials
from concord.embedded.installation import installation
from harness import Service, World

MakeService = Callable[..., Service]
TESTS = Path(__file__).parent
# The chores go through every service that a test before them made. The others take longest: no process is left alone
# with one of them at the end.
BEGUN_FIRST = (
    "workers/test_schedule", "browser/test_accessibility", "admin/demonstration/test_load", "browser/",
    "workers/test_programs", "faults/", "tenants/handover/test_joint", "tenants/casework/test_state_machine",
    "tenants/papers/", "isolation/", "test_main_job", "tenants/casework/", "tenants/meetings/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is begun first comes first; the others stay as they are."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(TESTS).as_posix()
    return next((place for place, start in enumerate(BEGUN_FIRST) if path.startswith(start)), len(BEGUN_FIRST))


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """An installation of this test process: PostgreSQL, Valkey, S3 and mail, migrated."""
    with data_folder() as data, installation(load_settings(data=data)) as running:
        write_to_memory(running)
        upgrade(running)
        yield running


def write_to_memory(settings: Settings) -> None:
    """No row of this database outlives its test process, so none need be on disk before the next statement."""
    superuser = make_conninfo(
        settings.database_owner_url, user=ADMINISTRATOR, password=load_credentials(settings.data)[ADMINISTRATOR]
    )
    with psycopg.connect(superuser, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    yield create_app(settings)
    close_connections()


@pytest.fixture(scope="session")
def world(app: Flask, settings: Settings) -> World:
    return World(app, settings)


@pytest.fixture(scope="session")
def make_service(world: World) -> MakeService:
    """Makes a service with a slug of its own; keyword arguments change its profile."""
    return world.make_service


@pytest.fixture
def service(make_service: MakeService) -> Service:
    return make_service()


@pytest.fixture
def other_service(make_service: MakeService) -> Service:
    return make_service()


@pytest.fixture(scope="session")
def national(world: World) -> Service:
    """The national office; there is one in each installation."""
    return world.make_national_office()
