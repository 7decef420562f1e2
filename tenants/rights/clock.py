"""The retention clock: SQL expressions over one row of ``cases``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Interval, and_, case, cast, exists, func, literal, not_, or_, select

from concord.web.translations import UK
from tenants.agreements.models import FollowUp
from tenants.casework.conditions import day_of
from tenants.casework.guards import TWO_WAY, Condition
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.casework.policy import Stage
from tenants.people.ledger import given
from tenants.people.models import Purpose
from tenants.rights.policy import ENDED_AS, PERIODS, Kept

# No case is due before so long after it was closed.
AT_LEAST = {Kept.NOT_TAKEN_UP: timedelta(weeks=6), Kept.NOT_REACHED: timedelta(days=180)}
OTHERS_AT_LEAST = timedelta(days=6 * 365)


def kept_as() -> ColumnElement[str]:
    """What came of it."""
    assessed = or_(Case.initiated_before, exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.to_stage == Stage.ASSESSING
    ).correlate(Case))
    ended = Case.closure_reason
    return case(
        (ended.in_(ENDED_AS[Kept.TOOK_PLACE]), literal(str(Kept.TOOK_PLACE))),
        (and_(ended.in_(ENDED_AS[Kept.NOT_REACHED]), not_(assessed)), literal(str(Kept.NOT_REACHED))),
        (and_(ended.in_(ENDED_AS[Kept.NOT_TAKEN_UP]), not_(assessed)), literal(str(Kept.NOT_TAKEN_UP))),
        else_=literal(str(Kept.WORKED_WITH)),
    )


def last_contact() -> ColumnElement[date]:
    """The day of closing, or of what was said to one of the people after it."""
    spoke = select(func.max(day_of(ContactAttempt.happened_at))).where(
        ContactAttempt.case_id == Case.id, ContactAttempt.outcome.in_(TWO_WAY)
    )
    asked = select(func.max(FollowUp.done_on)).where(FollowUp.case_id == Case.id)
    return func.greatest(
        day_of(Case.closed_at), *(one.correlate(Case).scalar_subquery() for one in (spoke, asked)), type_=Date
    )


def due_on() -> ColumnElement[date]:
    """The first day on which a closed case need not be kept any longer."""
    kinds: dict[Any, Any] = {
        str(kind): func.make_interval(period.years, period.months, period.weeks, type_=Interval)
        for kind, period in PERIODS.items()
    }
    return cast(last_contact() + case(kinds, value=kept_as()), Date)


def asked_to_keep() -> Condition:
    """Somebody of the case wants it kept for longer, and has not taken that back."""
    wants = given(CaseParty.person_id, Case.incident_id, Purpose.KEEP_LONGER, episode=Case.episode)
    return exists().where(CaseParty.case_id == Case.id, wants).correlate(Case)


def due(day: date) -> Condition:
    """It need not be kept any longer. What is quickly known stands first: it leaves few cases to look at closely."""
    ends = datetime(day.year, day.month, day.day, tzinfo=UK) + timedelta(days=1)
    early = (
        and_(Case.closure_reason.in_(ENDED_AS[kind]), Case.closed_at < ends - at_least)
        for kind, at_least in AT_LEAST.items()
    )
    return and_(
        Case.stage == Stage.CLOSED, or_(Case.closed_at < ends - OTHERS_AT_LEAST, *early), due_on() <= day,
        not_(asked_to_keep()),
    )
