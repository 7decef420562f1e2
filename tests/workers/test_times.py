"""Due moments, by the clocks of the United Kingdom. The clocks go forward on 29 March 2026 and back on 25 October."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.times import Rule, daily, every_minute, hourly

RULES = [every_minute, hourly(7), daily(time(2, 30)), daily(time(1, 30)), daily(time(0, 0)), daily(time(23, 59))]
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - given one


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "now", "due"),
    [
        (every_minute, "2026-06-01 12:00:59", "2026-06-01 12:00"),
        (hourly(7), "2026-06-01 12:06:59", "2026-06-01 11:07"),
        (hourly(7), "2026-06-01 12:07:00", "2026-06-01 12:07"),
        (daily(time(2, 30)), "2026-01-10 02:29", "2026-01-09 02:30"),
        (daily(time(2, 30)), "2026-01-10 02:30", "2026-01-10 02:30"),
        (daily(time(2, 30)), "2026-06-10 01:30", "2026-06-10 01:30"),  # 2:30 in summer
        (daily(time(2, 30)), "2026-06-10 01:29", "2026-06-09 01:30"),
        (daily(time(23, 59)), "2026-06-09 23:30", "2026-06-09 22:59"),  # already the 10th in the UK
        (daily(time(1, 30)), "2026-03-29 12:00", "2026-03-29 01:30"),  # 1:30 does not exist that day
        (daily(time(1, 30)), "2026-10-25 12:00", "2026-10-25 00:30"),  # 1:30 comes twice that day: the first counts
        (daily(time(2, 30)), "2026-03-29 12:00", "2026-03-29 01:30"),
        (daily(time(2, 30)), "2026-10-25 12:00", "2026-10-25 02:30"),
    ],
)
def test_the_last_due_moment(rule: Rule, now: str, due: str) -> None:
    assert rule(utc(now)) == utc(due)


@given(MOMENTS)
def test_a_due_moment_never_lies_ahead_and_stays_until_the_next(moment: datetime) -> None:
    for rule in RULES:
        due = rule(moment)
        assert due <= moment
        assert rule(due) == due
        assert due.utcoffset() == timedelta()


@pytest.mark.parametrize("rule", [daily(time(1, 30)), daily(time(2, 30)), daily(time(0, 59))])
@pytest.mark.parametrize("day", ["2026-03-27", "2026-10-23"])
def test_what_is_daily_is_due_once_a_day_through_each_clock_change(rule: Rule, day: str) -> None:
    start = utc(f"{day} 12:00")
    due = {rule(start + timedelta(minutes=5 * step)) for step in range(12 * 24 * 4)}
    assert len(due) == 5  # four days from noon to noon, and the due moment before the first noon
