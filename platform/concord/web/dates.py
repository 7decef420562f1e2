"""A date in three boxes, the way GOV.UK asks for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import wtforms
from babel.dates import get_month_names
from flask_babel import LazyString
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from concord.web import widgets
from concord.web.fields import Answer
from concord.web.text import tidy_line
from concord.web.translations import LOCALES, UK, uk_date

PARTS = ("day", "month", "year")
EARLIEST = date(1900, 1, 1)


def uk_today() -> date:
    """The date in the United Kingdom."""
    return datetime.now(UK).date()


class DateField(Answer, wtforms.Field):
    """Day, month and year; months may be words. ``data`` is a date or None.

    ``first`` and ``last`` give the first and the last day that may be entered, such as ``last=uk_today``.
    """

    widget = widgets.DateInput()
    empty = None
    data: date | None

    def __init__(
        self,
        label: str | LazyString,
        *,
        first: Callable[[], date] | None = None,
        last: Callable[[], date] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.first, self.last = first, last
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong_parts: set[str] = set()

    @property
    def error_target(self) -> str:
        wrong = next((part for part in PARTS if part in self.wrong_parts), "day")
        return f"{self.id}-{wrong}"

    def process(
        self,
        formdata: Any,
        data: object = unset_value,
        extra_filters: Sequence[Callable[[Any], Any]] | None = None,
    ) -> None:
        boxes = None
        if formdata is not None:
            names = [f"{self.name}-{part}" for part in PARTS if f"{self.name}-{part}" in formdata]
            given = {name.rpartition("-")[2]: formdata.getlist(name)[0] for name in names}
            boxes = MultiDict({self.name: [given.get(part, "") for part in PARTS]} if given else {})
        super().process(boxes, data, extra_filters)

    def process_data(self, value: date | None) -> None:
        self.data = value
        if value is not None:
            self.parts = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        self.parts = dict(zip(PARTS, map(str, valuelist), strict=True))
        self.parts = {part: tidy_line(text) for part, text in self.parts.items()}
        if any(self.parts.values()):
            self.data = self._within_limits(self._read())

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: ARG002, FBT001 - WTForms's own
        if self.errors and not self.wrong_parts:
            self.wrong_parts = set(PARTS)

    def _read(self) -> date:
        self.wrong_parts = {part for part, text in self.parts.items() if not text}
        if self.wrong_parts:
            names = {"day": _("a day"), "month": _("a month"), "year": _("a year")}
            missing = [names[part] for part in PARTS if part in self.wrong_parts]
            raise ValueError(_("The date must have %(parts)s", parts=_(" and ").join(missing)))
        year = self.parts["year"]
        if not (year.isdecimal() and len(year) == 4):
            self.wrong_parts = {"year"}
            raise ValueError(_("The year must have 4 numbers, like 2026"))
        try:
            return date(int(year), _month(self.parts["month"]), int(self.parts["day"]))
        except (ValueError, OverflowError):  # the second: more figures than a number of the machine holds
            self.wrong_parts = set(PARTS)
            raise ValueError(_("Enter a real date, like 27 3 2026")) from None

    def _within_limits(self, day: date) -> date:
        first, last = self.first() if self.first else EARLIEST, self.last() if self.last else None
        self.wrong_parts = set(PARTS)
        if day < first:
            raise ValueError(_("The date must be %(first)s or later", first=uk_date(first)))
        if last and day > last:
            if last == uk_today():
                raise ValueError(_("The date must be today or in the past"))
            raise ValueError(_("The date must be %(last)s or earlier", last=uk_date(last)))
        self.wrong_parts = set()
        return day


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    for locale in LOCALES:
        for style in ("wide", "abbreviated"):
            for number, name in get_month_names(style, locale=locale).items():
                if name.casefold().rstrip(".") == text.casefold().rstrip("."):
                    return int(number)
    raise ValueError(text)
