"""The words of notes as keyed tokens: a note is found by what it says while it stays sealed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, insert, select
from sqlalchemy.orm import aliased

from concord.database import db
from concord.database.columns import uuid7
from concord.database.encryption import keyed_token
from concord.tenancy import scope
from tenants.casework.list_models import NoteToken

SHORTEST, LONGEST = 3, 40  # letters of a word that counts
KEPT = 16  # bytes of a token
# Words that stand in every second note find nothing.
EVERYWHERE = frozenset((
    "the", "and", "for", "was", "were", "are", "has", "had", "have", "been", "not", "but", "with", "from", "that",
    "this", "they", "them", "their", "she", "her", "hers", "his", "him", "you", "your", "our", "who", "will", "would",
    "can", "could", "did", "does", "said", "says", "about", "into", "out", "all", "any", "one", "two", "when", "what",
    "then", "there", "than",
))


def words_of(text: str) -> set[str]:
    """The words by which a text is found: without case and accents, long enough to tell something."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    found = {word[:LONGEST] for word in re.findall(r"\w+", re.sub(r"['’]", "", plain)) if len(word) >= SHORTEST}
    return found - EVERYWHERE


def token_rows(case_id: UUID, event_id: UUID, note: str | None) -> Iterator[dict[str, Any]]:
    """The rows of ``note_tokens`` that a note brings; for whoever writes notes past the verbs, too."""
    for word in sorted(words_of(note or "")):
        yield {"tenant_id": scope.current_tenant_id(), "id": uuid7(), "case_id": case_id, "event_id": event_id,
               "token": _token(word)}


def keep(case_id: UUID, event_id: UUID, note: str | None) -> None:
    """Let a note be found, in the transaction that writes it."""
    rows = list(token_rows(case_id, event_id, note))
    if rows:
        db.session.execute(insert(NoteToken), rows)


def cases_noting(text: str) -> Select[UUID] | None:
    """For a where: cases with a note that holds each of these words; None when no word of them counts."""
    first, *others = sorted(words_of(text), key=len, reverse=True) or [""]
    if not first:
        return None
    with_first = select(NoteToken.case_id).where(NoteToken.token == _token(first))
    for word in others:
        also = aliased(NoteToken)
        with_first = with_first.where(
            exists().where(and_(also.event_id == NoteToken.event_id, also.token == _token(word)))
        )
    return with_first


def _token(word: str) -> bytes:
    return keyed_token(word, "note_tokens")[:KEPT]
