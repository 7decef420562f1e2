"""Real servers once for each test process, and a fresh service for each test that asks for one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from data_folder import data_folder
from flask import Flask

from concord.app import create_app
from concord.config import Settings, load_settings
from concord.database.engine import close_connections
from concord.database.migrate import upgrade
from concord.embedded.installation import installation
from concord.tenancy.models import Status
from harness import Service, World

MakeService = Callable[..., Service]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """An installation of this test process: PostgreSQL, Valkey, S3 and mail, migrated."""
    with data_folder() as data, installation(load_settings(data=data)) as running:
        upgrade(running)
        yield running


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    yield create_app(settings)
    close_connections()


@pytest.fixture(scope="session")
def world(app: Flask, settings: Settings) -> World:
    return World(app, settings)


@pytest.fixture(scope="session")
def make_service(app: Flask) -> MakeService:
    """Makes a service with a slug of its own; keyword arguments change its profile."""
    from tenants.registry.packs import Pack
    from tenants.registry.profile import read_profile
    from tenants.registry.service import create_organisation

    def make(*, status: Status = Status.LIVE, **overrides: Any) -> Service:
        number = next(_numbers)
        document: dict[str, Any] = {
            "slug": f"service-{number}", "name": f"Service {number}", "short_name": f"Service {number}",
            "reference_prefix": "TST", "police_areas": [{"code": "E23000026", "from": "2020-01-01"}],
            "controller": {"name": "Example Trust"},
            "contact": {"phone": "0808 157 0001", "email": "hello@service.example"},
        }
        pack = Pack(read_profile(document | overrides), {}, None)
        with app.app_context():
            service_id = create_organisation(pack, status=status)
        host = "localhost" if pack.profile.kind == "national" else f"{pack.profile.slug}.localhost"
        return Service(service_id, pack.profile.slug, host)

    return make


@pytest.fixture
def service(make_service: MakeService) -> Service:
    return make_service()


@pytest.fixture
def other_service(make_service: MakeService) -> Service:
    return make_service()


@pytest.fixture(scope="session")
def national(make_service: MakeService) -> Service:
    """The national office; there is one in each installation."""
    return make_service(
        slug="national", kind="national", name="National office", short_name="National", reference_prefix="NAT",
        police_areas=[],
    )
