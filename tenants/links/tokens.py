"""The secret part of a link, and the word agreed with its person. Of both only keyed or plain hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from uuid import UUID

from concord.database.encryption import keyed_token
from tenants.referrals.drafts import AS_MEANT, SIGNS

LENGTH, GROUP = 16, 4  # 80 random bits, made to be read out and typed
# Friendly, easy to say and to spell, told apart on a bad phone line; so many that guessing five times means little.
WORDS = tuple((Path(__file__).parent / "agreed_words.txt").read_text(encoding="utf-8").split())


def new_token() -> str:
    """As it stands in an address: ABCD-EFGH-JKMN-PQRS."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start:start + GROUP] for start in range(0, LENGTH, GROUP))


def token_hash(token: str) -> bytes:
    """The same however the token was typed."""
    return hashlib.sha256(token.upper().translate(AS_MEANT).encode()).digest()


def suggested_word() -> str:
    return secrets.choice(WORDS)


def word_hash(link_id: UUID, word: str) -> bytes:
    """Bound to its link, so that equal words do not show."""
    return keyed_token("".join(word.split()).casefold(), f"one_use_links.word {link_id}")
