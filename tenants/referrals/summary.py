"""The answers of a draft as people read them, for "Check your answers"."""

from __future__ import annotations

from collections.abc import Iterator

import wtforms
from flask import url_for
from flask_babel import gettext as _

from concord.web.forms import ChoiceField, ChoicesField, ConfirmField, HiddenField, PhoneField
from concord.web.phones import phone_for_people
from tenants.people.models import Answer, ContactKind
from tenants.referrals import wizard
from tenants.referrals.drafts import Given

Row = tuple[str, str, str]


def rows(given: Given) -> list[Row]:
    """Question, answer, and where the answer can be changed."""
    return [row for step in wizard.asked_steps(given) for row in _rows_of(step, given)]


def no_safe_way(given: Given) -> bool:
    """Whether the person themselves said of every way to reach them that it is not safe."""
    if not wizard.oneself(given):
        return False
    ways = given["reach"]["ways"]
    return all(way != ContactKind.THEY_CALL and given[f"safe-{way}"]["safe"] == Answer.NO for way in ways)


def _rows_of(step: wizard.Step, given: Given) -> Iterator[Row]:
    form = step.form(formdata=None, data=given[step.name], meta={"csrf": False})
    address = url_for("refer.step", name=step.name, change=1)
    for field in form:
        answer = _in_words(field)
        if not isinstance(field, HiddenField) and (answer or field.name not in {"phone", "email", "address"}):
            yield str(field.label.text), answer or _("Not given"), address


def _in_words(field: wtforms.Field) -> str:
    if isinstance(field, ConfirmField):
        return str(_("Yes"))
    if isinstance(field, PhoneField):
        return phone_for_people(field.data)
    if isinstance(field, ChoiceField | ChoicesField):
        chosen = [field.data] if isinstance(field, ChoiceField) else field.data
        return "\n".join(str(choice.label) for choice in field.choices if choice.value in chosen)
    return field.data or ""
