"""The answers of a draft as people read them, for "Check your answers"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import wtforms
from flask import url_for
from flask_babel import gettext as _

from concord.web.forms import ChoiceField, ChoicesField, ConfirmField, HiddenField, PhoneField, SelectField
from concord.web.phones import phone_for_people
from concord.web.translations import uk_date
from tenants.people.models import Answer, ContactKind
from tenants.referrals import places, wizard
from tenants.referrals.drafts import Given
from tenants.referrals.wizard import Step, Task

Row = tuple[str, str, str]


def sections(given: Given, files: Mapping[str, list[str]]) -> list[tuple[str, list[Row]]]:
    """Headings with question, answer, and where the answer can be changed; one section for each of several people.

    ``files`` are the names of those that were added about each person.
    """
    if not wizard.professionals(given):
        return [("", rows(given))]
    of_people = [
        (
            _("Person %(number)s", number=wizard.number(given, person)),
            [*rows(given, person), _row_of_files(files.get(person, []), person)],
        )
        for person in wizard.people(given)
    ]
    return [(_("Your work and what happened"), rows(given)), *of_people]


def _row_of_files(names: list[str], person: str) -> Row:
    return _("Files"), "\n".join(names) or _("None"), url_for("refer.files", person=person, change=1)


def rows(given: Given, person: str = "") -> list[Row]:
    """The answers about one person; without one, everything else."""
    said = wizard.about(given, person)
    several = wizard.professionals(given)
    steps = [step for step in wizard.asked_steps(said) if step.name in said]
    if several:
        steps = [step for step in steps if (step.task == Task.PERSON) == bool(person)]
    return [row for step in steps for row in _rows_of(step, said, person)]


def no_safe_way(given: Given) -> bool:
    """Whether the person themselves said of every way to reach them that it is not safe."""
    if not wizard.oneself(given):
        return False
    ways = given["reach"]["ways"]
    return all(way != ContactKind.THEY_CALL and given[f"safe-{way}"]["safe"] == Answer.NO for way in ways)


def _rows_of(step: Step, said: Given, person: str) -> Iterator[Row]:
    form = step.form(formdata=None, data=said[step.name], meta={"csrf": False})
    address = places.address(step, person, change=True)
    for field in form:
        answer = _in_words(field)
        if not isinstance(field, HiddenField) and (answer or field.name not in {"phone", "email", "address"}):
            yield str(field.label.text), answer or _("Not given"), address


def _in_words(field: wtforms.Field) -> str:
    if isinstance(field, ConfirmField):
        return str(_("Yes"))
    if isinstance(field, PhoneField):
        return phone_for_people(field.data)
    if isinstance(field, ChoiceField | SelectField | ChoicesField):
        chosen = field.data if isinstance(field, ChoicesField) else [field.data]
        return "\n".join(str(choice.label) for choice in field.choices if choice.value in chosen)
    return uk_date(field.data) if isinstance(field.data, date) else field.data or ""
