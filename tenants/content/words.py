"""What the kinds and parts of texts are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.registry.texts import TextKind

KINDS: Mapping[TextKind, LazyString] = {
    TextKind.PAGE: _("Pages"), TextKind.QUESTION: _("Questions and answers"), TextKind.FILM: _("Films"),
    TextKind.STORY: _("Stories"), TextKind.STATISTIC: _("Statistics"),
}
ADD: Mapping[TextKind, LazyString] = {
    TextKind.PAGE: _("Add a page"), TextKind.QUESTION: _("Add a question"), TextKind.FILM: _("Add a film"),
    TextKind.STORY: _("Add a story"), TextKind.STATISTIC: _("Add a statistic"),
}
PARTS: Mapping[str, LazyString] = {
    "title": _("Title"), "body": _("Text"), "question": _("Question"), "answer": _("Answer"),
    "description": _("Description"), "source": _("Source"), "address": _("Web address"), "seconds": _("Length"),
    "captions": _("Captions"), "content_warning": _("Content warning"), "summary": _("Summary"),
    "tags": _("Subjects"), "consent": _("How the teller agreed"), "consent_on": _("When the teller agreed"),
    "text": _("What is counted"), "figure": _("Figure"), "scope": _("Who was counted"), "date": _("Date"),
    "checked_on": _("Last checked"),
}
LANGUAGES: Mapping[str, LazyString] = {"en": _("English"), "cy": _("Welsh")}
WELSH: Mapping[str, LazyString] = {
    "none": _("No Welsh"), "waiting": _("Welsh draft"), "behind": _("Welsh is older than the English"),
    "shown": _("Welsh shown"),
}
WELSH_COLOURS = {"none": "yellow", "waiting": "blue", "behind": "orange", "shown": ""}
CAPTIONS: Mapping[str, LazyString] = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
EVENTS: Mapping[str, LazyString] = {
    "written": _("Version %(number)s was saved"), "shown": _("Version %(number)s was published"),
    "national": _("The national text was put back"), "hidden": _("Taken off the site"),
}
