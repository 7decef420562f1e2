"""What to say, to whom, and when it is safe. Whatever is sent to anybody is sent from here, through one gate."""

from __future__ import annotations

from flask import Flask

from concord.outbox.service import handles
from tenants.casework.signals import consent_recorded
from tenants.links import service as links
from tenants.notifications.service import (
    HANDOVER_OFFERED,
    MESSAGE_DUE,
    ask_agency,
    send_invitation,
    send_link,
    send_message,
    tell_agency,
    tell_of_handover,
    tell_of_held,
    tell_of_referral,
)
from tenants.notifications.stopping import cancel_waiting
from tenants.referrals import held, triage


def init_app(app: Flask) -> None:
    consent_recorded.connect(cancel_waiting)
    handles(app, "referral.received", tell_of_referral)
    handles(app, triage.AGENCY_CONFIRMATION_DUE, ask_agency)
    handles(app, triage.AGENCY_OUTCOME_DUE, tell_agency)
    handles(app, held.EXPIRING, tell_of_held)
    handles(app, HANDOVER_OFFERED, tell_of_handover)
    handles(app, "account.invited", send_invitation)
    handles(app, links.SEND_DUE, send_link)
    handles(app, MESSAGE_DUE, send_message)
