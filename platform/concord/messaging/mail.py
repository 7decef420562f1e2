"""One message to one address, and how it is written down for the wire."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime

from email_validator import validate_email


class AddressRefusedError(Exception):
    """The mail server will never take a message for this address. The message of this error does not name it."""


@dataclass(frozen=True)
class OutgoingMail:
    """What goes out. ``message_id`` stays the same at every try, so that a receiver can tell a second copy."""

    to: str
    subject: str
    text: str
    message_id: str
    sender_name: str = ""
    reply_to: str | None = None


def write_down(mail: OutgoingMail, sender: str) -> EmailMessage:
    """The message with its headers, each of them one line: a line break in one is a ValueError."""
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Date"] = localtime()
    message["From"] = Address(mail.sender_name, addr_spec=plain_address(sender))
    message["To"] = Address(addr_spec=recipient(mail))
    message["Subject"] = mail.subject
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=plain_address(mail.reply_to))
    # Out-of-office answers stay where they are (RFC 3834): nobody learns more than the message itself says.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte="quoted-printable")
    return message


def recipient(mail: OutgoingMail) -> str:
    """The one address a message goes to; `AddressRefusedError` when it is none."""
    try:
        return plain_address(mail.to)
    except ValueError:
        raise AddressRefusedError from None


def plain_address(address: str) -> str:
    """Exactly one address, in letters that every mail server understands; else a ValueError."""
    plain = validate_email(address, check_deliverability=False, globally_deliverable=False).ascii_email
    if plain is None:
        raise ValueError("the part before the @ is not plain")
    return plain
