"""A mail sink: it takes every message, keeps it as a file and sends nothing on.

Run as ``python -m concord.embedded.mail FOLDER PORT``. It says 250 only once the message is safely on disk.
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from concord.embedded.server import HOST, Server, exchange

SENDER, RECIPIENT = "X-Envelope-From", "X-Envelope-To"


class Mail(Server):
    name = "mail"

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", "concord.embedded.mail", str(self.data / "mail"), str(self.port)]

    def answers(self) -> bool:
        return exchange(self.port, b"").startswith(b"220")

    def addresses(self) -> dict[str, str]:
        return {"smtp_url": f"smtp://{HOST}:{self.port}"}


def received(data: Path) -> list[dict[str, str]]:
    """Every message the sink has taken, oldest first."""
    return [_summary(file) for file in sorted((data / "mail").glob("*.eml"))]


def _summary(file: Path) -> dict[str, str]:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    return {
        "id": file.stem,
        "message_id": str(message["Message-ID"] or ""),
        "to": ", ".join(str(address) for address in message.get_all(RECIPIENT, [])),
        "from": str(message["From"] or message[SENDER] or ""),
        "subject": str(message["Subject"] or ""),
        "text": _text(message),
        "received_at": datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, UTC).isoformat(),
    }


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""


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
            file.writelines(_with_envelope(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b""))
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self._folder / f"{name}.eml")
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _with_envelope(sender: str, recipients: Iterable[str], content: bytes) -> Iterable[bytes]:
    yield f"{SENDER}: {sender}\r\n".encode()
    for recipient in recipients:
        yield f"{RECIPIENT}: {recipient}\r\n".encode()
    yield content


async def serve(folder: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)

    def protocol() -> Any:
        return SMTP(Sink(folder), hostname="localhost", enable_SMTPUTF8=True, loop=loop)

    server = await loop.create_server(protocol, HOST, port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
