"""Passwords: kept as argon2id hashes, refused when others would guess them."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 1000
HARD_TO_GUESS = 3  # zxcvbn's third step of four: a hundred million guesses
# OWASP's setting with the least memory: costly for a guesser, and a small server still signs many people in at once.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobodys_hash = _hasher.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    return _hasher.hash(_same_letters(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password is the one. Takes as long when there is no account or no password (``kept`` None)."""
    try:
        _hasher.verify(kept or _nobodys_hash, _same_letters(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_new_hash(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)


def is_easy_to_guess(password: str, *known: str) -> bool:
    """Whether it is common, a pattern, or made of words ``known`` about its owner, such as their name or service."""
    from zxcvbn import zxcvbn  # brings word lists of some megabytes, which few processes need

    parts = [text.casefold().replace("@", " ").replace(".", " ").split() for text in known]
    words = sorted({word for text in parts for word in [*text, "".join(text)]})
    spellings = {password[:72], "".join(password.split())[:72]}
    return any(not text or zxcvbn(text, user_inputs=words)["score"] < HARD_TO_GUESS for text in spellings)


def _same_letters(password: str) -> str:
    """One spelling for letters that keyboards make in several ways (é)."""
    return unicodedata.normalize("NFKC", password)
