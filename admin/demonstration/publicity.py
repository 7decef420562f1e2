"""The public side of an invented service: how often its pages were opened, and texts that its team works on."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from admin.demonstration.bulk import insert_rows
from concord.database.columns import uuid7
from concord.web.dates import uk_today
from tenants.content import service as content
from tenants.content.models import TextName
from tenants.content.queries import page_text
from tenants.registry.texts import PageText, QuestionText, TextKind
from tenants.site.models import VisitCount

DAYS = 28
# Visits on a working day for each referral that the service has in a month.
BUSY = {
    "/": 2.0, "/what-is-restorative-justice": 0.7, "/how-it-works": 0.5, "/questions": 0.4, "/contact": 0.4,
    "/refer": 0.35, "/support": 0.25, "/leaflet": 0.2, "/professionals": 0.2, "/safety": 0.1,
}
AT_WEEKENDS = 0.4
EVENING = "\n## Open evening\n\nCome and meet us on Thursday at 6pm, at the invented library.\n"
WRITERS = frozenset({"bedfordshire", "hampshire"})


def count_visits(random: Random, monthly: int) -> None:
    """Four weeks until yesterday; today is still being counted."""
    today = uk_today()
    insert_rows(VisitCount, [
        {"id": uuid7(), "day": day, "page": page, "visits": visits}
        for day in (today - timedelta(days=back) for back in range(1, DAYS))
        for page, share in BUSY.items()
        if (visits := round(share * monthly * random.uniform(0.6, 1.4) * (AT_WEEKENDS if day.weekday() >= 5 else 1)))
    ])


def work_on_texts(slug: str) -> None:
    """One question is written and not shown yet; an open evening stood on the first page and was taken off again."""
    if slug not in WRITERS:
        return
    content.save(TextName(TextKind.QUESTION, "bring-a-dog"), QuestionText(
        question="May I bring my dog?", answer="Often you may. Ask us, so that we find the right room.", position=140,
    ))
    home, before = TextName(TextKind.PAGE, "home"), page_text("home")
    if before is None:
        raise LookupError("a service without a first page")
    announced = content.save(home, PageText(title=before.title, body=before.body + EVENING))
    content.publish(home, announced)
    content.publish(home, content.restore(home, announced - 1))
