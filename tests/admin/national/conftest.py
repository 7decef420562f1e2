"""Services that submit, and the national office that looks at them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from history import History, Region

from harness import Service, World


@pytest.fixture
def make_region(world: World, make_service: Callable[..., Service]) -> Callable[..., Region]:
    """Makes a service that submits; keyword arguments change its profile."""

    def make(**profile: object) -> Region:
        service = make_service(**profile)
        return Region(world, service, History(world, service))

    return make
