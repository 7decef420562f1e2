"""The embedded mail server: its process is `concord.embedded.sink`; what it kept can be read when it is stopped too."""

from __future__ import annotations

import email
import email.policy
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from concord.embedded.process import Program
from concord.embedded.server import HOST, Server, exchange

# Headers the sink adds in front of each message.
SENDER, RECIPIENT = "X-Envelope-From", "X-Envelope-To"


class Mail(Server):
    name = "mail"

    def program(self) -> Program:
        return Program([sys.executable, "-m", "concord.embedded.sink", str(self.data / "mail"), str(self.port)])

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
        "reply_to": str(message["Reply-To"] or ""),
        "subject": str(message["Subject"] or ""),
        "text": _text(message),
        "received_at": datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, UTC).isoformat(),
    }


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
