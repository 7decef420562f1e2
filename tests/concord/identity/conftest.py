"""Somebody who can sign in."""

from __future__ import annotations

import pytest

from concord.identity.permissions import Role
from harness import Service, StaffAccount, World


@pytest.fixture
def manager(world: World, service: Service) -> StaffAccount:
    """A service manager, ready to sign in."""
    return world.account(service, Role.SERVICE_MANAGER, f"priya@{service.slug}.example", "Priya Shah")
