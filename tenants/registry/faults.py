"""Every fault of a profile at once, each as one line that names the field and says what is wrong in plain words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": lazy_gettext("is missing"),
    "literal_error": lazy_gettext("must be one of: %(expected)s"),
    "string_too_short": lazy_gettext("must have at least %(min_length)s characters"),
    "string_too_long": lazy_gettext("must have at most %(max_length)s characters"),
    "greater_than_equal": lazy_gettext("must be %(ge)s or more"),
    "less_than_equal": lazy_gettext("must be %(le)s or less"),
}
# Pydantic names several faults of one kind of value: int_type, int_parsing, int_from_float.
KINDS_OF_VALUE = {
    "string": lazy_gettext("must be text"),
    "int": lazy_gettext("must be a whole number"),
    "bool": lazy_gettext("must be true or false"),
    "date": lazy_gettext("must be a date such as 2026-04-01"),
    "tuple": lazy_gettext("must be a list"),
    "model": lazy_gettext("must be a table with its own lines"),
}


class ProfileError(Exception):
    """A profile cannot be used. ``messages`` holds one line for each fault."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = list(messages)


class LogoRefused(Exception):
    """A picture cannot be a service's logo; the message is why, in a few words after its name."""


def profile_error(error: ValidationError, known_fields: Collection[str]) -> ProfileError:
    """What pydantic found, said so that the person who wrote the file can mend it."""
    return ProfileError([f"{_field(fault)}: {_sentence(fault, known_fields)}"
                         for fault in error.errors(include_url=False)])


def _field(fault: ErrorDetails) -> str:
    """``police_areas.2.code`` is the code of the second area: people count from one."""
    parts = [str(part + 1) if isinstance(part, int) else part for part in fault["loc"]]
    return ".".join(parts)


def _sentence(fault: ErrorDetails, known_fields: Collection[str]) -> str:
    kind, details = fault["type"], dict(fault.get("ctx", {}))
    if kind == "value_error":
        return str(details["error"])
    if kind == "extra_forbidden":
        return _unknown(str(fault["loc"][-1]), known_fields)
    if kind == "literal_error":
        details["expected"] = details["expected"].replace(" or ", ", ").replace("'", "")
    plain = SENTENCES.get(kind) or KINDS_OF_VALUE.get(kind.partition("_")[0])
    return str(plain) % details if plain else fault["msg"]


def _unknown(name: str, known_fields: Collection[str]) -> str:
    close = get_close_matches(name, known_fields, 1)
    return str(_("is not known here; did you mean %(name)s?", name=close[0]) if close else _("is not known here"))
