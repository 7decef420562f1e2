"""A service with cases, and the second person who decides."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, StaffAccount, World


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def officer(cases: Casework) -> StaffAccount:
    return cases.world.account(cases.service, Role.DATA_PROTECTION_OFFICER, name="Dot Officer")
