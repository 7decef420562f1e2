"""What every invented service has beside its cases: places to meet in, and the practice of its staff on record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from admin.demonstration.writer import Writer
from tenants.meetings.models import Venue
from tenants.practice.models import Level, PracticeRecord, RecordKind

VENUES = (("Invented Library, small room", "1 Sample Street"), ("Madeup Hall", "22 Pretend Lane"))
# In the order of `Staff.facilitators`; weeks since the last supervision: 12 are the most.
LEVELS = ((Level.ADVANCED, 5), (Level.INTERMEDIATE, 14), (Level.ACCREDITED, 9), (Level.INTERMEDIATE, 11))


def add_venues(writer: Writer) -> None:
    """Two in which anybody may meet, and one that nobody has looked at yet."""
    for name, address in VENUES:
        writer.venues.append(writer.add(
            Venue, name=name, address=address, safe="yes", neutral="yes", accessible="yes", breakout_room="yes",
            risk_assessed_on=writer.today - timedelta(days=1300),
        ))
    writer.add(Venue, name="Specimen Centre", address="3 Fancied Road", risk_assessed_on=None)


def add_practice(writer: Writer, since: date) -> None:
    """Each has had a level since the first of the invented years; supervision, practice seen, and training."""
    for account, (level, weeks) in zip(writer.staff.facilitators, LEVELS, strict=True):
        supervised = writer.today - timedelta(weeks=weeks)
        _record(writer, account, RecordKind.LEVEL, since, level=level)
        for back in range(4):
            _record(writer, account, RecordKind.SUPERVISION, supervised - timedelta(weeks=11 * back))
        _record(writer, account, RecordKind.OBSERVED, supervised - timedelta(weeks=20))
        for months, hours in ((1, 6), (5, 7)):
            _record(writer, account, RecordKind.TRAINING, writer.today - timedelta(days=30 * months),
                    minutes=60 * hours, approved=months == 1)


def _record(writer: Writer, account: UUID, kind: RecordKind, day: date, **more: Any) -> None:
    writer.add(PracticeRecord, account_id=account, kind=kind, happened_on=day, recorded_by=writer.staff.supervisor,
               **more)
