"""Servers that Concord did not start: another PostgreSQL over TCP and another Valkey, made by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
from data_folder import data_folder
from main_job import do_main_job

from concord.app import create_app
from concord.config import load_settings
from concord.database.engine import close_connections
from concord.database.migrate import upgrade
from concord.embedded import valkey
from concord.embedded.installation import installation
from concord.embedded.place import settle
from concord.embedded.process import until
from concord.embedded.server import choose_port
from harness import World

ADMINISTRATOR, PASSWORD = "somebody_else", "by-hand"


@contextmanager
def running(command: list[str], **options: object) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]  # options of Popen
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def postgres_by_hand(folder: Path) -> Iterator[str]:
    """A cluster of our own making: other superuser, other place, TCP only. Yields the administrator's address."""
    folder.mkdir(mode=0o711)
    place = settle(folder)
    cluster, password_file = place.cluster.parent / "by-hand", place.cluster.parent / "password"
    password_file.write_text(PASSWORD)
    user = {"user": place.account.uid, "group": place.account.gid, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
        cluster.mkdir()
        os.chown(cluster, place.account.uid, place.account.gid)
        os.chown(password_file, place.account.uid, place.account.gid)
    subprocess.run(
        [place.programs / "initdb", "-D", cluster, "-U", ADMINISTRATOR, "-A", "scram-sha-256", "-E", "UTF8",
         "--locale=C", f"--pwfile={password_file}"], check=True, stdout=subprocess.DEVNULL, **user,  # type: ignore[call-overload]  # options of run
    )
    port = choose_port(folder / "port")
    command = [str(place.programs / "postgres"), "-D", str(cluster), "-p", str(port), "-k", "", "-h", "127.0.0.1"]
    with running(command, **user):
        address = f"postgresql://{ADMINISTRATOR}:{PASSWORD}@127.0.0.1:{port}/postgres"
        assert until(lambda: _answers(address), 30)
        yield address


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def valkey_by_hand(folder: Path) -> Iterator[str]:
    port = choose_port(folder / "port")
    command = [str(valkey.binary()), "--port", str(port), "--save", "", "--requirepass", PASSWORD, "--dir", str(folder)]
    with running(command):
        address = f"redis://:{PASSWORD}@127.0.0.1:{port}/0"
        with redis.Redis.from_url(address) as client:
            assert until(lambda: _pings(client), 10)
        yield address


def _pings(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def concord(*arguments: str, data: Path) -> str:
    """Run the command as an administrator would, in the environment as it is."""
    command = [sys.executable, "-m", "concord.cli", "--data", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def other_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The environment of an installation whose database and queue stand elsewhere; yields its data folder."""
    with data_folder() as folder, valkey_by_hand(tmp_path) as redis_url, postgres_by_hand(folder) as administrator:
        data = folder / "data"
        for name, address in json.loads(concord("database", "prepare", administrator, data=data)).items():
            monkeypatch.setenv(name, address)
        monkeypatch.setenv("CONCORD_REDIS_URL", redis_url)
        again = json.loads(concord("database", "prepare", administrator, data=data))
        assert again["CONCORD_DATABASE_URL"] == os.environ["CONCORD_DATABASE_URL"], "safe to repeat"
        yield data


def test_the_main_job_and_the_doctor_pass_on_servers_made_by_hand(other_servers: Path) -> None:
    with installation(load_settings(data=other_servers)) as settings:
        assert settings.database_url == os.environ["CONCORD_DATABASE_URL"]
        assert settings.redis_url == os.environ["CONCORD_REDIS_URL"]
        upgrade(settings)
        app = create_app(settings)
        try:
            world = World(app, settings)
            do_main_job(world, world.make_service(), world.make_national_office())
        finally:
            close_connections()
        found = json.loads(concord("doctor", "--json", data=other_servers))
    assert found["ok"] is True, found
    assert {"login concord_app", "migrations", "isolation", "queue", "storage", "mail"} <= {
        check["name"] for check in found["checks"]
    }
