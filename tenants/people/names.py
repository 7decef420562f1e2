"""Names as they are compared: accents and case folded, short forms known, spellings that sound the same made equal."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import JaroWinkler

NICKNAMES = Path(__file__).with_name("nicknames.txt")
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir"})
# What is written in several ways and said in one, in English and Welsh names; each is replaced in turn.
SPELLINGS = (
    ("ph", "f"), ("ough", "o"), ("gh", ""), ("rh", "r"), ("th", "t"), ("ck", "k"), ("ce", "se"), ("ci", "si"),
    ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("v", "f"), ("w", "u"), ("y", "i"), ("j", "g"),
)
LONGEST = 24  # letters of a word that are compared
NEAR_LENGTH = 4  # a shorter word has too many that are close to it
NEAR_ENOUGH = 0.88


class Alike(IntEnum):
    """How much two names are alike, the best first."""

    SAME = 0
    NICKNAME = 1
    NEAR = 2
    NOT = 3


def words_of(name: str) -> list[str]:
    """The words of a name without accents, case, marks and titles: "Siân O'Neill-Rees" gives sian, oneill, rees."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )
    found = re.findall(r"\w+", re.sub(r"['’`.]", "", plain))
    return [word[:LONGEST] for word in found if word not in TITLES]


@cache
def groups() -> dict[str, frozenset[str]]:
    """For each known name the groups that it belongs to, each called by its first."""
    found: dict[str, set[str]] = {}
    for line in NICKNAMES.read_text(encoding="utf-8").splitlines():
        names = [] if line.startswith("#") else line.split()
        for name in names:
            found.setdefault(name, set()).add(names[0])
    return {name: frozenset(heads) for name, heads in found.items()}


def called(word: str) -> frozenset[str]:
    """The names that a word may be short for; itself when none is known."""
    return groups().get(word) or frozenset({word})


def respelled(word: str) -> str:
    for written, said in SPELLINGS:
        word = word.replace(written, said)
    return "".join(letter for letter, after in pairwise(word + " ") if letter != after)


def near_forms(word: str) -> set[str]:
    """The word as it is said, and that with any one letter left out: two words one slip apart share a form."""
    said = respelled(word)
    if len(said) < NEAR_LENGTH:
        return {said}
    return {said} | {said[:place] + said[place + 1:] for place in range(len(said))}


def alike(one: list[str], other: list[str]) -> Alike:
    """How much two names are alike: as their words that are least alike. A first name alone is no name."""
    short, long = sorted((one, other), key=len)
    if not short or (len(short) == 1 and len(long) > 1):
        return Alike.NOT
    worst, left = Alike.SAME, list(long)
    for word in short:
        best = min(left, key=lambda candidate: _grade(word, candidate))
        left.remove(best)
        worst = max(worst, _grade(word, best))
    return worst


def _grade(one: str, other: str) -> Alike:
    if one == other:
        return Alike.SAME
    if called(one) & called(other):
        return Alike.NICKNAME
    close = JaroWinkler.similarity(respelled(one), respelled(other))
    return Alike.NEAR if close >= NEAR_ENOUGH else Alike.NOT
