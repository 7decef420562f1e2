"""A service whose manager plans meetings."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import Service, Visitor, World


@pytest.fixture
def desk(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture
def team(desk: Casework) -> Visitor:
    return desk.world.sign_in(desk.service, desk.manager)
