"""Those who change a service's details."""

from __future__ import annotations

import pytest

from concord.identity.permissions import Role
from harness import Service, Visitor, World


@pytest.fixture
def manager(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)


@pytest.fixture
def second(world: World, service: Service) -> Visitor:
    """Another manager of the same service."""
    return world.sign_in(service, world.account(service, Role.SERVICE_MANAGER, "second@service.example", "Robin Lee"))
