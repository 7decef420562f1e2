"""A service with referrals and cases, and one elsewhere."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, StaffAccount, World


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def cases_elsewhere(world: World, other_service: Service) -> Casework:
    return Casework(world, other_service, world.account(other_service, Role.SERVICE_MANAGER))


@pytest.fixture
def supervisor(cases: Casework) -> StaffAccount:
    """Somebody who may sign off what others ask for."""
    return cases.world.account(cases.service, Role.CASE_SUPERVISOR, name="Sue Supervisor")
