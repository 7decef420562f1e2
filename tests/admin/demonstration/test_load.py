"""Loading the demonstration: everything a visitor to it expects is there, through the command and in the pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from data_folder import data_folder

from concord.config import load_settings
from concord.embedded.installation import installation
from tenants.returns.period import Quarter


class Demonstration:
    """A running installation with the demonstration in it, asked through the command line."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def run(self, *arguments: str, demo: bool = True) -> subprocess.CompletedProcess[str]:
        environment = os.environ | ({"CONCORD_DEMO": "1"} if demo else {})
        command = [sys.executable, "-m", "concord.cli", "--data", str(self.data), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def demonstration() -> Iterator[Demonstration]:
    with data_folder() as data, installation(load_settings(data=data)):
        loaded = Demonstration(data)
        for command in (("database", "migrate"), ("demo", "load")):
            done = loaded.run(*command)
            assert done.returncode == 0, done.stdout + done.stderr
        yield loaded


def test_the_four_services_and_a_dozen_invented_ones_are_live(demonstration: Demonstration) -> None:
    services = demonstration.json("services", "list")
    live = {service["slug"] for service in services if service["status"] == "live"}
    assert {"bedfordshire", "staffordshire", "west-mercia", "hampshire"} <= live
    assert len(live) >= 16


def test_somebody_of_every_role_can_sign_in(demonstration: Demonstration) -> None:
    accounts = demonstration.json("demo", "accounts")
    assert {key for account in accounts for key in account} == {
        "organisation", "host", "role", "email", "password", "totp_secret"
    }
    assert len({account["role"] for account in accounts if account["organisation"] == "bedfordshire"}) == 7
    assert {account["role"] for account in accounts if account["organisation"] == "national"} == {
        "national_coordinator", "administrator", "auditor"
    }


def test_most_quarters_are_submitted_and_the_national_figures_show_a_spread(demonstration: Demonstration) -> None:
    figures = demonstration.json("national", "figures", "--period", str(Quarter.current().previous))["figures"]
    statuses = {figure["status"] for figure in figures}
    assert statuses == {"shown", "suppressed", "not_submitted", "not_on_concord"}
    referrals = {figure["service"]: figure["value"] for figure in figures
                 if figure["indicator"] == "referrals" and figure["status"] == "shown"}
    assert len(referrals) >= 10
    assert len(set(referrals.values())) >= 4


def test_it_is_not_loaded_over_what_is_there(demonstration: Demonstration) -> None:
    done = demonstration.run("demo", "load")
    assert done.returncode == 1
    assert "holds organisations already" in done.stderr


def test_the_doctor_finds_it_sound(demonstration: Demonstration) -> None:
    assert demonstration.json("doctor")["ok"] is True
