"""What to say, to whom, and when it is safe. Whatever is sent to anybody is sent from here, through one gate."""

from __future__ import annotations

from flask import Flask

from concord.outbox.service import handles
from tenants.notifications.service import MESSAGE_DUE, send_invitation, send_message, tell_of_referral


def init_app(app: Flask) -> None:
    handles(app, "referral.received", tell_of_referral)
    handles(app, "account.invited", send_invitation)
    handles(app, MESSAGE_DUE, send_message)
