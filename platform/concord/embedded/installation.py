"""The servers of one data folder, for a command or for the whole run: joined when they run, else started.

Three locks, all given back by the system when their holder is killed:

* ``run/lock``: whoever holds it keeps the servers; there is one at a time.
* ``run/addresses.json``: locked by the keeper, so a record without a lock is known to be stale.
* ``run/users``: shared by every command that uses the servers; a command that keeps them waits for the others to end.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from concord.config import ADDRESSES_FILE, Settings, recorded_addresses
from concord.embedded.credentials import Credentials, load_credentials
from concord.embedded.folder import open_folder, write_private
from concord.embedded.mail import Mail
from concord.embedded.postgres import Postgres
from concord.embedded.process import StartError, bound_logs, end_left_over
from concord.embedded.s3 import S3
from concord.embedded.server import STOP_PATIENCE, Server
from concord.embedded.valkey import Valkey

PATIENCE = 60.0


class AlreadyRunningError(StartError):
    """Somebody else keeps the servers of this data folder."""


@contextmanager
def installation(settings: Settings) -> Iterator[Settings]:
    """Settings with every address filled in, and servers behind them for as long as the block lasts."""
    if not _missing(settings) and not recorded_addresses(settings.data):
        yield settings
        return
    open_folder(settings.data)
    with ExitStack() as stack:
        yield _join_or_keep(settings, stack)


def _join_or_keep(settings: Settings, stack: ExitStack) -> Settings:
    deadline = time.monotonic() + PATIENCE
    while True:
        with ExitStack() as attempt:
            users = attempt.enter_context((settings.data / "run" / "users").open("w"))
            fcntl.flock(users, fcntl.LOCK_SH)
            recorded = recorded_addresses(settings.data)
            if recorded:
                stack.push(attempt.pop_all())
                return _fill(settings, recorded)
            try:
                kept = attempt.enter_context(keep(settings))
            except AlreadyRunningError:
                if time.monotonic() > deadline:
                    raise
            else:
                # Before the servers stop, the other commands that joined us end.
                attempt.callback(fcntl.flock, users, fcntl.LOCK_EX)
                if kept.postgres:
                    kept.postgres.make_logins()
                stack.push(attempt.pop_all())
                return kept.settings
        time.sleep(0.05)


def clear_left_over(settings: Settings) -> None:
    """End what a killed start left running; `AlreadyRunningError` when it was not killed at all."""
    open_folder(settings.data)
    with _lock(settings.data):
        end_left_over(settings.data)


@dataclass
class Kept:
    """The servers this process keeps, and the settings that lead to them."""

    settings: Settings
    servers: list[Server] = field(default_factory=list)

    @property
    def postgres(self) -> Postgres | None:
        """The embedded database, when there is one."""
        return next((server for server in self.servers if isinstance(server, Postgres)), None)


@contextmanager
def keep(settings: Settings) -> Iterator[Kept]:
    """Start every server whose address is not configured, record the addresses, stop the servers at the end.

    The database's logins are the caller's to make: see `Postgres.make_logins`.
    """
    open_folder(settings.data)
    with _lock(settings.data):
        bound_logs(settings.data)
        end_left_over(settings.data)
        credentials = load_credentials(settings.data)
        kept = Kept(settings, _servers(settings, credentials))
        try:
            found = _keys(settings, credentials) | _start(kept.servers)
            links = {"port": settings.port, "base_host": settings.base_host, "base_url": settings.base_url}
            with _recorded(settings.data, found | links):
                kept.settings = _fill(settings, found)
                yield kept
        finally:
            _stop(kept.servers)


def _missing(settings: Settings) -> bool:
    addresses = (settings.database_url, settings.redis_url, settings.s3_endpoint, settings.smtp_url)
    return not (all(addresses) and settings.secret_key.get_secret_value() and (settings.key_file or settings.kms_key))


def _servers(settings: Settings, credentials: Credentials) -> list[Server]:
    data = settings.data
    wanted: list[tuple[str, Server]] = [
        (settings.database_url, Postgres(data, credentials)),
        (settings.redis_url, Valkey(data, credentials)),
        (settings.s3_endpoint, S3(data, credentials, settings.s3_bucket)),
        (settings.smtp_url, Mail(data, credentials)),
    ]
    return [server for address, server in wanted if not address]


def _keys(settings: Settings, credentials: Credentials) -> dict[str, str]:
    keys = {}
    if not settings.secret_key.get_secret_value():
        keys["secret_key"] = credentials["secret_key"]
    if not settings.key_file and not settings.kms_key:
        keys["key_file"] = str(credentials.key_file)
    return keys


def _start(servers: list[Server]) -> dict[str, str]:
    """All are started before any is waited for."""
    for server in servers:
        server.launch()
    return {name: address for server in servers for name, address in server.wait().items()}


def _stop(servers: list[Server]) -> None:
    for server in servers:
        server.ask_to_stop()
    deadline = time.monotonic() + STOP_PATIENCE
    for server in servers:
        server.finish(deadline)


def _fill(settings: Settings, found: Mapping[str, Any]) -> Settings:
    """What is configured stays as it is."""
    missing = {name: value for name, value in found.items() if not getattr(settings, name)}
    return Settings(**(settings.model_dump() | missing))


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    with (data / "run" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(f"Concord is already running on the data folder {data}") from None
        yield


@contextmanager
def _recorded(data: Path, found: Mapping[str, Any]) -> Iterator[None]:
    """Write the record locked from its first moment, so that no reader takes it for a stale one."""
    record = data / ADDRESSES_FILE
    record.unlink(missing_ok=True)
    partial = record.with_suffix(".new")
    partial.unlink(missing_ok=True)
    write_private(partial, json.dumps(found))
    with partial.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        partial.rename(record)
        try:
            yield
        finally:
            record.unlink()


