"""The ways a message leaves: SMTP, or Amazon SES. Each returns only once the other side has accepted it."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import unquote, urlsplit

import boto3
from botocore.config import Config

from concord.config import Settings, SettingsError, recorded_addresses
from concord.messaging.mail import AddressRefusedError, OutgoingMail, plain_address, recipient, write_down

PATIENCE = 15
REFUSED_FOR_GOOD = range(500, 600)


class Transport(Protocol):
    """One way to send."""

    def send(self, mail: OutgoingMail) -> None: ...

    def check(self) -> None:
        """Raise when the other side does not answer."""


class InsecureServerError(Exception):
    """The server wants a password but offers no encryption."""


class Smtp:
    """Any mail server: ``smtp://user:password@host:port``, encrypted where offered, or ``smtps://…``."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._encrypted = parts.scheme == "smtps"
        self._host, self._port = parts.hostname or "localhost", parts.port or (465 if self._encrypted else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    def send(self, mail: OutgoingMail) -> None:
        message = write_down(mail, self._sender)
        with self._connected() as server:
            try:
                server.send_message(message, self._sender, recipient(mail))
            except smtplib.SMTPRecipientsRefused as error:
                if all(code in REFUSED_FOR_GOOD for code, _answer in error.recipients.values()):
                    raise AddressRefusedError from None
                raise

    def check(self) -> None:
        with self._connected() as server:
            server.noop()

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            yield server
            # Accepted is accepted: how the conversation ends is no reason to send again.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        # Our name in the greeting is the sender's domain: the default asks the DNS, and names this machine.
        name = self._sender.rpartition("@")[2]
        if self._encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, name, timeout=PATIENCE, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, name, timeout=PATIENCE)
        try:
            self._introduce(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _introduce(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        encrypted = self._encrypted
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
            encrypted = True
        if self._user:
            if not encrypted and not _is_this_machine(self._host):
                raise InsecureServerError
            server.login(self._user, self._password)


class Ses:
    """Amazon SES: ``ses://eu-west-2``. It puts a Message-ID of its own in the place of ours."""

    def __init__(self, url: str, sender: str) -> None:
        config = Config(connect_timeout=PATIENCE, read_timeout=PATIENCE, retries={"total_max_attempts": 1})
        self._client = boto3.client("sesv2", region_name=urlsplit(url).hostname, config=config)
        self._sender = sender

    def send(self, mail: OutgoingMail) -> None:
        self._client.send_email(
            FromEmailAddress=self._sender, Destination={"ToAddresses": [recipient(mail)]},
            Content={"Raw": {"Data": write_down(mail, self._sender).as_bytes()}},
        )

    def check(self) -> None:
        self._client.get_account()


def transport_for(settings: Settings) -> Transport:
    """The configured way. A demonstration sends nothing outside: any server but its own sink stops the start."""
    if settings.demo and settings.smtp_url != recorded_addresses(settings.data).get("smtp_url"):
        raise SettingsError("CONCORD_SMTP_URL: a demonstration sends mail to its own sink only; leave it empty")
    try:
        plain_address(settings.mail_from)
    except ValueError:
        raise SettingsError("CONCORD_MAIL_FROM: is not one e-mail address") from None
    kind = Ses if settings.smtp_url.startswith("ses://") else Smtp
    return kind(settings.smtp_url, settings.mail_from)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
