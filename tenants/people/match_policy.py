"""Why two records may be of one person, and how much each reason weighs, as data."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.people.models import ContactKind
from tenants.people.names import Alike, alike, words_of
from tenants.people.tokens import birth_token


class Reason(StrEnum):
    SAME_NAME = "same_name"
    NICKNAME = "nickname"
    NEAR_NAME = "near_name"
    BIRTH_DATE = "birth_date"
    OTHER_BIRTH_DATE = "other_birth_date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"

    @property
    def weight(self) -> int:
        return WEIGHTS[self]

    @property
    def words(self) -> LazyString:
        return WORDS[self]

    @staticmethod
    def enough() -> int:
        """From this weight on a record is worth a look."""
        return 25


WEIGHTS = {
    Reason.SAME_NAME: 40, Reason.NICKNAME: 35, Reason.NEAR_NAME: 25, Reason.BIRTH_DATE: 35,
    Reason.OTHER_BIRTH_DATE: -15, Reason.PHONE: 40, Reason.EMAIL: 45, Reason.ADDRESS: 30,
}
WORDS = {
    Reason.SAME_NAME: _("same name"),
    Reason.NICKNAME: _("one name is short for the other"),
    Reason.NEAR_NAME: _("the names sound alike"),
    Reason.BIRTH_DATE: _("same date of birth"),
    Reason.OTHER_BIRTH_DATE: _("but another date of birth"),
    Reason.PHONE: _("same phone number"),
    Reason.EMAIL: _("same e-mail address"),
    Reason.ADDRESS: _("same address"),
}
BY_NAME = {Alike.SAME: Reason.SAME_NAME, Alike.NICKNAME: Reason.NICKNAME, Alike.NEAR: Reason.NEAR_NAME}
BY_CONTACT: dict[str, Reason] = {
    ContactKind.PHONE: Reason.PHONE, ContactKind.EMAIL: Reason.EMAIL, ContactKind.POST: Reason.ADDRESS,
}


def reasons_for(one: Any, other: Any, shared: set[str]) -> tuple[Reason, ...]:
    """Why two people with ``name``, ``known_as`` and ``birth_date`` may be one; ``shared``: kinds of contact."""
    likeness = min(alike(mine, theirs) for mine in _names(one) for theirs in _names(other))
    found = [BY_NAME[likeness]] if likeness in BY_NAME else []
    found += [BY_CONTACT[kind] for kind in sorted(shared)]
    born = [birth_token(person.birth_date) for person in (one, other) if person.birth_date]
    if len(born) == 2 and None not in born:
        found.append(Reason.BIRTH_DATE if born[0] == born[1] else Reason.OTHER_BIRTH_DATE)
    return tuple(found)


def _names(person: Any) -> list[list[str]]:
    """A name, and it with what they are known as in place of the first word."""
    words = words_of(person.name)
    return [words, words_of(person.known_as) + words[1:]] if person.known_as else [words]
