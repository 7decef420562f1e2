"""Transports for messages. What to say, to whom and whether it is safe is decided in `tenants.notifications`."""

from __future__ import annotations

from flask import Flask, current_app

from concord.messaging.mail import AddressRefusedError, OutgoingMail
from concord.messaging.transports import Transport, transport_for
from concord.outbox.checkpoints import checkpoint
from concord.web.health import register_check

__all__ = ["AddressRefusedError", "OutgoingMail", "init_app", "send"]


def send(mail: OutgoingMail) -> None:
    """Hand a message over; when this returns, the server has accepted it.

    `AddressRefusedError` when the address itself is refused for good; any other failure is worth another try.
    """
    checkpoint("mail.before_send")
    _transport().send(mail)
    checkpoint("mail.accepted")


def _transport() -> Transport:
    transport: Transport = current_app.extensions["concord.mail"]
    return transport


def init_app(app: Flask) -> None:
    transport = transport_for(app.extensions["concord.settings"])
    app.extensions["concord.mail"] = transport
    register_check(app, "mail", transport.check, to_serve=False)  # messages wait until it is back
