"""When somebody is contacted next: what is usual after each outcome, or what was chosen instead."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.casework.kinds import AttemptOutcome


class Next(StrEnum):
    USUAL = "usual"
    NEXT_DAY = "next_day"
    WEEK = "week"
    DAY = "day"
    NOT_NEEDED = "not_needed"


# Working days until the next try; after a talk it is for the two of them to say.
USUAL = {
    AttemptOutcome.NO_ANSWER: 1, AttemptOutcome.WRONG_DETAILS: 1, AttemptOutcome.MESSAGE_LEFT: 2,
    AttemptOutcome.SENT: 5,
}
WORDS: dict[str, LazyString] = {
    Next.USUAL: _("When it is usual"),
    Next.NEXT_DAY: _("The next working day"),
    Next.WEEK: _("In a week"),
    Next.DAY: _("On another day"),
    Next.NOT_NEEDED: _("No contact is needed now"),
}
USUAL_WORDS = _(
    "After no answer or wrong details the next working day, after a message in 2 working days, after something was "
    "sent in 5. After a talk or a reply, none."
)


def next_on(choice: Next, outcome: AttemptOutcome, day: date | None) -> date | None:
    """The day of the next contact; None when none is needed."""
    today = uk_today()
    if choice == Next.USUAL:
        return add_working_days(today, USUAL[outcome]) if outcome in USUAL else None
    return {Next.NEXT_DAY: add_working_days(today, 1), Next.WEEK: today + timedelta(weeks=1), Next.DAY: day}.get(choice)
