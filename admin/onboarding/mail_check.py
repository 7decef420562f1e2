"""The test e-mail: a code goes to the manager's own address; typed back, it proves that the service's mail arrives.

The code is made from the row's id with the installation's key. So it stands in no table and no queue, and a message
that has to be sent again says the same.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update

from admin.onboarding.models import TestMail
from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from tenants.notifications.models import MessageKind
from tenants.notifications.service import send_staff_mail
from tenants.notifications.words import Words

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LONG = 8
LASTS = timedelta(days=7)
REQUESTED = "test_mail.requested"


def request_mail(account_id: UUID) -> None:
    """Have a test e-mail sent to somebody's own address."""
    mail_id = uuid7()
    db.session.add(TestMail(id=mail_id, account_id=account_id, code_hash=_hash(code_of(mail_id))))
    emit(REQUESTED, Lane.INTERACTIVE, test_mail_id=mail_id, account_id=account_id)


def send_code(event: OutboxEvent) -> None:
    """Act on the request: the mail goes out under the event's own id, so a second try is the same message."""
    code = code_of(UUID(event.ids["test_mail_id"]))
    send_staff_mail(event, MessageKind.TEST, UUID(event.ids["account_id"]), lambda: _words(f"{code[:4]}-{code[4:]}"))


def confirm(account_id: UUID, code: str) -> bool:
    """Take the code of a message that this account was sent in the last days; False when there is none like it."""
    statement = (
        update(TestMail)
        .where(TestMail.account_id == account_id, TestMail.code_hash == _hash(_folded(code)),
               TestMail.sent_at > func.now() - LASTS)
        .values(confirmed_at=func.coalesce(TestMail.confirmed_at, func.now())).returning(TestMail.id)
    )
    confirmed = db.session.execute(statement).scalar_one_or_none()
    if confirmed is None:
        return False
    record_act("change", "test_mail", confirmed, what="confirmed")
    return True


def is_waiting(account_id: UUID) -> bool:
    """Whether a message to this account waits for its code."""
    statement = select(func.count()).where(TestMail.account_id == account_id, TestMail.sent_at > func.now() - LASTS)
    return db.session.execute(statement).scalar_one() > 0


def code_of(mail_id: UUID) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.digest(key, b"concord.test_mail|" + mail_id.bytes, hashlib.sha256)
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LONG])


def _words(code: str) -> Words:
    return Words(
        _("Test e-mail"),
        (
            _("Your service can send e-mail. To confirm it, type in this code:") + f"\n{code}",
            _("If you did not ask for this e-mail, you can delete it."),
        ),
    )


def _folded(code: str) -> str:
    return code.upper().replace("-", "").replace(" ", "")


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
