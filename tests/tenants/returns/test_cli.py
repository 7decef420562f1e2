"""``concord returns compute``, as a program of its own beside the running installation."""

from __future__ import annotations

import json
import subprocess
import sys

from history import History
from sqlalchemy import select

from concord.database import db
from harness import Service, World
from tenants.returns.models import FigureDraft
from tenants.returns.period import Quarter

LAST = Quarter.current().previous


def concord(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "concord.cli", *arguments, "--data", str(world.settings.data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_figures_of_one_service_and_quarter_are_counted_and_printed_as_json(
    world: World, service: Service, history: History
) -> None:
    history.quarter(LAST, referrals=2, direct=1)
    answer = concord(world, "returns", "compute", "--service", service.slug, "--period", str(LAST), "--json")
    assert answer.returncode == 0, answer.stderr
    [counted] = json.loads(answer.stdout)
    assert (counted["service"], counted["period"]) == (service.slug, str(LAST))
    found = {(figure["indicator"], figure["breakdown"]): figure["value"] for figure in counted["figures"]}
    assert found["referrals", "all"] == 2
    assert found["activities", "direct"] == 1
    assert found["activities", "proxy"] == 0
    with world.inside(service):
        assert db.session.scalars(select(FigureDraft.period)).all() == [str(LAST)]


def test_without_a_period_the_last_and_the_running_quarter_are_counted(world: World, service: Service) -> None:
    answer = concord(world, "returns", "compute", "--service", service.slug)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"{service.slug} {LAST}", f"{service.slug} {Quarter.current()}"]


def test_a_wrong_quarter_or_service_is_one_clear_line(world: World) -> None:
    wrong_quarter = concord(world, "returns", "compute", "--period", "2026-3")
    assert wrong_quarter.returncode != 0
    assert "2026-3 is not a quarter. Write it like 2026Q3." in wrong_quarter.stderr
    wrong_service = concord(world, "returns", "compute", "--service", "nowhere")
    assert wrong_service.returncode != 0
    assert "there is no service nowhere" in wrong_service.stderr
    assert "Traceback" not in wrong_quarter.stderr + wrong_service.stderr
