"""Statistics that stand loose in a text. They are entered as records, which cannot lose their scope (DOMAIN B7)."""

from __future__ import annotations

import re

_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten"
_COUNT = rf"(?:\d+(?:[.,]\d+)*|{_SMALL})"
_OF = rf"(?:in|out\s+of)(?:\s+every)?\s+(?:\d[\d,]*|{_SMALL}|a\s+hundred|a\s+thousand)"
# "One in two weeks" and "3 in 10 minutes" speak of time, "5 in 2024" of a year.
_NOT_TIME = r"(?!\s*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|am\b|pm\b|o.clock))"
FIGURES = (
    re.compile(r"(?:[\w.,]+\s*)?(?:%|\bper\s?cent\b|\by cant\b)", re.IGNORECASE),
    re.compile(rf"\b{_COUNT}\s+{_OF}\b(?![\d,.]*\d){_NOT_TIME}", re.IGNORECASE),
    re.compile(r"£\s?[\d.,]+[^.\n]{0,40}\b(?:for|per)(?:\s+(?:every|each))?\s+£\s?1\b", re.IGNORECASE),
)
_YEAR = re.compile(r"\b(?:in|out of)\s+(?:19|20)\d\d$", re.IGNORECASE)
_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+")


def loose_figures(text: str) -> list[str]:
    """Percentages, "x in y" and "£8 for every £1" as they are written, each once. Addresses of links do not count."""
    read = _ADDRESS.sub(" ", text)
    found = (match[0].strip() for pattern in FIGURES for match in pattern.finditer(read))
    return list(dict.fromkeys(figure for figure in found if not _YEAR.search(figure)))
