"""A service's manager, who looks after its public pages."""

from __future__ import annotations

import pytest

from concord.identity.permissions import Role
from harness import Service, Visitor, World


@pytest.fixture
def manager(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)
