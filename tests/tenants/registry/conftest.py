"""A profile with the least a service must say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Document = dict[str, Any]


@pytest.fixture
def least() -> Callable[..., Document]:
    """The least valid document, with some fields replaced."""

    def build(**replaced: Any) -> Document:
        return {
            "slug": "bedfordshire", "name": "Well Springs", "short_name": "Well Springs", "reference_prefix": "BED",
            "police_areas": [{"code": "E23000026", "from": "2023-04-01"}],
        } | replaced

    return build
