"""Form fields that forgive how people write and say plainly what is wrong. Each renders as its GOV.UK component.

``required`` is the sentence shown when there is no answer ("Enter your name"); without it the answer may be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

import wtforms
from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_wtf.file import FileField as UploadField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type stubs
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from concord.web import widgets
from concord.web.phones import kept_number, phone_for_people
from concord.web.text import tidy, tidy_line

Text: TypeAlias = "str | LazyString"
Choices: TypeAlias = "Sequence[tuple[str, Text]]"
Check = Callable[[wtforms.Form, Any], object]


class Answered:
    """Stops at the first fault: what could not be read, then what is missing. A blank answer is asked nothing else."""

    def __init__(self, message: Text = "") -> None:
        self.message = message

    def __call__(self, _form: wtforms.Form, field: wtforms.Field) -> None:
        if field.errors:
            raise StopValidation
        if field.data in (None, "", False) or field.data == []:
            raise StopValidation(self.message) if self.message else StopValidation


class Answer:
    """What the fields share; mixed in before a WTForms field."""

    component: dict[str, Any]
    empty: Any = ""

    def __init__(
        self,
        label: Text,
        *,
        required: Text = "",
        hint: Text = "",
        checks: Sequence[Check] = (),
        component: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.component = dict(component or {})
        options.setdefault("default", self.empty)
        super().__init__(label, [Answered(required), *checks], description=hint, **options)  # type: ignore[call-arg]  # the field mixed in

    @property
    def error_target(self) -> str:
        """The id of the part of the page that an error message leads to."""
        return str(self.id)  # type: ignore[attr-defined]  # the field mixed in


class TextField(Answer, wtforms.StringField):
    """One line of text."""

    widget = widgets.TextInput()
    read = staticmethod(tidy_line)

    def __init__(self, label: Text, *, max_length: int = 200, autocomplete: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.max_length = max_length
        if autocomplete:
            self.component.setdefault("autocomplete", autocomplete)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = str(valuelist[0])
        text = self.read(self.data)
        self.data = text
        if len(text) > self.max_length:
            used = len(text)
            limit = self.max_length
            raise ValueError(_("Use %(limit)s characters or fewer. You used %(used)s.", limit=limit, used=used))
        if text:
            self.data = self.understand(text)

    def understand(self, text: str) -> str:
        """What is kept of a tidy answer; ValueError with a sentence when it cannot be understood."""
        return text


class LongTextField(TextField):
    """Several lines of text, with the room left shown."""

    widget = widgets.CountedTextArea()
    read = staticmethod(tidy)

    def __init__(self, label: Text, *, max_length: int = 5000, rows: int = 5, **options: Any) -> None:
        super().__init__(label, max_length=max_length, **options)
        self.component.setdefault("rows", rows)


class EmailField(TextField):
    """An e-mail address, its domain in lower case."""

    def __init__(self, label: Text, *, autocomplete: str = "email", **options: Any) -> None:
        super().__init__(label, max_length=254, autocomplete=autocomplete, **options)
        self.component |= {"type": "email", "spellcheck": False, "autocapitalize": "none"}

    def understand(self, text: str) -> str:
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValueError(_("Enter an e-mail address like name@example.com")) from None


class PhoneField(TextField):
    """A telephone number as people write it; kept as ``+441632960001``, an extension as ``;ext=12``."""

    def __init__(self, label: Text, *, autocomplete: str = "tel", **options: Any) -> None:
        super().__init__(label, max_length=40, autocomplete=autocomplete, **options)
        self.component |= {"type": "tel"}
        self.component.setdefault("classes", "govuk-input--width-20")

    def understand(self, text: str) -> str:
        number = kept_number(text)
        if not number:
            raise ValueError(_("Enter a telephone number like 01632 960 001 or 07700 900 982"))
        return number

    def _value(self) -> str:
        return str(self.data) if self.errors or self.process_errors else phone_for_people(self.data)


class NumberField(TextField):
    """A whole number; commas and spaces in it are forgiven. ``number`` is an int, or None."""

    def __init__(self, label: Text, *, least: int = 0, most: int = 1_000_000, **options: Any) -> None:
        super().__init__(label, max_length=20, **options)
        self.least, self.most = least, most
        self.component |= {"inputmode": "numeric", "classes": "govuk-input--width-5"}

    def understand(self, text: str) -> str:
        digits = text.replace(",", "").replace(" ", "")
        try:
            number = int(digits)
        except ValueError:
            raise ValueError(_("Enter a whole number in figures, like 12")) from None
        if not self.least <= number <= self.most:
            raise ValueError(_("Enter a number from %(least)s to %(most)s", least=self.least, most=self.most))
        return str(number)

    @property
    def number(self) -> int | None:
        return int(self.data) if self.data else None


class PasswordField(Answer, wtforms.PasswordField):
    """A password: never shown again, never changed by us."""

    widget = widgets.PasswordInput()

    def __init__(self, label: Text, *, autocomplete: str = "current-password", **options: Any) -> None:
        super().__init__(label, **options)
        self.component.setdefault("autocomplete", autocomplete)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""
        if len(self.data) > 1000:
            raise ValueError(_("Use %(limit)s characters or fewer", limit=1000))


class CodeField(TextField):
    """A code from an authenticator app or a list; spaces and hyphens in it are forgiven."""

    def __init__(self, label: Text, **options: Any) -> None:
        super().__init__(label, max_length=40, autocomplete="one-time-code", **options)
        self.component |= {"classes": "govuk-input--width-10", "spellcheck": False, "autocapitalize": "none"}

    def understand(self, text: str) -> str:
        return text.replace(" ", "").replace("-", "")


class Offer(Answer):
    """What the fields with choices share: only what was offered may be answered."""

    before: ClassVar[tuple[tuple[str, str], ...]] = ()
    choices: Any
    data: Any

    def __init__(
        self, label: Text, choices: Choices = (), *, hints: Mapping[str, Text] | None = None, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.offer(choices)
        if hints:
            self.component["items"] = {value: {"hint": {"text": hint}} for value, hint in hints.items()}

    def offer(self, choices: Choices) -> None:
        """Set the choices: [(value, label), …]. For a view whose choices depend on the page."""
        self.choices = [SelectChoice(value, label) for value, label in (*self.before, *choices)]

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms's signature
        answers = [self.data] if isinstance(self.data, str) else self.data or []
        if not {str(choice.value) for choice in self.choices}.issuperset(filter(None, answers)):
            raise StopValidation(_("Choose from the answers on this page"))


class ChoiceField(Offer, wtforms.RadioField):
    """One answer of a few, as radio buttons. ``hints`` adds a line below an answer. "" when nothing was chosen."""

    widget = widgets.Radios()


class SelectField(Offer, wtforms.SelectField):
    """One answer of many, as a list to pick from. The first line is empty."""

    widget = widgets.Select()
    before = (("", ""),)


class ChoicesField(Offer, wtforms.SelectMultipleField):
    """Any number of answers, as checkboxes. A list."""

    widget = widgets.Checkboxes()
    empty = ()


class YesNoField(ChoiceField):
    """Yes or no. ``answer`` is True, False, or None when nothing was chosen."""

    def __init__(self, label: Text, **options: Any) -> None:
        super().__init__(label, [("yes", _("Yes")), ("no", _("No"))], **options)
        self.component.setdefault("classes", "govuk-radios--inline")

    def process_data(self, value: object) -> None:
        super().process_data({True: "yes", False: "no", None: ""}.get(value, value))  # type: ignore[call-overload]  # a value such as "yes" stays

    @property
    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.data)


class ConfirmField(Answer, wtforms.BooleanField):
    """One box to tick. True or False."""

    widget = widgets.Checkbox()
    empty = False


class FileField(Answer, UploadField):  # type: ignore[misc]  # Flask-WTF has no types
    """One file. ``data`` is werkzeug's FileStorage, or None."""

    widget = widgets.FileInput()
    empty = None
