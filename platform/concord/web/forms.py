"""The base of every form, and the fields it is made of.

A view reads::

    form = ContactForm()
    if form.validate_on_submit():
        ...  # form.answers
    return render_template("…", form=form)

A form whose token is missing, false or too old never reaches the view as a POST: see `concord.web.csrf`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, request
from flask_babel import LazyString
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from concord.web.dates import DateField, uk_today
from concord.web.fields import (
    Check,
    ChoiceField,
    ChoicesField,
    CodeField,
    ConfirmField,
    EmailField,
    FileField,
    LongTextField,
    NumberField,
    PasswordField,
    PhoneField,
    SelectField,
    TextField,
    YesNoField,
)

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "CodeField",
    "ConcordForm",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FileField",
    "HiddenField",
    "LongTextField",
    "NumberField",
    "PasswordField",
    "PhoneField",
    "SelectField",
    "TextField",
    "YesNoField",
    "uk_today",
]

FORM_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_ANSWERS = {"csrf_token", "form_key", "seen"}


def _genuine_key(key: str | None) -> str:
    return key if key and FORM_KEY.fullmatch(key) else secrets.token_urlsafe(18)


class ConcordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with a token against forgery and a random ``form_key``.

    The same key sent twice is the same form sent twice: verbs that must happen once keep it.
    """

    form_key = HiddenField(default="", filters=[_genuine_key])
    put_right_at: Mapping[str, str] = {}  # addresses of other pages, by what is wrong

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, Any] | None:
            """On a page that is shown again, what was typed stands in the form although nothing was submitted."""
            if formdata is _Auto and g.get("page_shown_again"):
                return request.form
            if formdata is _Auto and "form_draft" in g:  # sent after the session had ended, and not lost
                draft: MultiDict[str, Any] = g.form_draft
                return draft
            if request.is_json:  # Flask-WTF would read it: values of any type and depth, which no page of ours sends
                return request.form
            given: MultiDict[str, Any] | None = super().wrap_formdata(form, formdata)
            return given

    def validate(self, extra_validators: Mapping[str, Sequence[Check]] | None = None) -> bool:
        good = bool(super().validate(extra_validators=extra_validators))
        if not good:
            g.form_refused = True
        return good

    def add_error(self, message: str | LazyString, field: str = "", url: str = "") -> None:
        """Refuse the form for a reason found after its fields were read, at one field or as a whole.

        ``url``: where the reason can be put right, when that is on another page.
        """
        g.form_refused = True
        if field:
            self[field].errors = [*self[field].errors, message]
        else:
            self.form_errors.append(message)
            self.put_right_at = {**self.put_right_at, str(message): url}

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by field name, without the form's own hidden fields."""
        return {name: value for name, value in self.data.items() if name not in NOT_ANSWERS}

    @property
    def error_list(self) -> list[dict[str, Any]]:
        """Each fault once, in the order of the page, with the place it leads to."""
        found = [
            {"text": message} | ({"href": url} if (url := self.put_right_at.get(str(message))) else {})
            for message in self.form_errors
        ]
        for field in self:
            if field.errors:
                target = getattr(field, "error_target", field.id)
                found.append({"text": field.errors[0], "href": f"#{target}"})
        return found

    @property
    def has_files(self) -> bool:
        return any(isinstance(field, FileField) for field in self)
