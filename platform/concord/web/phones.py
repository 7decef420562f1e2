"""Telephone numbers: read as people write them, kept in one form, shown as people in the United Kingdom read them."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

# Numbers that Ofcom keeps free for invented people; the library calls them invalid.
INVENTED_NUMBERS = ("7700900", "1632960", "8081570", "3069990", "9098790")
UNITED_KINGDOM = 44


def kept_number(text: str) -> str:
    """``+441632960001``, with ``;ext=12`` for an extension; "" for what nobody could call."""
    try:
        number = phonenumbers.parse(text, "GB")
    except NumberParseException:
        return ""
    if not _can_be_called(number):
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def phone_for_people(number: str | None) -> str:
    """A kept number as people read it: 01632 960001, or +353 1 234 5678 from abroad. Other words stay as they are."""
    try:
        parsed = phonenumbers.parse(number or "", "GB")
    except NumberParseException:
        return number or ""
    style = PhoneNumberFormat.NATIONAL if parsed.country_code == UNITED_KINGDOM else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def tel_address(number: str) -> str:
    """The link that calls a number."""
    return f"tel:{kept_number(number) or ''.join(mark for mark in number if mark.isdecimal() or mark == '+')}"


def _can_be_called(number: PhoneNumber) -> bool:
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    return phonenumbers.is_valid_number(number) or str(number.national_number).startswith(INVENTED_NUMBERS)
