"""A service with cases to assess, and one elsewhere."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, World


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def cases_elsewhere(world: World, other_service: Service) -> Casework:
    return Casework(world, other_service, world.account(other_service, Role.SERVICE_MANAGER))
