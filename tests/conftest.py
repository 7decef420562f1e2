"""Real servers once for each test process, and a fresh service for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's few tests take longest: begun first, no process is left alone with them at the end."""
    items.sort(key=lambda item: item.path.parent.name != "browser")


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
