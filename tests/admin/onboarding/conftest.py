"""An administrator at the national office."""

from __future__ import annotations

import pytest

from concord.identity.permissions import Role
from harness import Service, Visitor, World


@pytest.fixture(scope="session")
def administrator(world: World, national: Service) -> Visitor:
    """Signed in once: nothing in these tests ends the session."""
    return world.staff(national, Role.ADMINISTRATOR)
