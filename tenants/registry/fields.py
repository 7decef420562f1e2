"""The kinds of value a service profile is made of, each with its own plain message when it is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Self
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, field_validator
from pydantic_core.core_schema import ValidationInfo

from concord.web.text import tidy, tidy_line

LABEL = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")  # one part of a host name, also one part of an address path
HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")
LOGO_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(svg|png)")
ICO_NUMBER = re.compile(r"Z[A-Z0-9][0-9]{5}[0-9X]")  # the Information Commissioner's register of fee payers


class Part(BaseModel):
    """A part of a profile: nothing unknown in it, and nobody changes it once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, serialize_by_alias=True)


class Dated(Part):
    """Something that held from one day to another, both counted; an open end still holds, an open start is unknown."""

    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")

    @field_validator("end")
    @classmethod
    def _ends_after_it_starts(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start and end and end <= start:
            raise ValueError(_("must be after the day it starts"))
        return end

    def holds_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Opening(Part):
    """When the phone is answered on one day of the week."""

    opens: time
    closes: time

    @classmethod
    def read(cls, value: object) -> Self | object:
        """Read ``09:00-17:00``; anything else is left for pydantic to judge."""
        if not isinstance(value, str):
            return value
        found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d) ?[-–] ?([01]\d|2[0-3]):([0-5]\d)", value.strip())
        if not found:
            raise ValueError(_("must be two times such as 09:00-17:00"))
        hour, minute, last_hour, last_minute = (int(part) for part in found.groups())
        opens, closes = time(hour, minute), time(last_hour, last_minute)
        if opens >= closes:
            raise ValueError(_("must close after it opens"))
        return cls(opens=opens, closes=closes)

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def _one_line(value: str) -> str:
    return _not_empty(tidy_line(value))


def _several_lines(value: str) -> str:
    return _not_empty(tidy(value))


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError(_("must not be empty"))
    return value


def _phone(value: str) -> str:
    """Keep the spacing the service chose; only the number itself is judged."""
    phone_link(value)
    return value


def phone_link(value: str) -> str:
    """The number as a phone dials it, such as ``+448009523000``."""
    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number) or re.search(r"[^\d +()]", value):
        raise ValueError(_("must be a phone number in full, such as 0800 952 3000"))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError(_("must be an e-mail address such as team@example.org")) from None


def _secure_email(value: str) -> str:
    value = _email(value)
    if not value.lower().endswith(".cjsm.net"):
        raise ValueError(_("must be a secure e-mail address that ends in .cjsm.net"))
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>\"'`\\]", value):
        raise ValueError(_("must be a web address that starts with https://"))
    return value


def _colour(value: str) -> str:
    colour = "#" + value.lower().removeprefix("#")
    if not HEX_COLOUR.fullmatch(colour):
        raise ValueError(_("must be a colour of six figures such as #1d5c4a"))
    return colour


def _sender_name(value: str) -> str:
    """A name before an e-mail address: nothing in it that could pass for an address of its own."""
    if re.search(r'[@<>"\\,;:]', value):
        raise ValueError(_("must be a plain name, without @ < > \" , ; or :"))
    return value


def _label(value: str) -> str:
    if not LABEL.fullmatch(value):
        raise ValueError(_("must be small letters, numbers and hyphens, and start with a letter"))
    return value


def _logo_name(value: str) -> str:
    if not LOGO_NAME.fullmatch(value):
        raise ValueError(_("must be the name of an SVG or PNG file, such as logo.svg"))
    return value


def _ico_number(value: str) -> str:
    value = value.upper()
    if not ICO_NUMBER.fullmatch(value):
        raise ValueError(_("must be a registration number of the Information Commissioner, such as ZA123456"))
    return value


def _nothing_when_empty(value: object) -> object:
    """An empty box of a form is *not set*, never an empty line on a page."""
    return None if isinstance(value, str) and not value.strip() else value


NotSet = BeforeValidator(_nothing_when_empty)
ShortName = Annotated[str, Field(max_length=40), AfterValidator(_one_line)]
Name = Annotated[str, Field(max_length=100), AfterValidator(_one_line)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
Text = Annotated[str, Field(max_length=2000), AfterValidator(_several_lines)]
Label = Annotated[str, Field(min_length=2, max_length=40), AfterValidator(_label)]
Slug = Annotated[str, Field(min_length=3, max_length=40), AfterValidator(_label)]
Colour = Annotated[str, AfterValidator(_colour)]
Hours = Annotated[Opening, BeforeValidator(Opening.read), PlainSerializer(str)]
Email = Annotated[str, AfterValidator(_email)]
OptionalName = Annotated[Name | None, NotSet]
OptionalLine = Annotated[Line | None, NotSet]
OptionalSummary = Annotated[Annotated[str, Field(max_length=160), AfterValidator(_one_line)] | None, NotSet]
OptionalText = Annotated[Text | None, NotSet]
OptionalHours = Annotated[Hours | None, NotSet]
OptionalPhone = Annotated[Annotated[str, AfterValidator(_one_line), AfterValidator(_phone)] | None, NotSet]
OptionalEmail = Annotated[Email | None, NotSet]
OptionalSecureEmail = Annotated[Annotated[str, AfterValidator(_secure_email)] | None, NotSet]
OptionalWebAddress = Annotated[Annotated[str, Field(max_length=500), AfterValidator(_web_address)] | None, NotSet]
OptionalSenderName = Annotated[
    Annotated[str, Field(max_length=60), AfterValidator(_one_line), AfterValidator(_sender_name)] | None, NotSet
]
OptionalLogoName = Annotated[Annotated[str, Field(max_length=80), AfterValidator(_logo_name)] | None, NotSet]
OptionalIcoNumber = Annotated[Annotated[str, AfterValidator(_ico_number)] | None, NotSet]
