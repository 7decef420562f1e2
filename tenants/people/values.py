"""What makes two phone numbers, e-mails or addresses the same, however they were written."""

from __future__ import annotations

from concord.database.encryption import keyed_token
from concord.web.phones import kept_number
from tenants.people.models import ContactKind


def comparable(kind: str, value: str) -> str:
    """A number as it is dialled, an e-mail without case, an address as its letters and digits."""
    if kind == ContactKind.PHONE:
        return kept_number(value) or "".join(mark for mark in value if mark.isdecimal())
    if kind == ContactKind.EMAIL:
        return value.strip().casefold()
    return "".join(mark for mark in value.casefold() if mark.isalnum())


def value_token(kind: str, value: str | None) -> bytes | None:
    """By this the same value is found with other people; None where there is nothing to compare."""
    same = comparable(kind, value or "")
    return keyed_token(same, f"contact_points.{kind}") if same else None
