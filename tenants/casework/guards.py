"""Guards: named conditions that a move needs, each with the sentence by which it refuses.

A guard is an expression over one row of ``cases``, so that all guards of a move are asked in one statement: with the
case page, or at the moment of the move. A feature above casework adds its own by the same decorator, from ``init_app``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import ColumnElement, and_, exists, select

from concord.database import db
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework import policy
from tenants.casework.kinds import AttemptOutcome
from tenants.casework.models import Case, CaseParty
from tenants.people.refusals import Refused

Condition = ColumnElement[bool]
ConditionMaker = Callable[[], Condition]
TWO_WAY = (AttemptOutcome.SPOKE, AttemptOutcome.REPLIED)


@dataclass(frozen=True)
class Guard:
    """``page`` is the endpoint of a case where the condition can be met; only somebody with ``mended_by`` can, if set.

    ``condition`` may refer to ``cases`` of the statement around it, and to nothing else there: hence ``correlate``.
    """

    name: str
    refusal: LazyString
    page: str
    condition: ConditionMaker
    mended_by: Permission | None = None

    @property
    def may_be_overridden(self) -> bool:
        return self.name in policy.OVERRIDABLE


GUARDS: dict[str, Guard] = {}


class Unmet(Refused):
    """A move that guards refuse: their sentences, and what a page needs to say of whom something is missing."""

    def __init__(self, failing: Iterable[Guard], on: date) -> None:
        failing = tuple(failing)
        super().__init__(*(str(guard.refusal) for guard in failing))
        self.rules, self.on = [guard.name for guard in failing], on


def guard(
    name: str, refusal: LazyString, page: str = "", mended_by: Permission | None = None
) -> Callable[[ConditionMaker], ConditionMaker]:
    """Register a condition under its name."""

    def register(condition: ConditionMaker) -> ConditionMaker:
        if name in GUARDS:
            raise ValueError(f"there is a guard {name} already")
        GUARDS[name] = Guard(name, refusal, page, condition, mended_by)
        return condition

    return register


_ELSEWHERE: dict[str, ConditionMaker] = {}


def elsewhere(name: str, condition: ConditionMaker) -> None:
    """What a guard also asks about those of a case with whom another service works: what that service told us."""
    _ELSEWHERE[name] = condition


def ours() -> Condition:
    """For a where: a party with whom we work ourselves. Guards look at these; for the others `elsewhere` speaks."""
    return CaseParty.kept_by_id.is_(None)


def led_elsewhere() -> Condition:
    """The other service leads the meeting of this case: its own guards judge the plan."""
    return exists().where(CaseParty.case_id == Case.id, CaseParty.led_there).correlate(Case)


def whole(name: str) -> Condition:
    """A guard with what it asks about everybody, wherever they are."""
    condition = GUARDS[name].condition()
    return and_(condition, _ELSEWHERE[name]()) if name in _ELSEWHERE else condition


_day: ContextVar[date | None] = ContextVar("the day that guards judge", default=None)


def judged_on() -> date:
    """The day of the move that guards judge: what happened later is no ground for it, although it is known by now."""
    return _day.get() or uk_today()


@contextmanager
def judging(on: date | None) -> Iterator[None]:
    """Conditions that are made here judge this day."""
    token = _day.set(on)
    try:
        yield
    finally:
        _day.reset(token)


def evaluate(
    case_id: UUID, names: Iterable[str], on: date | None = None, *, only_ours: bool = False
) -> dict[str, bool]:
    """Whether each of these guards holds for a case, for a move of today or ``on`` an earlier day.

    ``only_ours``: as far as the people are concerned with whom we work ourselves.
    """
    names = tuple(names)
    if not names:
        return {}
    with judging(on):
        columns = [(GUARDS[name].condition() if only_ours else whole(name)).label(name) for name in names]
    row = db.session.execute(select(*columns).where(Case.id == case_id)).one()
    return dict(zip(names, map(bool, row), strict=True))


def refusals(snapshot: dict[str, bool]) -> list[Guard]:
    """The guards that do not hold."""
    return [GUARDS[name] for name, holds in snapshot.items() if not holds]
