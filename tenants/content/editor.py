"""One text in the hands of one editor: the form, what stands in it, and what happens when it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import abort
from flask_babel import gettext as _
from markupsafe import Markup

from concord.web.handled import handled, mark_handled
from tenants.content import policy, service
from tenants.content.comparison import differences
from tenants.content.foreign import foreign_facts
from tenants.content.forms import FORMS, TextForm
from tenants.content.history import version
from tenants.content.models import LANGUAGES, TextName
from tenants.content.ordering import new_name, next_position
from tenants.content.standing import Standing, Translation, standings
from tenants.registry.boxes import show_faults
from tenants.registry.profile import ProfileError
from tenants.registry.texts import DOCUMENTS, Text, TextKind, read_document


class Found(NamedTuple):
    """A text, and the English one that it belongs to: itself, where it is in English."""

    here: Standing
    english: Standing


@dataclass
class Clash:
    """Somebody else saved first: what they changed and what was typed, each against the wording both began with."""

    theirs: list[tuple[str, Markup]]
    yours: list[tuple[str, Markup]]


@dataclass
class Editor:
    """``english``: what the Welsh is made from, in a Welsh text only. ``doubts``: what to look at before publishing."""

    name: TextName
    standing: Standing
    form: TextForm
    english: Text | None = None
    is_new: bool = False
    doubts: list[str] = field(default_factory=list)
    clash: Clash | None = None
    english_changes: list[tuple[str, Markup]] | None = None  # since the Welsh was made from it; None: nothing changed

    @classmethod
    def for_new(cls, kind: TextKind) -> Editor:
        name = TextName(kind, "")
        return cls(name, Standing(name), FORMS[kind].for_language(kind, "en", based_on="0"), is_new=True)

    @classmethod
    def for_text(cls, found: Found) -> Editor:
        here, english = found
        name, form = here.name, FORMS[here.name.kind]
        shown: dict[str, Any] = form.boxes(here.current) if here.current else {}
        shown["based_on"] = str(here.newest)
        if name.language == "en":
            return cls(name, here, form.for_language(name.kind, "en", **shown))
        shown |= {"english_number": str(english.shown or ""), "reviewed_by": here.translation.reviewed_by or ""}
        shown["reviewed_on"] = here.translation.reviewed_on
        editor = cls(name, here, form.for_language(name.kind, "cy", **shown), english.current)
        if here.is_own and english.current and english.shown != here.translation.english_number:
            editor.english_changes = differences(_made_from(here, english), english.current)
        return editor

    def send(self, act: str) -> TextName | None:
        """Keep what was typed, as a draft or published; None when something stands against it, said in the form."""
        if done_before := handled(self.form.form_key.data or ""):
            return TextName(self.name.kind, done_before, self.name.language)
        try:
            document = read_document(DOCUMENTS[self.name.kind], self._base() | self.form.typed())
            if (_number(self.form.based_on.data) or 0) != self.standing.newest:
                raise service.ChangedMeanwhile  # before any question: first see what the other did
            self._look_at(document, publishing=act == "publish")
            if self.doubts and not self.form.sure.data:
                return None
            name = new_name(self.name.kind, document) if self.is_new else self.name
            self._keep(name, document, show=act == "publish")
        except ProfileError as error:
            show_faults(self.form, error, {part: part for part in self.form.parts if part in self.form})
            return None
        except service.ChangedMeanwhile:
            self._meet(document)
            return None
        mark_handled(self.form.form_key.data or "", name.key)
        return name

    def _keep(self, name: TextName, document: Text, *, show: bool) -> None:
        form, translation = self.form, Translation()
        if name.language == "cy":
            by, on = form.reviewed_by.data or None, form.reviewed_on.data
            translation = Translation(_number(form.english_number.data), by if on else None, on if by else None)
        service.keep(name, document, based_on=_number(form.based_on.data) or 0, translation=translation, show=show)

    def _base(self) -> dict[str, Any]:
        """What the form does not ask: the order, and in Welsh all that is not said in words."""
        text = self.english or self.standing.current
        if text is not None:
            return text.model_dump(mode="json")
        return {} if self.name.kind == TextKind.PAGE else {"position": next_position(self.name.kind)}

    def _look_at(self, document: Text, *, publishing: bool) -> None:
        self.doubts = foreign_facts(policy.words_of(document)) if publishing else []
        if self.doubts and not self.form.sure.data:
            self.form.add_error(_("Check these facts before you publish."), "sure")

    def _meet(self, document: Text) -> None:
        """Show both changes; sent again, the form puts its words over theirs."""
        began = version(self.name, _number(self.form.based_on.data) or 0)
        original = began.document if began else self.standing.default
        newest = self.standing.document
        self.clash = Clash(differences(original, newest) if newest else [], differences(original, document))
        self.form.based_on.data = str(self.standing.newest)
        self.form.add_error(_("Somebody else saved this text while you were writing. Nothing was lost: compare below."))


def _made_from(welsh: Standing, english: Standing) -> Text | None:
    """The English wording that a Welsh text was made from."""
    number = welsh.translation.english_number
    old = version(english.name, number) if number else None
    return old.document if old else english.default


def found_text(kind: str, key: str, language: str) -> Found:
    """The text of an address; 404 when there is none or nobody may change it."""
    if kind not in list(TextKind) or language not in LANGUAGES or policy.is_locked(kind, key):
        abort(404)
    name, texts = TextName(TextKind(kind), key, language), standings()
    english = texts.get(name._replace(language="en"))
    if english is None or not english.exists:
        abort(404)
    return Found(texts.get(name, Standing(name)), english)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 10 else None
