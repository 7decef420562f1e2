"""Calendar files (RFC 5545) that tell times alone: no names, no place, nothing of what it is.

An entry keeps its id for ever; each change raises its sequence, and what is called off stays as cancelled, so that a
calendar that took an earlier one corrects itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event

USUAL_LENGTH = timedelta(hours=2)


class Standing(StrEnum):
    """How sure an entry is, in the words of calendar files."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """What a calendar hears of one meeting. ``key`` is the same for ever and for nobody else's calendar."""

    key: str
    starts_at: datetime
    ends_at: datetime | None
    sequence: int
    changed_at: datetime
    standing: Standing


def calendar_file(entries: Iterable[Entry], host: str, summary: str) -> bytes:
    """The entries as a file, each under the same neutral words."""
    calendar = Calendar()
    calendar.add("prodid", "-//Concord//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, host, summary))
    return bytes(calendar.to_ical())


def _event(entry: Entry, host: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", (entry.ends_at or entry.starts_at + USUAL_LENGTH).astimezone(UTC))
    event.add("summary", summary)
    event.add("status", entry.standing.value)
    event.add("class", "PRIVATE")
    if entry.standing == Standing.CANCELLED:
        event.add("transp", "TRANSPARENT")
    return event
