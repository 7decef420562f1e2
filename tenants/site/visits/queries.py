"""Reads of the visit counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from concord.database import db
from concord.web.dates import uk_today
from tenants.site.models import VisitCount

WEEKS = 4
WEEK = 7


@dataclass(frozen=True)
class PageVisits:
    """How often one page was opened in each of the last weeks, the newest first; a week is seven days to today."""

    page: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.weeks)


def visits_by_page() -> list[PageVisits]:
    """The last weeks, the page that was opened most often first. One statement."""
    today = uk_today()
    ago = (today - VisitCount.day) / WEEK  # whole weeks: PostgreSQL counts days between dates as integers
    weeks = [func.coalesce(func.sum(VisitCount.visits).filter(ago == week), 0) for week in range(WEEKS)]
    statement = (
        select(VisitCount.page, *weeks)
        .where(VisitCount.day > today - timedelta(days=WEEKS * WEEK), VisitCount.day <= today)
        .group_by(VisitCount.page)
        .order_by(func.sum(VisitCount.visits).desc(), VisitCount.page)
    )
    return [PageVisits(page, tuple(int(number) for number in numbers))
            for page, *numbers in db.session.execute(statement)]
