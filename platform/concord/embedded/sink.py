"""A mail sink: it takes every message, keeps it as a file and sends nothing on.

Run as ``python -m concord.embedded.sink FOLDER PORT``. It says 250 only once the message is safely on disk.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from concord.embedded.mail import RECIPIENT, SENDER
from concord.embedded.server import HOST


class Sink:
    """The handler aiosmtpd calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        await asyncio.to_thread(self._keep, envelope)
        return "250 Message kept"

    def _keep(self, envelope: Envelope) -> None:
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        partial = self._folder / f".{name}"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(_with_envelope(envelope))
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self._folder / f"{name}.eml")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _with_envelope(envelope: Envelope) -> Iterable[bytes]:
    yield f"{SENDER}: {envelope.mail_from or ''}\r\n".encode()
    for recipient in envelope.rcpt_tos:
        yield f"{RECIPIENT}: {recipient}\r\n".encode()
    yield envelope.original_content or b""


async def serve(folder: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def protocol() -> SMTP:
        return SMTP(Sink(folder), hostname="localhost", enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(protocol, HOST, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
