"""``concord accounts reset``: the way back in when nobody else can help."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from signing_in import is_signed_in

from concord.identity.cli import accounts
from harness import Service, StaffAccount, World


def reset(world: World, *arguments: str) -> Result:
    with world.app.app_context():
        return CliRunner().invoke(accounts, ["reset", *arguments])


def test_the_only_manager_gets_a_way_back_in(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    result = reset(world, service.slug, manager.email.upper(), "--json")
    assert result.exit_code == 0
    address = json.loads(result.stdout)["invitation_url"]
    assert not is_signed_in(visitor)
    path = address.removeprefix(world.settings.address_of(service.host))
    assert world.visitor(service).get(path).status_code == 200


@pytest.mark.parametrize("arguments", [("nowhere", "priya"), ("service", "nobody@elsewhere.example")])
def test_who_is_not_there_is_one_clear_line(
    world: World, service: Service, manager: StaffAccount, arguments: tuple[str, str]
) -> None:
    slug = service.slug if arguments[0] == "service" else arguments[0]
    result = reset(world, slug, arguments[1])
    assert result.exit_code == 1
    assert result.output.startswith("concord: ")
    assert len(result.output.splitlines()) == 1
