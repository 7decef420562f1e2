"""A service with a manager who brings cases in and out."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, Visitor, World


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER))


@pytest.fixture
def manager(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)
