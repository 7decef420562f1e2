"""What a service must have before it goes live, line by line."""

from __future__ import annotations

from typing import Any

import pytest

from admin.onboarding.policy import REQUIREMENTS, Readiness, unmet
from tenants.registry.profile import read_profile

PROFILE = {
    "slug": "bedfordshire", "name": "Well Springs", "short_name": "Well Springs", "reference_prefix": "BED",
    "police_areas": [{"code": "E23000026", "from": "2023-04-01"}], "contact": {"phone": "0808 157 0001"},
    "controller": {"name": "Example Trust"},
}


def ready(**changes: Any) -> Readiness:
    facts: dict[str, Any] = {"active_managers": 1, "mail_arrives": True, "profile": {}} | changes
    return Readiness(**facts | {"profile": read_profile(PROFILE | facts["profile"])})


def test_nothing_is_missing_when_all_is_there() -> None:
    assert unmet(ready()) == []


@pytest.mark.parametrize(("changes", "name"), [
    ({"profile": {"contact": {}}}, "phone"), ({"profile": {"controller": {}}}, "controller"),
    ({"active_managers": 0}, "manager"), ({"mail_arrives": False}, "test_mail"),
])  # fmt: skip
def test_each_thing_alone_is_missed_and_nothing_else(changes: dict[str, Any], name: str) -> None:
    assert [requirement.name for requirement in unmet(ready(**changes))] == [name]


def test_every_requirement_says_what_is_missing_and_where_to_mend_it() -> None:
    for requirement in REQUIREMENTS:
        assert str(requirement.missing).endswith("."), requirement.name
        assert requirement.where.startswith("/team/"), requirement.name
