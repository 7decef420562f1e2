"""When something is due, by the clocks of the United Kingdom. A rule tells the last moment it was due, as UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from concord.web.translations import UK

Rule = Callable[[datetime], datetime]


def every_minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def hourly(minute: int) -> Rule:
    """Every hour, so many minutes past. The clocks change by whole hours, so this is the same everywhere."""

    def last(now: datetime) -> datetime:
        due = now.astimezone(UTC).replace(minute=minute, second=0, microsecond=0)
        return due if due <= now else due - timedelta(hours=1)

    return last


def daily(at: time) -> Rule:
    """Once each day in the UK. A time that a clock change skips or repeats is still due once that day."""

    def last(now: datetime) -> datetime:
        today = now.astimezone(UK).date()
        due = _moment(today, at)
        return due if due <= now else _moment(today - timedelta(days=1), at)

    return last


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, UK).astimezone(UTC)
