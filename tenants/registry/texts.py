"""The kinds of text that a service publishes, each checked like the rest of a pack or a form.

A page, a question with its answer, a short film, a story, a statistic: each has a key of its own within its kind.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from flask_babel import gettext as _
from pydantic import AfterValidator, Field, ValidationError, field_validator

from tenants.registry import fields
from tenants.registry.faults import ProfileError, profile_error
from tenants.registry.fields import LABEL, Part
from tenants.registry.words import PLACEHOLDERS, unknown_placeholders

LONGEST, LONGEST_KEY = 50_000, 40
# Addresses that Concord itself uses, so that no page may have them.
RESERVED_PAGES = frozenset({
    "account", "admin", "api", "assets", "brand.css", "exit", "films", "find", "healthz", "invitation", "language",
    "logo", "metrics", "national", "preview", "questions", "readyz", "refer", "sign-in", "sign-out", "signed-out",
    "static", "stories", "team",
})


class TextKind(StrEnum):
    PAGE = "page"
    QUESTION = "question"
    FILM = "film"
    STORY = "story"
    STATISTIC = "statistic"


TextKey = tuple[TextKind, str]


def _title(value: str) -> str:
    if re.search(r"[{}]", value):
        raise ValueError(_("must have no braces"))
    return value


def _markdown(value: str) -> str:
    value = value.strip()
    if not value:
        raise ValueError(_("has no words"))
    slips = unknown_placeholders(value)
    if slips:
        known = ", ".join(sorted(PLACEHOLDERS))
        raise ValueError(_("{%(slip)s} is not known here; known are: %(known)s", slip=slips[0], known=known))
    return value + "\n"


Title = Annotated[fields.Name, AfterValidator(_title)]
Markdown = Annotated[str, Field(max_length=LONGEST), AfterValidator(_markdown)]
Position = Annotated[int, Field(ge=0, le=1000)]


class PageText(Part):
    """A public page: its heading, and its words as Markdown, which `words.fill` completes."""

    title: Title
    body: Markdown


class QuestionText(Part):
    """A question that people often ask, and its answer as Markdown."""

    question: fields.Line
    answer: Markdown
    position: Position = 0


class FilmText(Part):
    """A short film, started by a click. Without an address it is described but cannot be played."""

    title: fields.Name
    description: fields.Text
    source: fields.OptionalLine = None
    address: fields.OptionalWebAddress = None
    seconds: Annotated[int, Field(ge=1, le=4 * 60 * 60)] | None = None
    captions: Literal["yes", "no", "unknown"] = "unknown"
    content_warning: fields.OptionalLine = None
    position: Position = 0


class StoryText(Part):
    """Somebody's own account, to read before deciding. Not published before the teller's consent is on record."""

    title: fields.Name
    summary: fields.Text
    body: Annotated[Markdown | None, fields.NotSet] = None
    address: fields.OptionalWebAddress = None
    content_warning: fields.OptionalLine = None
    tags: tuple[fields.Name, ...] = ()
    consent: fields.OptionalLine = None  # how the teller agreed, and where that is kept
    consent_on: datetime.date | None = None
    position: Position = 0


class StatisticText(Part):
    """A statistic that may be printed: never without what it counts, where it comes from and when (DOMAIN B7)."""

    text: fields.Line
    figure: fields.Name
    scope: fields.Line
    source: fields.Line
    date: datetime.date
    checked_on: datetime.date | None = None  # when somebody last made sure that it still holds
    position: Position = 0


class PageNames(Part):
    """The pages that a file brings."""

    pages: tuple[fields.Label, ...] = ()

    @field_validator("pages")
    @classmethod
    def _pages_of_its_own(cls, pages: tuple[str, ...]) -> tuple[str, ...]:
        taken = sorted(RESERVED_PAGES.intersection(pages))
        if taken:
            raise ValueError(_("%(page)s is an address Concord itself uses", page=taken[0]))
        if len(set(pages)) < len(pages):
            raise ValueError(_("names the same thing twice"))
        return pages


Text = PageText | QuestionText | FilmText | StoryText | StatisticText
DOCUMENTS: Mapping[TextKind, type[Text]] = {
    TextKind.PAGE: PageText, TextKind.QUESTION: QuestionText, TextKind.FILM: FilmText, TextKind.STORY: StoryText,
    TextKind.STATISTIC: StatisticText,
}
LISTS: Mapping[str, TextKind] = {
    "questions": TextKind.QUESTION, "films": TextKind.FILM, "stories": TextKind.STORY,
    "statistics": TextKind.STATISTIC,
}
One = TypeVar("One", bound=Part)


def read_document(model: type[One], data: Mapping[str, Any], where: str = "") -> One:
    """Check one text; `ProfileError` with every fault, each line beginning with ``where``."""
    try:
        return model.model_validate(dict(data))
    except ValidationError as error:
        lines = profile_error(error, model.model_fields).messages
        raise ProfileError([f"{where}.{line}" if where else line for line in lines]) from None


def check_key(value: object, where: str = "key") -> str:
    """A text's key: part of an address, so small letters, numbers and hyphens."""
    if not isinstance(value, str) or not LABEL.fullmatch(value) or len(value) > LONGEST_KEY:
        raise ProfileError([f"{where}: {_('needs a key of small letters, numbers and hyphens')}"])
    return value
