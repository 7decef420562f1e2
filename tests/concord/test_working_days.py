"""Working days of England and Wales."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("day", [
    date(2026, 12, 25), date(2026, 12, 28), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 8, 31),
    date(2022, 9, 19), date(2026, 11, 21), date(2026, 11, 22),
])
def test_weekends_and_bank_holidays_are_not_worked(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 3, 17), date(2026, 8, 3), date(2026, 11, 30), date(2026, 12, 24)])
def test_holidays_of_scotland_and_northern_ireland_are_worked_here(day: date) -> None:
    assert is_working_day(day)


def test_over_christmas_a_referral_of_two_working_days_waits_for_the_tuesday() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 29)) == 1


def test_what_came_at_the_weekend_is_a_day_old_at_the_end_of_monday() -> None:
    assert working_days_between(date(2026, 11, 21), date(2026, 11, 23)) == 1
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0


@given(DAYS, st.integers(0, 60))
def test_what_is_added_is_what_has_passed(start: date, count: int) -> None:
    due = add_working_days(start, count)
    assert working_days_between(start, due) == count
    assert count == 0 or is_working_day(due)
    assert working_days_between(due, start) == 0
    assert working_days_between(start, due - timedelta(days=1)) == max(0, count - 1)
