"""One set of servers for each data folder: shared, kept, and never blocked by what a killed start left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from data_folder import data_folder

from concord.config import load_settings, recorded_addresses
from concord.embedded import place
from concord.embedded.installation import AlreadyRunningError, installation, keep
from concord.embedded.place import copy_programs, installed_programs
from concord.embedded.process import Account, Program, StartError, end_left_over, start, until

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
HOLD = """
import sys
from pathlib import Path
from concord.config import load_settings
from concord.embedded.installation import installation
with installation(load_settings(data=Path(sys.argv[1]))):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data folder that has been started before."""
    with data_folder() as data:
        with installation(load_settings(data=data)):
            pass
        yield data


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that uses the servers until its standard input ends."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def servers_of(folder: Path) -> list[psutil.Process]:
    """Every server process that works for this folder."""
    cluster = str((folder / "postgres").resolve())
    found = []
    for process in psutil.process_iter(["cmdline", "cwd", "status"]):
        line = " ".join(process.info["cmdline"] or [])
        if process.info["status"] != psutil.STATUS_ZOMBIE and (str(folder) in line or process.info["cwd"] == cluster):
            found.append(process)
    return found


def test_a_second_start_keeps_the_data_and_leaves_no_process(used: Path) -> None:
    with installation(load_settings(data=used)) as first, psycopg.connect(first.database_owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    assert servers_of(used) == []
    assert not (used / "run" / "addresses.json").exists()
    with installation(load_settings(data=used)) as second, psycopg.connect(second.database_owner_url) as connection:
        assert second == first  # the same ports and passwords
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)


def test_a_killed_start_leaves_no_server_and_does_not_block_the_next(used: Path) -> None:
    holder = hold(used)
    before = servers_of(used)
    assert len(before) > 4
    holder.kill()
    holder.communicate()
    with installation(load_settings(data=used)) as settings, psycopg.connect(settings.database_url):
        assert not [process for process in before if process.is_running() and process.status() != "zombie"]


def test_a_second_command_shares_the_servers_and_outlives_the_first(used: Path) -> None:
    with hold(used) as holder, installation(load_settings(data=used)) as settings:
        assert settings == load_settings(data=used)
        assert holder.stdin
        holder.stdin.close()  # the first command is done, and waits for us before it stops its servers
        with psycopg.connect(settings.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert holder.poll() is None
    assert servers_of(used) == []


def test_one_run_at_a_time_keeps_a_used(used: Path) -> None:
    with hold(used), pytest.raises(AlreadyRunningError, match=str(used)), keep(load_settings(data=used)):
        pass


def test_a_record_without_its_keeper_counts_for_nothing(folder: Path) -> None:
    (folder / "run").mkdir(parents=True)
    (folder / "run" / "addresses.json").write_text(json.dumps({"redis_url": "redis://127.0.0.1:1/0"}))
    assert recorded_addresses(folder) == {}
    assert load_settings(data=folder).redis_url == ""


def test_a_number_somebody_else_has_now_is_left_alone(folder: Path) -> None:
    records = folder / "run" / "processes"
    records.mkdir(parents=True)
    stranger = start(Program(["/bin/sleep", "60"]))
    started = psutil.Process(stranger.pid).create_time()
    (records / "web.json").write_text(json.dumps({"pid": stranger.pid, "started": started - 60, "signal": 15}))
    end_left_over(folder)
    assert stranger.poll() is None
    (records / "web.json").write_text(json.dumps({"pid": stranger.pid, "started": started, "signal": 15}))
    end_left_over(folder)
    assert until(lambda: stranger.poll() is not None, patience=5)
    stranger.communicate()


def test_lost_passwords_are_one_clear_sentence(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    with pytest.raises(StartError, match=r"secrets\.json is missing"), keep(load_settings(data=folder)):
        pass


@AS_ROOT
def test_below_a_private_folder_the_database_lives_outside_and_no_right_is_loosened(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir(mode=0o711)
    outside, home = folder / "outside", folder / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setattr(place, "OUTSIDE", outside)
    data = home / "clone" / ".concord"
    for _start in range(2):
        with installation(load_settings(data=data)) as settings, psycopg.connect(settings.database_url):
            assert (data / "postgres").is_symlink()
            assert (data / "postgres").resolve().is_relative_to(outside)
    assert [part.name for part in outside.glob("data-*/postgres")] == ["postgres"]
    assert home.stat().st_mode & 0o777 == 0o700


@AS_ROOT
def test_copied_programs_run_as_the_user_of_postgresql(folder: Path) -> None:
    folder.mkdir(mode=0o711)
    programs = copy_programs(installed_programs(), folder / "outside")
    for name in ("postgres", "initdb"):
        run = start(Program([str(programs / name), "--version"], Account(65534, 65534)))
        assert b"18." in run.communicate()[0]
    assert copy_programs(installed_programs(), folder / "outside") == programs
