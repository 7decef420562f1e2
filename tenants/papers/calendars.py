"""A calendar entry for one party: when and where, and nothing that tells what for or with whom."""

from __future__ import annotations

from datetime import UTC

from flask_babel import gettext as _
from icalendar import Calendar, Event

from tenants.papers.side import SideView


class NothingArrangedError(LookupError):
    """There is no day yet that this side could be told."""


def entry(view: SideView) -> bytes:
    """One entry. It updates and cancels itself in the calendar that took an earlier one: same id, later sequence."""
    meeting = view.appointment
    if meeting is None:
        raise NothingArrangedError
    event = Event()
    event.add("uid", f"{meeting.id}.{view.party_id}@concord")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", _("Appointment"))
    event.add("status", "CANCELLED" if meeting.off else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Concord//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.off else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
