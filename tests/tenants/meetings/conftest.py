"""A service whose manager plans meetings: one for the tests of a file, each with a case of its own."""

from __future__ import annotations

import pytest
from cases import Casework

from concord.identity.permissions import Role
from harness import StaffAccount, Visitor, World


@pytest.fixture(scope="module")
def desk(world: World) -> Casework:
    service = world.make_service()
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


@pytest.fixture(scope="module")
def team(desk: Casework) -> Visitor:
    return desk.world.sign_in(desk.service, desk.manager)


@pytest.fixture(scope="module")
def helper(desk: Casework) -> StaffAccount:
    """Another facilitator."""
    return desk.world.account(desk.service, Role.FACILITATOR, name="Fay Facilitator")
