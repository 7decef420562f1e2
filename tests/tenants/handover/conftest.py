"""Two live services with staff, and a case that one hands to the other."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, World


@pytest.fixture
def sender(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER))


@pytest.fixture
def receiver(world: World, other_service: Service) -> Casework:
    return Casework(world, other_service, world.account(other_service, Role.SERVICE_MANAGER))
