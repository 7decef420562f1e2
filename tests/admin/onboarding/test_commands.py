"""``concord services``: the same acts from the command line, in a process of its own beside the running one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bringing_on import add_service, made_service, take_up_invitation
from click.testing import CliRunner

from harness import Service, Visitor, World
from tenants.registry.packs import PACKS

PROFILE = """
slug = "{slug}"
name = "Restorative Fenland"
short_name = "Fenland"
reference_prefix = "FEN"

[[police_areas]]
code = "E23000026"
from = 2026-04-01
"""
MANAGER = '\n[manager]\nname = "Alex Morgan"\nemail = "alex@fenland.example"\n'
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World) -> Run:
    """A command of the group, inside the application."""
    from admin.onboarding.cli import services

    def invoke(*arguments: str | Path) -> tuple[int, str, str]:
        with world.app.app_context():
            result = CliRunner().invoke(services, [str(argument) for argument in arguments])
        return result.exit_code, result.stdout, result.stderr

    return invoke


def file_with(folder: Path, text: str) -> Path:
    file = folder / "service.toml"
    file.write_text(text, encoding="utf-8")
    return file


def concord(world: World, *arguments: str | Path) -> Any:
    """What the real command prints with ``--json``, as JSON: one document and nothing else."""
    command = [sys.executable, "-m", "concord.cli", *map(str, arguments), "--json", "--data", str(world.settings.data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_service_made_by_another_process_answers_here_at_once(world: World, tmp_path: Path) -> None:
    not_yet = Service(uuid4(), "fen-cli", "fen-cli.localhost")
    assert world.visitor(not_yet).get("/sign-in").status_code == 404
    made = concord(world, "services", "create", file_with(tmp_path, PROFILE.format(slug="fen-cli") + MANAGER))
    assert set(made) == {"slug", "host", "invitation_url"}
    assert (made["slug"], made["host"]) == ("fen-cli", "fen-cli.localhost")
    service = made_service(world, "fen-cli")
    assert world.visitor(service).get("/sign-in").status_code == 200
    assert world.visitor(service).get("/").status_code == 404
    address = world.settings.address_of(service.host)
    assert made["invitation_url"].startswith(f"{address}/invitation/")
    manager = take_up_invitation(world, service, made["invitation_url"].removeprefix(address))
    assert manager.get("/team/setup").status_code == 200
    listed = concord(world, "services", "list")
    fen = {"slug": "fen-cli", "name": "Restorative Fenland", "status": "preparing", "hosts": ["fen-cli.localhost"]}
    assert fen in listed
    assert "national" not in {one["slug"] for one in listed}


def test_a_whole_pack_is_added_with_its_pages_and_logo(world: World, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    for file in sorted((PACKS / "bedfordshire").rglob("*")):
        target = folder / file.relative_to(PACKS / "bedfordshire")
        target.mkdir() if file.is_dir() else target.write_bytes(file.read_bytes())
    profile = folder / "tenant.toml"
    profile.write_text(profile.read_text().replace('slug = "bedfordshire"', 'slug = "beds-again"'))
    code, out, err = run("create", profile, "--manager-name", "Alex", "--manager-email", "alex@beds.example")
    assert (code, err) == (0, "")
    assert "beds-again is in preparation at beds-again.localhost" in out
    service = made_service(world, "beds-again")
    world.run_outbox(service)
    assert world.mail("alex@beds.example")


@pytest.mark.parametrize(("text", "options", "faults"), [
    (PROFILE.format(slug="fen-a"), (), ["manager.name: is missing", "manager.email: is missing"]),
    (PROFILE.format(slug="fen-b") + MANAGER.replace("alex@", "alex"), (),
     ["manager.email: must be an e-mail address such as team@example.org"]),
    (PROFILE.format(slug="X").replace("FEN", "fen"), ("--manager-name", "A", "--manager-email", "a@b.example"),
     ["slug: must have at least 3 characters", "reference_prefix: must be two to four capital letters, such as BED"]),
    ("slug =", (), ["this is not a TOML file: Invalid value (at end of document)"]),
    (PROFILE.format(slug="fen-c") + 'pages = ["home"]' + MANAGER, (),
     ["police_areas.1.pages: is not known here"]),
    ('pages = ["home"]\n' + PROFILE.format(slug="fen-d") + MANAGER, (),
     ["pages/home.md: cannot be read (No such file or directory)"]),
])  # fmt: skip
def test_each_fault_is_one_clear_line(
    run: Run, tmp_path: Path, text: str, options: tuple[str, ...], faults: list[str]
) -> None:
    code, out, err = run("create", file_with(tmp_path, text), *options)
    assert code == 1
    assert out == ""
    assert err.splitlines() == [f"concord: {fault}" for fault in faults]


def test_a_missing_file_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    code, _out, err = run("create", tmp_path / "none.toml")
    assert (code, err) == (1, "concord: none.toml: cannot be read (No such file or directory)\n")


def test_a_slug_that_is_taken_is_one_clear_line(run: Run, tmp_path: Path, service: Service) -> None:
    code, _out, err = run("create", file_with(tmp_path, PROFILE.format(slug=service.slug) + MANAGER))
    assert (code, err) == (1, "concord: slug: is taken by another service\n")


def test_a_service_is_suspended_and_resumed(world: World, run: Run, service: Service) -> None:
    visitor = world.visitor(service)
    assert run("suspend", service.slug)[0] == 0
    assert visitor.get("/").status_code == 503
    assert run("suspend", service.slug)[0] == 0
    assert run("resume", service.slug)[0] == 0
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("slug", ["nowhere", "national"])
def test_a_service_that_is_not_there_cannot_be_suspended(run: Run, national: Service, slug: str) -> None:
    for act in ("suspend", "resume"):
        code, out, err = run(act, slug)
        assert (code, out, err) == (1, "", f"concord: There is no service “{slug}”.\n")


def test_the_list_names_every_host(world: World, run: Run, administrator: Visitor) -> None:
    from sqlalchemy import text

    from concord.database import db

    service = add_service(world, administrator)
    with world.inside(service):
        for host in ("www.b.example", "www.a.example"):
            statement = text("INSERT INTO organisation_hosts (host, organisation_id) VALUES (:host, :id)")
            db.session.execute(statement, {"host": host, "id": service.id})
    listed = {one["slug"]: one for one in json.loads(run("list", "--json")[1])}
    assert listed[service.slug]["hosts"] == [service.host, "www.a.example", "www.b.example"]
