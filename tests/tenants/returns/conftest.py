"""A service with a past."""

from __future__ import annotations

import pytest
from history import History

from harness import Service, World


@pytest.fixture
def history(world: World, service: Service) -> History:
    return History(world, service)
