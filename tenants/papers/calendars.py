"""A calendar entry for one party: when, and nothing that tells what for, where or with whom."""

from __future__ import annotations

from flask_babel import gettext as _

from concord.web.calendars import Entry, Standing, calendar_file
from tenants.papers.side import SideView


class NothingArrangedError(LookupError):
    """There is no day yet that this side could be told."""


def entry(view: SideView, host: str) -> bytes:
    """It updates and cancels itself in the calendar that took an earlier one. No two parties have the same id."""
    meeting = view.appointment
    if meeting is None:
        raise NothingArrangedError
    standing = Standing.CANCELLED if meeting.off else Standing.CONFIRMED
    only = Entry(
        f"{meeting.id}.{view.party_id}", meeting.starts_at, meeting.ends_at, meeting.sequence, meeting.changed_at,
        standing,
    )
    return calendar_file([only], host, _("Appointment"))
