"""Quarters: how they are written, where they begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tenants.returns.period import PeriodError, Quarter


@pytest.mark.parametrize("text", ["", "2026", "2026Q0", "2026Q5", "2026q3", "2026-Q3", "26Q3", "1999Q1", "2026Q3 ",
                                  "٢٠٢٦Q3", "2026Q3\n", "<b>2026Q3</b>"])
def test_what_is_not_a_quarter_is_refused_with_a_sentence(app: Flask, text: str) -> None:
    with app.test_request_context(), pytest.raises(PeriodError, match="Write it like 2026Q3"):
        Quarter.parse(text)


def test_a_quarter_is_printed_as_its_months(app: Flask) -> None:
    with app.test_request_context():
        assert Quarter.parse("2026Q3").label == "July to September 2026"
        assert Quarter.parse("2026Q1").label == "January to March 2026"
        assert Quarter.parse("2026Q3").year_label == "October 2025 to September 2026"
        assert Quarter.parse("2026Q4").year_label == "January 2026 to December 2026"


@pytest.mark.parametrize("text", ["2000Q1", "2024Q1", "2026Q2", "2026Q4", "2099Q4"])
def test_quarters_follow_each_other_without_gap(text: str) -> None:
    quarter = Quarter.parse(text)
    following = quarter.before(-1)
    assert str(quarter) == text
    assert quarter.last_day + timedelta(days=1) == following.first_day
    assert quarter.ends_at == following.starts_at
    assert following.previous == quarter
    assert Quarter.containing(quarter.first_day) == quarter == Quarter.containing(quarter.last_day)
    assert Quarter.from_ordinal(quarter.ordinal) == quarter


def test_a_quarter_begins_at_midnight_in_the_uk_also_in_summer() -> None:
    assert Quarter.parse("2026Q3").starts_at == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert Quarter.parse("2026Q1").starts_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert Quarter.parse("2026Q2").starts_at == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_twelve_months_are_the_four_quarters_that_end_with_it() -> None:
    quarters = Quarter.parse("2026Q3").twelve_months
    assert [str(quarter) for quarter in quarters] == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]


def test_a_quarter_is_finished_the_day_after_its_last() -> None:
    quarter = Quarter.parse("2026Q3")
    assert not quarter.is_finished(date(2026, 9, 30))
    assert quarter.is_finished(date(2026, 10, 1))
