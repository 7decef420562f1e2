"""Whether somebody's own words would carry something of the other side across.

Letters are filled from one side's view, so their templates cannot. What staff type can: so it is read before it goes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, not_, or_, select

from concord.database import db
from tenants.casework.absence import stood_in_for
from tenants.casework.models import CaseParty
from tenants.casework.record_models import CaseSupporter
from tenants.people.models import ContactKind, ContactPoint, Person

SHORTEST = 3  # letters of a name that is looked for
NAMES = _("Your words name somebody of the other side. Take the name out.")
WAYS = _("Your words tell how to reach somebody of the other side. Take it out.")


def spilled(case_id: UUID, party_id: UUID, words: str) -> list[LazyString]:
    """What stands in the words that belongs to the other side; nothing when they may go."""
    role = select(CaseParty.role).where(CaseParty.id == party_id).scalar_subquery()
    apart = or_(CaseParty.role != role, CaseParty.id.in_(protected(case_id, party_id)))
    opposite, own = _people(CaseParty.case_id == case_id, apart), _people(CaseParty.case_id == case_id, not_(apart))
    found = []
    if (_names(opposite) - _words(" ".join(f"{row.name} {row.known_as or ''}" for row in own))) & _words(words):
        found.append(NAMES)
    if any(_tells(words, kind, value) for kind, value in _ways(opposite)):
        found.append(WAYS)
    return found


def protected(case_id: UUID, party_id: UUID) -> set[UUID]:
    """Those of the case whom somebody stands in for: nothing that is made for anybody else tells of them (A7)."""
    return stood_in_for(case_id) - {party_id}


def telling_of(party_ids: set[UUID]) -> Callable[[str], bool]:
    """Whether words name one of these people, or tell how to reach them."""
    people = _people(CaseParty.id.in_(party_ids))
    names, ways = _names(people), _ways(people)
    return lambda words: bool(names & _words(words)) or any(_tells(words, kind, value) for kind, value in ways)


def _people(*who: ColumnElement[bool]) -> list[Any]:
    statement = (
        select(CaseParty.id.label("party_id"), Person.id.label("person_id"), Person.name, Person.known_as)
        .join(Person, Person.id == CaseParty.person_id).where(*who)
    )
    return list(db.session.execute(statement))


def _names(people: list[Any]) -> set[str]:
    """Every word of their names, and of those who are with them."""
    supporters = select(CaseSupporter.name).where(CaseSupporter.party_id.in_([row.party_id for row in people]))
    called = (f"{row.name} {row.known_as or ''}" for row in people)
    return _words(" ".join([*db.session.scalars(supporters), *called]))


def _ways(people: list[Any]) -> list[tuple[str, str | None]]:
    statement = select(ContactPoint.kind, ContactPoint.value).where(
        ContactPoint.person_id.in_([row.person_id for row in people]), ContactPoint.value.is_not(None)
    )
    return [(row.kind, row.value) for row in db.session.execute(statement)]


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return {word for word in re.findall(r"[^\W\d_]+", letters) if len(word) >= SHORTEST}


def _tells(words: str, kind: str, value: str | None) -> bool:
    if not value:
        return False
    if kind == ContactKind.PHONE:
        return _digits(value)[-9:] in _digits(words)
    line = value.splitlines()[0] if kind == ContactKind.POST else value
    return "".join(line.casefold().split()) in "".join(words.casefold().split())


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
