"""A case of two sides in a service that has a phone number."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, World


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER))
