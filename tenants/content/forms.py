"""One form for each kind of text. The text itself is judged by `registry.texts`, as in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from concord.web.forms import (
    ChoiceField,
    ConcordForm,
    ConfirmField,
    DateField,
    HiddenField,
    LongTextField,
    TextField,
    uk_today,
)
from tenants.content.policy import TRANSLATED
from tenants.content.words import CAPTIONS, PARTS
from tenants.registry.texts import LONGEST, Text, TextKind

SHORT = {"classes": "govuk-input--width-10"}
MARKDOWN = _("You can use Markdown: see the help below.")


def markdown_field(label: Any, *, required: Any = "", rows: int = 20) -> LongTextField:
    return LongTextField(label, required=required, max_length=LONGEST, rows=rows, hint=MARKDOWN)


class LengthField(TextField):
    """Minutes and seconds, such as 4:30. ``seconds`` is an int, or None."""

    def understand(self, text: str) -> str:
        if not re.fullmatch(r"\d{1,3}:[0-5]\d", text) or text.strip("0:") == "":
            raise ValueError(gettext("Enter minutes and seconds, such as 4:30"))
        return text

    @property
    def seconds(self) -> int | None:
        minutes, _colon, seconds = (self.data or "").partition(":")
        return int(minutes) * 60 + int(seconds) if minutes else None


class TextForm(ConcordForm):
    """What every text's form has. ``based_on`` is the version it was opened on."""

    based_on = HiddenField()
    english_number = HiddenField()
    reviewed_by = TextField(_("Who reviewed the Welsh text"), max_length=100)
    reviewed_on = DateField(_("When it was reviewed"), last=uk_today)
    sure = ConfirmField(_("These facts are right. Publish all the same"))
    parts: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def for_language(cls, kind: TextKind, language: str, **shown: Any) -> TextForm:
        """A Welsh text is reviewed and says only what is said in words; an English one says everything."""
        form = cls(**shown)
        apart = set(cls.parts) - set(TRANSLATED[kind]) if language == "cy" else {"reviewed_by", "reviewed_on"}
        for name in apart:
            del form[name]
        return form

    @classmethod
    def boxes(cls, document: Text) -> dict[str, Any]:
        """What stands in the boxes for a text."""
        return {part: getattr(document, part) for part in cls.parts}

    def typed(self) -> dict[str, Any]:
        """What was typed, as the document says it; boxes that the form does not have are left out."""
        return {part: self[part].data or None for part in self.parts if part in self}


class PageForm(TextForm):
    title = TextField(PARTS["title"], required=_("Enter a title"), max_length=100)
    body = markdown_field(PARTS["body"], required=_("Enter the text"))
    parts = ("title", "body")


class QuestionForm(TextForm):
    question = TextField(PARTS["question"], required=_("Enter the question"), max_length=300)
    answer = markdown_field(PARTS["answer"], required=_("Enter the answer"), rows=10)
    parts = ("question", "answer")


class FilmForm(TextForm):
    title = TextField(PARTS["title"], required=_("Enter a title"), max_length=100)
    description = LongTextField(PARTS["description"], required=_("Enter a description"), max_length=2000)
    content_warning = TextField(
        PARTS["content_warning"], hint=_("Such as: Speaks about violence. Visitors read it before the film."),
        max_length=300,
    )
    seconds = LengthField(PARTS["seconds"], hint=_("Minutes and seconds, such as 4:30"), component=SHORT)
    captions = ChoiceField(_("Has the film captions?"), list(CAPTIONS.items()), required=_("Say if it has captions"))
    source = TextField(PARTS["source"], hint=_("Who made the film"), max_length=300)
    address = TextField(
        _("Web address of the film"),
        hint=_("It starts with https://. Nothing is fetched from there before a visitor starts the film."),
        max_length=500, component={"spellcheck": False, "autocapitalize": "none"},
    )
    parts = ("title", "description", "content_warning", "seconds", "captions", "source", "address")

    @classmethod
    def boxes(cls, document: Text) -> dict[str, Any]:
        found = super().boxes(document)
        seconds = found["seconds"]
        return found | {"seconds": f"{seconds // 60}:{seconds % 60:02}" if seconds else ""}

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        return found | {"seconds": self.seconds.seconds} if "seconds" in self else found


class StoryForm(TextForm):
    title = TextField(PARTS["title"], required=_("Enter a title"), max_length=100)
    summary = LongTextField(PARTS["summary"], required=_("Enter a summary"), max_length=2000)
    content_warning = TextField(
        PARTS["content_warning"], hint=_("Such as: Speaks about violence. Visitors read it before the story."),
        max_length=300,
    )
    body = markdown_field(_("The story"))
    address = TextField(
        _("Web address, when the story stands elsewhere"), hint=_("It starts with https://"), max_length=500,
        component={"spellcheck": False, "autocapitalize": "none"},
    )
    tags = TextField(PARTS["tags"], hint=_("Such as: burglary, letter. Put commas between them."))
    consent = TextField(
        PARTS["consent"], hint=_("How they agreed to this, and where that is kept. Visitors never see it."),
        max_length=300,
    )
    consent_on = DateField(PARTS["consent_on"], last=uk_today)
    parts = ("title", "summary", "content_warning", "body", "address", "tags", "consent", "consent_on")

    @classmethod
    def boxes(cls, document: Text) -> dict[str, Any]:
        found = super().boxes(document)
        return found | {"tags": ", ".join(found["tags"])}

    def typed(self) -> dict[str, Any]:
        found = super().typed()
        if "tags" in self:
            found["tags"] = tuple(tag.strip() for tag in (self.tags.data or "").split(",") if tag.strip())
        return found


class StatisticForm(TextForm):
    figure = TextField(PARTS["figure"], required=_("Enter the figure"), hint=_("Such as 85%"), max_length=100,
                       component=SHORT)
    text = TextField(
        PARTS["text"], required=_("Enter what the figure counts"), max_length=300,
        hint=_("Such as: People harmed who were satisfied after a meeting"),
    )
    scope = TextField(
        PARTS["scope"], required=_("Enter who was counted"), max_length=300,
        hint=_("Where, when and of whom, so that nobody takes it for more than it is"),
    )
    source = TextField(PARTS["source"], required=_("Enter the source"), hint=_("Who counted it"), max_length=300)
    date = DateField(_("Date of the source"), required=_("Enter the date of the source"), last=uk_today)
    checked_on = DateField(
        PARTS["checked_on"], hint=_("An old figure may still hold. Say when somebody last made sure."), last=uk_today,
    )
    parts = ("figure", "text", "scope", "source", "date", "checked_on")


FORMS: Mapping[TextKind, type[TextForm]] = {
    TextKind.PAGE: PageForm, TextKind.QUESTION: QuestionForm, TextKind.FILM: FilmForm, TextKind.STORY: StoryForm,
    TextKind.STATISTIC: StatisticForm,
}
