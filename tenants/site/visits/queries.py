"""Reads of the visit counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from concord.database import db
from concord.web.dates import uk_today
from tenants.site.models import VisitCount

WEEKS = 4
WEEK = timedelta(days=7)


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
    ends = [today - WEEK * week for week in range(WEEKS)]
    weeks = [
        func.coalesce(func.sum(VisitCount.visits).filter(VisitCount.day > end - WEEK, VisitCount.day <= end), 0)
        for end in ends
    ]
    statement = (
        select(VisitCount.page, *weeks)
        .where(VisitCount.day > today - WEEKS * WEEK, VisitCount.day <= today)
        .group_by(VisitCount.page)
        .order_by(func.sum(VisitCount.visits).desc(), VisitCount.page)
    )
    return [PageVisits(page, tuple(int(number) for number in numbers))
            for page, *numbers in db.session.execute(statement)]
