"""Reads of rights: what is due to be erased, what waits for a second person, and how long a case is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, literal, not_, select

from concord.database import db
from concord.web.dates import uk_today
from tenants.casework.conditions import under_legal_hold
from tenants.casework.list_queries import MOST, PAGE_SIZE, count_of
from tenants.casework.models import Case
from tenants.casework.sign_off_models import ERASING, SignOff
from tenants.casework.visibility import Reader, visible_to
from tenants.rights import clock

MANY = 100  # more are not counted on everybody's way into the day
OPEN = (SignOff.kind.in_(ERASING), SignOff.decision.is_(None), SignOff.lapsed_at.is_(None))


@dataclass(frozen=True)
class Floor:
    """How long a closed case is kept, and why."""

    kept_as: str
    last_contact: date
    due_on: date
    asked_to_keep: bool
    is_due: bool


@dataclass(frozen=True)
class DueRow:
    """A case that need not be kept any longer."""

    id: UUID
    reference: str
    kept_as: str
    last_contact: date
    due_on: date
    held: bool
    asked: bool


@dataclass(frozen=True)
class DuePage:
    """``hidden``: how many there are that this reader may not know more of."""

    rows: list[DueRow]
    page: int
    total: int
    hidden: int

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PAGE_SIZE))


def due_cases(reader: Reader, page: int) -> DuePage:
    """Those that have been due for longest first."""
    where, due_on = [clock.due(uk_today()), visible_to(reader)], clock.due_on()
    asked = exists().where(SignOff.case_id == Case.id, SignOff.episode == Case.episode, *OPEN).correlate(Case)
    statement = (
        select(Case.id, Case.reference, clock.kept_as(), clock.last_contact(), due_on, under_legal_hold(), asked)
        .where(*where).order_by(due_on, Case.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    hidden = count_of([clock.due(uk_today()), not_(visible_to(reader))])
    numbers = select(count_of(where).scalar_subquery(), hidden.scalar_subquery())
    total, unseen = db.session.execute(numbers).one()
    return DuePage([DueRow(*row) for row in db.session.execute(statement)], page, total, unseen)


def how_many(reader: Reader) -> Select[int]:
    """For the numbers of a day; no more than `MANY`."""
    due = (clock.due(uk_today()), visible_to(reader))
    some = select(literal(1).label("one")).select_from(Case).where(*due).limit(MANY)
    return select(func.count()).select_from(some.subquery())


def floor(case_id: UUID) -> Floor:
    statement = select(
        clock.kept_as(), clock.last_contact(), clock.due_on(), clock.asked_to_keep(), clock.due(uk_today())
    )
    return Floor(*db.session.execute(statement.where(Case.id == case_id)).one())


def is_held(case_id: UUID) -> bool:
    return db.session.execute(select(under_legal_hold()).where(Case.id == case_id)).scalar_one()


def is_asked(case_id: UUID) -> bool:
    waits = select(func.count()).select_from(SignOff).join(Case, Case.id == SignOff.case_id)
    return bool(db.session.execute(waits.where(Case.id == case_id, SignOff.episode == Case.episode, *OPEN)).scalar())
