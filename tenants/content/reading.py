"""The age at which a text can be read: the Automated Readability Index, told as an age.

It counts letters, words and sentences only, so it needs no dictionary: 4.71 x letters a word + 0.5 x words a sentence
- 21.43 gives a school year of the United States, and five more the age (Senter and Smith, AMRL-TR-66-220, 1967).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from markdown_it.token import Token

from concord.web.markdown import parser
from tenants.registry.words import PLACEHOLDER

YOUNGEST = 5
FEWEST_WORDS = 30  # of fewer the formula says nothing
_WORD = re.compile(r"[\w’'-]*[A-Za-zÀ-ÿ0-9][\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")


@lru_cache(maxsize=512)
def reading_age(text: str) -> int | None:
    """The reading age of Markdown in whole years; None when there is too little to measure."""
    sentences = [words for line in _lines(text) for part in _SENTENCE_END.split(line) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    letters = sum(sum(letter.isalnum() for letter in word) for word in words)
    year = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return max(YOUNGEST, round(year + 5))


def _lines(text: str) -> list[str]:
    """The paragraphs and list entries without their marks; headings are no sentences."""
    tokens = parser.parse(PLACEHOLDER.sub("word", text))
    return [_plain(token) for before, token in pairwise(tokens)
            if token.type == "inline" and before.type != "heading_open"]


def _plain(token: Token) -> str:
    parts = (" " if child.type in {"softbreak", "hardbreak"} else child.content for child in token.children or ())
    return "".join(parts)
