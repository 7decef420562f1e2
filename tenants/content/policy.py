"""The rules for what may stand in public, as data, and the checks that read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import assert_never

from flask_babel import gettext as _

from tenants.content.figures import loose_figures
from tenants.content.models import TextName
from tenants.registry.texts import FilmText, PageText, QuestionText, StatisticText, StoryText, Text, TextKind

# The same at every service: how to be safe is not a matter of taste.
LOCKED_PAGES = frozenset({"safety"})
# What the law wants a page to say, so that it stays in whatever else is changed.
KEPT_PARTS: Mapping[str, tuple[str, ...]] = {
    "privacy": ("{controller}", "ico.org.uk"),
    "accessibility": ("equalityadvisoryservice.com",),
}
# What a Welsh text says itself. All else, such as a film's address or the order, is taken from the English one.
TRANSLATED: Mapping[TextKind, tuple[str, ...]] = {
    TextKind.PAGE: ("title", "body"),
    TextKind.QUESTION: ("question", "answer"),
    TextKind.FILM: ("title", "description", "content_warning"),
    TextKind.STORY: ("title", "summary", "body", "content_warning"),
    TextKind.STATISTIC: ("text", "figure", "scope", "source"),
}
FIGURE_HOLDS_FOR = timedelta(days=2 * 365 + 1)
HARDEST_READING_AGE = 11


def is_locked(kind: str, key: str) -> bool:
    return kind == TextKind.PAGE and key in LOCKED_PAGES


def faults(name: TextName, document: Text) -> list[str]:
    """Why a text may not be kept: one sentence each."""
    found = [_("“%(figure)s” is a statistic. Enter it under “Statistics”, with its scope, its source and its date.",
               figure=figure) for figure in loose_figures(words_of(document))]
    if isinstance(document, PageText):
        found += [_("This page must keep “%(part)s” in it.", part=part)
                  for part in KEPT_PARTS.get(name.key, ()) if part not in document.body]
    return found


def missing_to_publish(document: Text) -> list[str]:
    """Why a text that may be kept may not be shown yet."""
    if isinstance(document, StoryText) and not (document.consent and document.consent_on):
        return [_("Write down how and when the teller agreed that their story is published.")]
    return []


def to_look_after(document: Text, today: date) -> list[str]:
    """What a published text wants from the team."""
    if isinstance(document, StatisticText) and _last_known(document) + FIGURE_HOLDS_FOR < today:
        return [_("This figure is older than two years. Check that it still holds, and enter when you did.")]
    if isinstance(document, FilmText) and not document.address:
        return [_("This film has no address, so it cannot be played.")]
    return []


def _last_known(figure: StatisticText) -> date:
    return max(figure.date, figure.checked_on or figure.date)


def title_of(document: Text) -> str:
    """What a list calls it."""
    match document:
        case QuestionText():
            return document.question
        case StatisticText():
            return f"{document.figure}: {document.text}"
        case PageText() | FilmText() | StoryText():
            return document.title
    assert_never(document)


def words_of(document: Text) -> str:
    """All that visitors read in it, apart from figures that carry their own source."""
    match document:
        case PageText():
            parts: tuple[str | None, ...] = (document.title, document.body)
        case QuestionText():
            parts = (document.question, document.answer)
        case FilmText():
            parts = (document.title, document.description, document.content_warning)
        case StoryText():
            parts = (document.title, document.summary, document.body, document.content_warning)
        case StatisticText():
            parts = ()
    return "\n\n".join(part for part in parts if part)
