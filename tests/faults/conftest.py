"""One house for all faults: each test leaves it with everything done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from house import House, house


@pytest.fixture(scope="module")
def running() -> Iterator[House]:
    with house() as made:
        yield made
