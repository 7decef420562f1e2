"""The verbs of notifications: decide once whom to tell, then send each message once, if the gate still lets it.

A message is decided in the transaction of the event that calls for it and sent in one of its own, so that a process
that dies between the two can at most repeat the one message it was sending, under the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid5

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func

from concord.config import Settings
from concord.database import db
from concord.database.columns import uuid7
from concord.identity import service as identity
from concord.messaging import AddressRefusedError, OutgoingMail, send
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from concord.tenancy import scope
from tenants.notifications import queries, words
from tenants.notifications.gate import Agency, Channel, Holder, Recipient, Refusal, Writer, may_send
from tenants.notifications.letterhead import letterhead
from tenants.notifications.models import Message, MessageKind, MessageStatus
from tenants.notifications.saying import SAYS, organisation
from tenants.notifications.stopping import cancelled
from tenants.notifications.words import Words
from tenants.referrals import held
from tenants.registry.queries import current_profile

MESSAGE_DUE, HANDOVER_OFFERED = "message.due", "handover.offered_here"


def tell_of_referral(event: OutboxEvent) -> None:
    """A referral came in: the team is told, and the person who wrote hears that it arrived, where that is safe."""
    for account_id in queries.members_to_tell():
        _decide(event, MessageKind.NEW_REFERRAL, queries.member(account_id), account_id=account_id)
    referral_id = UUID(event.ids["referral_id"])
    for point_id in queries.email_points_of(referral_id):
        writer = queries.writer(referral_id, point_id)
        _decide(event, MessageKind.ACKNOWLEDGEMENT, writer, contact_point_id=point_id)


def ask_agency(event: OutboxEvent) -> None:
    """An agency gave an address: it is asked, once for all that came in one go, whether the address is its own."""
    referral_id = UUID(event.ids["referral_id"])
    if not queries.agency_was_asked(referral_id):
        _decide(event, MessageKind.AGENCY_CONFIRMATION, queries.agency(referral_id), referral_id=referral_id)


def tell_agency(event: OutboxEvent) -> None:
    """Something was decided about what an agency sent."""
    referral_id = UUID(event.ids["referral_id"])
    _decide(event, MessageKind.AGENCY_OUTCOME, queries.agency(referral_id), referral_id=referral_id)


def tell_of_held(event: OutboxEvent) -> None:
    """What looked like spam will expire: those who are told of referrals are told of that."""
    for account_id in queries.members_to_tell():
        _decide(event, MessageKind.HELD_EXPIRY, queries.member(account_id), account_id=account_id)


def tell_of_handover(event: OutboxEvent) -> None:
    """Another service offers a case or a referral: those who may take it are told."""
    for account_id in queries.members_who_take_cases():
        _decide(event, MessageKind.HANDOVER_OFFER, queries.member(account_id), account_id=account_id)


def send_link(event: OutboxEvent) -> None:
    """Somebody of the service made a link for a person and wants it sent."""
    point_id = UUID(event.ids["contact_point_id"])
    holder = queries.holder(UUID(event.ids["link_id"]), point_id)
    _decide(event, MessageKind.LINK, holder, contact_point_id=point_id)


def send_message(event: OutboxEvent) -> None:
    """A message that was decided: look again at whom it is for, and send it."""
    key = (scope.current_tenant_id(), UUID(event.ids["message_id"]))
    message = db.session.get_one(Message, key, with_for_update=True)  # who withdraws now waits until it is gone
    if message.status == MessageStatus.DECIDED and not cancelled(message):
        cause = db.session.get_one(OutboxEvent, (message.tenant_id, message.event_id))
        _send(message, _recipient(message, cause), SAYS[MessageKind(message.kind)])


def send_invitation(event: OutboxEvent) -> None:
    """A new account: its owner gets a link that is made now and works once."""
    account_id = UUID(event.ids["account_id"])

    def say() -> Words:
        address = identity.invitation_address(identity.mint_invitation(account_id))
        return words.invitation(organisation().name, address, identity.INVITATION_LASTS.days)

    send_staff_mail(event, MessageKind.INVITATION, account_id, say)


def send_staff_mail(event: OutboxEvent, kind: MessageKind, account_id: UUID, say: Callable[[], Words]) -> None:
    """Send one message to one account, within the handling of an event; ``say`` is asked only when it may go."""
    member = queries.member(account_id)
    message = _write(event, kind, member, account_id=account_id)
    _send(message, member, lambda _recipient: say())


def _decide(event: OutboxEvent, kind: MessageKind, recipient: Recipient, **of: UUID) -> None:
    """Write the message down; it is sent by an event of its own, or never when the gate refuses it already."""
    message = _write(event, kind, recipient, **of)
    refusal = may_send(kind, Channel.EMAIL, recipient)
    if refusal:
        _refuse(message, refusal)
    else:
        emit(MESSAGE_DUE, Lane.INTERACTIVE, message_id=message.id)


def _write(event: OutboxEvent, kind: MessageKind, recipient: Recipient, **of: UUID) -> Message:
    (recipient_id,) = of.values()
    domain = _settings().mail_from.rpartition("@")[2]
    message = Message(
        id=uuid7(), event_id=event.id, kind=kind, address=recipient.address, status=MessageStatus.DECIDED,
        message_id=f"{uuid5(event.id, f'{kind}:{recipient_id}')}@{domain}", **_about(recipient), **of,
    )
    db.session.add(message)
    db.session.flush()
    return message


def _about(recipient: Recipient) -> dict[str, UUID | None]:
    if isinstance(recipient, Holder):
        return {"case_id": recipient.case_id, "party_id": recipient.party_id}
    return {"case_id": recipient.case_id} if isinstance(recipient, Agency) else {}


def _send(message: Message, recipient: Recipient, say: Callable[[Recipient], Words]) -> None:
    refusal = may_send(MessageKind(message.kind), Channel.EMAIL, recipient)
    if refusal:
        _refuse(message, refusal)
        return
    message.address = recipient.address
    with force_locale(_language(recipient)):
        said = say(recipient)
    head = letterhead(recipient)
    try:
        send(OutgoingMail(
            recipient.address, said.subject, said.text + head.footer, message.message_id,
            sender_name=head.sender_name, reply_to=head.reply_to,
        ))
    except AddressRefusedError:
        _refuse(message, Refusal.ADDRESS_REFUSED)
    else:
        message.status, message.sent_at = MessageStatus.SENT, func.now()
        db.session.flush()
        if message.kind == MessageKind.HELD_EXPIRY:
            held.notice_was_given()


def _refuse(message: Message, refusal: Refusal) -> None:
    message.status, message.reason = MessageStatus.REFUSED, refusal
    db.session.flush()


def _recipient(message: Message, cause: OutboxEvent) -> Recipient:
    if message.contact_point_id and message.kind == MessageKind.LINK:
        return queries.holder(UUID(cause.ids["link_id"]), message.contact_point_id)
    if message.contact_point_id:
        return queries.writer(UUID(cause.ids["referral_id"]), message.contact_point_id)
    if message.referral_id:
        return queries.agency(message.referral_id)
    if message.account_id is None:
        raise LookupError("a message to nobody")
    return queries.member(message.account_id)


def _language(recipient: Recipient) -> str:
    """The language in which somebody wrote, where the service speaks it; the team's is English."""
    if isinstance(recipient, Writer | Agency | Holder) and recipient.language in current_profile().languages:
        return recipient.language
    return "en"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings
