"""What the embedded servers have in common: a port of their own, a start that waits until they answer, a stop."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from concord.embedded.credentials import Credentials
from concord.embedded.process import Child, Program, StartError, until

HOST = "127.0.0.1"
STOP_PATIENCE = 4.0


class Server(ABC):
    """One embedded server. `start` gives the settings that lead to it; after a crash, `start` brings it back there."""

    name: ClassVar[str]
    patience: ClassVar[float] = 20.0
    stop_signal: ClassVar[int] = signal.SIGTERM

    def __init__(self, data: Path, credentials: Credentials) -> None:
        self.data = data
        self.credentials = credentials
        self.port = 0
        self._child: Child | None = None

    def start(self) -> dict[str, str]:
        """Start and wait; the addresses of this server by the name of their setting."""
        self.launch()
        return self.wait()

    def launch(self) -> None:
        """Start without waiting, so that several servers get ready side by side."""
        self.finish(time.monotonic())
        self.port = self.port or choose_port(self.data / "run" / "ports" / self.name)
        self._child = Child(self.data, self.name, self.program())

    def wait(self) -> dict[str, str]:
        for _try in range(3):
            if self._got_ready():
                return self.addresses()
            if self.alive or port_is_free(self.port):
                break
            # Another program took the port between our look and the server's start.
            self.port = 0
            self.launch()
        child = self._running()
        self.stop()
        raise StartError(f"{self.name} did not start: {child.last_words()} (see {child.log})")

    def _got_ready(self) -> bool:
        child = self._running()
        return until(lambda: child.code is not None or self.answers(), self.patience) and child.code is None

    def stop(self) -> None:
        self.ask_to_stop()
        self.finish(time.monotonic() + STOP_PATIENCE)

    def ask_to_stop(self) -> None:
        if self._child:
            self._child.ask(self.stop_signal)

    def finish(self, deadline: float) -> None:
        """Wait until it has stopped; past the deadline it is killed."""
        if self._child:
            self._child.finish(deadline)
            self._child = None

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.code is None

    @property
    def pid(self) -> int:
        return self._running().pid

    def _running(self) -> Child:
        if self._child is None:
            raise StartError(f"{self.name} is not started")
        return self._child

    @abstractmethod
    def program(self) -> Program:
        """What to run on `self.port`, with everything it needs made ready on disk."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it is ready."""

    @abstractmethod
    def addresses(self) -> dict[str, str]: ...


def choose_port(record: Path) -> int:
    """A free port of this machine, the last one used if possible."""
    with contextlib.suppress(OSError, ValueError):
        last = int(record.read_text())
        if port_is_free(last):
            return last
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    record.parent.mkdir(exist_ok=True)
    record.write_text(str(port))
    return port


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def exchange(port: int, question: bytes) -> bytes:
    """The first bytes a server answers; none when it does not listen yet."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1) as connection:
        connection.settimeout(1)
        connection.sendall(question)
        return connection.recv(1024)
    return b""
