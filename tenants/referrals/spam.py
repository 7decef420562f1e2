"""What looks like spam, without a puzzle for anybody. It is never refused: it is kept apart, and somebody looks at it.

Each sign is one that people rarely give and programs often do. A person who gives one gets the same page and the same
kind of reference as everybody else: nobody is told, so that nobody learns how to get round it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tenants.referrals.models import HeldBecause

QUICKEST = timedelta(seconds=5)  # nobody reads and answers all the pages in less
MOST_LINKS = 2
LINK = re.compile(r"https?://|\bwww\.|\[url|<a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Sending:
    """How answers were sent: what stands in the field that nobody sees, since when, how many, and what they say."""

    hidden: str
    began_at: datetime
    too_many: bool
    answers: dict[str, Any]

    @property
    def took(self) -> timedelta:
        return datetime.now(UTC) - self.began_at

    @property
    def links(self) -> int:
        return sum(len(LINK.findall(text)) for text in _texts(self.answers))


SIGNS: tuple[tuple[HeldBecause, Callable[[Sending], bool]], ...] = (
    (HeldBecause.HIDDEN_FIELD, lambda sending: bool(sending.hidden.strip())),
    (HeldBecause.TOO_QUICK, lambda sending: sending.took < QUICKEST),
    (HeldBecause.TOO_MANY, lambda sending: sending.too_many),
    (HeldBecause.LINKS, lambda sending: sending.links > MOST_LINKS),
)


def suspicion(sending: Sending) -> HeldBecause | None:
    """The first sign of spam; None when there is none."""
    return next((sign for sign, is_given in SIGNS if is_given(sending)), None)


def _texts(answers: object) -> Iterator[str]:
    if isinstance(answers, str):
        yield answers
    elif isinstance(answers, dict | list):
        for part in answers.values() if isinstance(answers, dict) else answers:
            yield from _texts(part)
