"""A data folder with nothing in it, for tests that start and stop servers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_folder import data_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with data_folder() as data:
        yield data
