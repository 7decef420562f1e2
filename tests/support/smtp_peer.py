"""A mail server in this process: it keeps what it accepts, counts by Message-ID, and can wait, refuse or hang up."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Event, Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PATIENCE = 30.0


class Peer:
    """The handler of aiosmtpd, and what a test asks about it."""

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.signed_in: list[bytes] = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_quit = "221 Bye"
        self.open = Event()  # while it is not set, nobody's message is accepted
        self.open.set()
        self.port = 0
        self._changed = Lock()

    @property
    def counts(self) -> Counter[str]:
        """How often each message was accepted, by its Message-ID."""
        with self._changed:
            return Counter(str(message["Message-ID"]) for message in self.accepted)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.to_thread(self.open.wait, PATIENCE)
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        await asyncio.to_thread(self.accept, message, list(envelope.rcpt_tos))
        return "250 Accepted"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.answer_to_quit

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.signed_in.append(data.login)
        return AuthResult(success=data.password == b"secret")

    def accept(self, message: EmailMessage, recipients: list[str]) -> None:
        with self._changed:
            self.accepted.append(message)
            self.recipients.append(recipients)


@contextmanager
def smtp_peer(context: ssl.SSLContext | None = None, peer: Peer | None = None) -> Iterator[Peer]:
    """A mail server on a port of its own; with a TLS context it speaks encrypted from the first byte."""
    peer = peer or Peer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        peer.port = probe.getsockname()[1]
    controller = Controller(
        peer, hostname="127.0.0.1", port=peer.port, ssl_context=context, authenticator=peer.authenticate,
        auth_require_tls=False, server_hostname="peer.example",
    )
    controller.start()
    try:
        yield peer
    finally:
        peer.open.set()
        controller.stop()
