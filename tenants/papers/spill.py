"""Whether somebody's own words would carry something of the other side across.

Letters are filled from one side's view, so their templates cannot. What staff type can: so it is read before it goes.
"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.casework.models import CaseParty
from tenants.casework.record_models import CaseSupporter
from tenants.people.models import ContactKind, ContactPoint, Person

SHORTEST = 3  # letters of a name that is looked for
NAMES = _("Your words name somebody of the other side. Take the name out.")
WAYS = _("Your words tell how to reach somebody of the other side. Take it out.")


def spilled(case_id: UUID, party_id: UUID, words: str) -> list[LazyString]:
    """What stands in the words that belongs to the other side; nothing when they may go."""
    role = select(CaseParty.role).where(CaseParty.id == party_id).scalar_subquery()
    others = select(CaseParty.id, Person.id, Person.name, Person.known_as).join(
        Person, Person.id == CaseParty.person_id
    )
    opposite = db.session.execute(others.where(CaseParty.case_id == case_id, CaseParty.role != role)).all()
    own = db.session.execute(others.where(CaseParty.case_id == case_id, CaseParty.role == role)).all()
    supporters = db.session.scalars(
        select(CaseSupporter.name).where(CaseSupporter.party_id.in_([row[0] for row in opposite]))
    )
    names = [*supporters, *(row.name for row in opposite), *(row.known_as or "" for row in opposite)]
    allowed = _words(" ".join(f"{row.name} {row.known_as or ''}" for row in own))
    found = []
    if (_words(" ".join(names)) - allowed) & _words(words):
        found.append(NAMES)
    ways = select(ContactPoint.kind, ContactPoint.value).where(
        ContactPoint.person_id.in_([row[1] for row in opposite]), ContactPoint.value.is_not(None)
    )
    if any(_tells(words, kind, value) for kind, value in db.session.execute(ways)):
        found.append(WAYS)
    return found


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
