"""``concord national figures``: the published figures in the form that others rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from history import Region

from harness import Service, World
from tenants.returns.period import Quarter
from tenants.returns.policy import NATIONAL_FIGURES

LAST = Quarter.current().previous


def published(world: World, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "concord.cli", "national", "figures", *options, "--json", "--data",
               str(world.settings.data)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    document: dict[str, Any] = json.loads(answer.stdout)
    return document


def test_every_service_and_every_police_area_without_one_is_listed_with_a_status(
    world: World, make_region: Callable[..., Region], make_service: Callable[..., Service]
) -> None:
    region = make_region()
    region.submit(LAST, referrals=13, direct=3)
    silent = make_service()
    document = published(world, "--period", str(LAST))
    assert (document["period"], document["rules_version"]) == (str(LAST), "2026.2")
    figures = {(one["service"], one["indicator"], one["breakdown"]): one for one in document["figures"]}
    keys = {"service", "indicator", "breakdown", "value", "numerator", "denominator", "rate", "status"}
    assert all(keys <= one.keys() for one in document["figures"])

    shown = figures[region.service.slug, "referrals", "all"]
    assert [shown[key] for key in ("value", "numerator", "denominator", "rate", "status")] == [
        15, 15, 674_992, 2.2, "shown"]
    nothing = {"value": None, "numerator": None, "denominator": None, "rate": None}
    for service, indicator, breakdown, status in (
        (region.service.slug, "activities", "direct", "suppressed"),
        (silent.slug, "referrals", "all", "not_submitted"),
        ("E23000013", "referrals", "all", "not_on_concord"),
    ):
        assert figures[service, indicator, breakdown].items() >= (nothing | {"status": status}).items()
    assert figures[region.service.slug, "activities", "proxy"]["value"] == 0
    services = {service for service, _, _ in figures}
    assert len(figures) == len(services) * len(NATIONAL_FIGURES)


def test_twelve_months_are_asked_for_by_name(world: World, make_region: Callable[..., Region]) -> None:
    region = make_region()
    for quarter in LAST.twelve_months:
        region.submit(quarter, referrals=5)
    document = published(world, "--period", str(LAST), "--span", "year")
    [figure] = [one for one in document["figures"]
                if one["service"] == region.service.slug and one["indicator"] == "referrals"]
    assert (figure["status"], figure["value"]) == ("shown", 20)
