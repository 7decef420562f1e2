"""The approved words in which somebody is told that it does not go ahead: never who decided so, and never why.

Words that were used never change: new words are a new version at the end of their list, and the newest is offered.
"""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DEFAULT = "not_going_ahead"
APPROVED: dict[str, dict[str, LazyString]] = {
    DEFAULT: {"1": _("This is not going ahead.")},
    "with_thanks": {"1": _("This is not going ahead. Thank you for the time that you gave it.")},
    "with_support": {"1": _("This is not going ahead. You can still get help from us, whenever you want it.")},
    "not_now": {"1": _("This is not going ahead for now. We will tell you if that changes.")},
}


def newest_version(code: str) -> str:
    return list(APPROVED[code])[-1]


def words_of(code: str, version: str) -> LazyString:
    """What was said, however long ago."""
    return APPROVED[code][version]


def offered() -> list[tuple[str, LazyString]]:
    """For a form field: every code with the words that are offered now."""
    return [(code, versions[newest_version(code)]) for code, versions in APPROVED.items()]
