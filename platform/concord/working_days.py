"""Working days of England and Wales: neither Saturday, Sunday nor a bank holiday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed since ``start``: the days after it, up to and with ``end``."""
    days = (start + timedelta(days=passed) for passed in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def add_working_days(start: date, count: int) -> date:
    """The day by which something is due that must be done within ``count`` working days after ``start``."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
