"""Ask ClamAV's daemon about a file in its own protocol (clamd(8), INSTREAM): the file goes over, a line comes back.

The clients that can be had are no longer looked after, or under a licence that would bind Concord.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from urllib.parse import urlsplit

PIECE = 64 * 1024
CONNECT_WITHIN, ANSWER_WITHIN = 2.0, 60.0
LONGEST_ANSWER = 4096


class ScanFailed(Exception):
    """The scanner did not say whether the file is clean. What it said stays with it: it may quote the file."""


@dataclass(frozen=True)
class Scanner:
    """The daemon at ``tcp://host:port`` or at the path of its socket."""

    address: str

    def is_infected(self, data: bytes) -> bool:
        pieces = (data[start : start + PIECE] for start in range(0, len(data), PIECE))
        body = b"".join(struct.pack("!I", len(piece)) + piece for piece in pieces)
        answer = self._ask(b"zINSTREAM\0" + body + struct.pack("!I", 0))
        if answer == b"stream: OK":
            return False
        if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            return True
        raise ScanFailed("no verdict")

    def check(self) -> None:
        """Raise when nobody answers."""
        if self._ask(b"zPING\0") != b"PONG":
            raise ScanFailed("no answer to a ping")

    def _ask(self, command: bytes) -> bytes:
        with self._connection() as connection:
            connection.settimeout(ANSWER_WITHIN)
            connection.sendall(command)
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
                part = connection.recv(LONGEST_ANSWER)
                if not part:
                    break
                answer += part
        return answer.rstrip(b"\0\n")

    def _connection(self) -> socket.socket:
        if not self.address.startswith("/"):
            parts = urlsplit(self.address)
            return socket.create_connection((parts.hostname, parts.port), CONNECT_WITHIN)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(CONNECT_WITHIN)
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection
