"""The parts of which the guards of casework are made: SQL conditions over one row of ``cases``, and of its parties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, cast, exists, false, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from concord.web.dates import uk_today
from concord.working_days import is_working_day
from tenants.casework import policy
from tenants.casework.guards import Condition, judged_on
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import Stage
from tenants.casework.record_models import CaseFacts
from tenants.people.ledger import agreed_in_writing, given
from tenants.people.models import Consent, Decision, Purpose
from tenants.referrals.models import PartyRole

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def known(*facts: ColumnElement[bool]) -> Condition:
    """All this is known of the case. Of an older case nothing is."""
    return exists().where(CaseFacts.case_id == Case.id, *facts).correlate(Case)


def party_of_whom(*also: ColumnElement[bool]) -> Condition:
    """Somebody is on the case and has not left it, of whom all this is true."""
    return exists().where(
        CaseParty.case_id == Case.id, CaseParty.state.not_in(policy.OUT), *also
    ).correlate(Case)


def somebody(role: PartyRole, *also: ColumnElement[bool]) -> Condition:
    return party_of_whom(CaseParty.role == role, *also)


def gave(purpose: Purpose) -> Condition:
    """They agree now, and agreed on the day that is judged."""
    person, incident, episode = CaseParty.person_id, Case.incident_id, Case.episode
    return and_(*(given(person, incident, purpose, episode=episode, on=day) for day in _days()))


def wrote(purpose: Purpose) -> Condition:
    """The same, in writing."""
    person, incident, episode = CaseParty.person_id, Case.incident_id, Case.episode
    return and_(*(agreed_in_writing(person, incident, purpose, episode=episode, on=day) for day in _days()))


def _days() -> list[date]:
    """Today and the day that is judged: mostly the same, and then asked about once."""
    return sorted({uk_today(), judged_on()})


def ever_agreed(*also: ColumnElement[bool]) -> Condition:
    """In this episode they agreed to take part at some time."""
    return exists().where(
        Consent.person_id == CaseParty.person_id, Consent.incident_id == Case.incident_id,
        Consent.purpose == Purpose.TAKE_PART, Consent.decision == Decision.GIVEN, Consent.episode == Case.episode,
        *also,
    ).correlate(Case, CaseParty)


def led_by_responsible() -> Condition:
    """The person responsible asked for it: at first, or for the episode that runs now."""
    first = (
        select(CaseParty.role).where(CaseParty.case_id == Case.id)
        .order_by(CaseParty.added_at, CaseParty.id).limit(1).correlate(Case).scalar_subquery()
    )
    again = exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.episode == Case.episode, CaseEvent.from_stage == Stage.CLOSED,
        CaseEvent.detail["reason"].astext == "responsible_asked",
    ).correlate(Case)
    return case((Case.episode == 1, first == PartyRole.RESPONSIBLE), else_=again)


def of_hold(column: Column) -> ColumnElement[Any]:
    """Of the event that put the case on hold; looking again later (on hold to on hold) began no other hold."""
    return (
        select(column).where(
            CaseEvent.case_id == Case.id, CaseEvent.to_stage == Stage.ON_HOLD, CaseEvent.from_stage != Stage.ON_HOLD
        ).order_by(CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(1).correlate(Case).scalar_subquery()
    )


def held_for(reason: str) -> Condition:
    """The hold that runs began for this reason, or goes on for it."""
    since = of_hold(CaseEvent.recorded_at)
    return exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.to_stage == Stage.ON_HOLD, CaseEvent.recorded_at >= since,
        CaseEvent.detail["reason"].astext == reason,
    ).correlate(Case)


def stopped(*also: ColumnElement[bool]) -> Condition:
    """A meeting or exchange of this episode was stopped or put off after it had begun (T12)."""
    return exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.episode == Case.episode, CaseEvent.from_stage == Stage.IN_PROCESS,
        CaseEvent.to_stage == Stage.PREPARING, *also,
    ).correlate_except(CaseEvent)


def since_stop(day: Column, recorded_at: Column) -> Condition:
    """It came after all that was stopped or put off, if anything was."""
    return not_(stopped(or_(CaseEvent.happened_on > day, CaseEvent.recorded_at > recorded_at)))


def under_legal_hold() -> Condition:
    """Somebody put a legal hold on the case, and nobody has lifted it since."""
    newest = (
        select(CaseEvent.detail["holds"].as_boolean())
        .where(CaseEvent.case_id == Case.id, CaseEvent.kind == EventKind.LEGAL_HOLD)
        .order_by(CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(1).correlate(Case).scalar_subquery()
    )
    return func.coalesce(newest, false())


def day_of(moment: Column) -> ColumnElement[date]:
    return cast(func.timezone("Europe/London", moment), Date)


def in_time(day: ColumnElement[date]) -> Condition:
    """In this episode, and not after the day that is judged."""
    return day.between(func.coalesce(Case.reopened_on, day), judged_on())


def working_days_before(day: date, count: int) -> date:
    while count > 0:
        count -= is_working_day(day)
        day -= timedelta(days=1)
    return day
