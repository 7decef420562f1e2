"""Calendar quarters, the period of every return. Quarters begin and end at midnight in the United Kingdom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from babel.dates import get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.routing import BaseConverter

from concord.web.dates import uk_today
from concord.web.translations import UK

WRITTEN = re.compile(r"(20[0-9]{2})Q([1-4])", re.ASCII)


class PeriodError(ValueError):
    """Not a quarter such as 2026Q3."""


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months: ``2026Q3`` is July to September 2026."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise PeriodError(_("%(text)s is not a quarter. Write it like 2026Q3.", text=text[:20]))
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def containing(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def current(cls) -> Quarter:
        return cls.containing(uk_today())

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Quarter:
        return cls(ordinal // 4, ordinal % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def ordinal(self) -> int:
        """Quarters counted one after another, so that they can be added and compared."""
        return self.year * 4 + self.number - 1

    def before(self, quarters: int = 1) -> Quarter:
        """The quarter so many before this one; a negative number goes forward."""
        return Quarter.from_ordinal(self.ordinal - quarters)

    @property
    def previous(self) -> Quarter:
        return self.before(1)

    @property
    def twelve_months(self) -> tuple[Quarter, ...]:
        """The four quarters that end with this one."""
        return tuple(self.before(back) for back in (3, 2, 1, 0))

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal(self.before(-1).first_day.toordinal() - 1)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time(), UK)

    @property
    def ends_at(self) -> datetime:
        """The first moment that no longer belongs to the quarter."""
        return self.before(-1).starts_at

    def is_finished(self, today: date | None = None) -> bool:
        return (today or uk_today()) > self.last_day

    @property
    def label(self) -> str:
        """July to September 2026."""
        months = get_month_names("wide", context="format", locale=get_locale() or "en")
        first, last = months[self.first_day.month], months[self.last_day.month]
        return str(_("%(first)s to %(last)s %(year)s", first=first, last=last, year=self.year))

    @property
    def year_label(self) -> str:
        """The 12 months that end with this quarter: October 2025 to September 2026."""
        months = get_month_names("wide", context="format", locale=get_locale() or "en")
        start = self.twelve_months[0].first_day
        return str(_("%(first)s %(first_year)s to %(last)s %(year)s", first=months[start.month], first_year=start.year,
                     last=months[self.last_day.month], year=self.year))


class QuarterConverter(BaseConverter):
    """A quarter in an address, ``/team/figures/2026Q3``; anything else is an address that does not exist."""

    regex = WRITTEN.pattern.replace("(", "(?:")

    def to_python(self, value: str) -> Quarter:
        return Quarter.parse(value)

    def to_url(self, value: Quarter) -> str:
        return str(value)
