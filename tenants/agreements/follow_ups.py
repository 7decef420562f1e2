"""How people are afterwards: whom to ask and when, and what came of asking (A2, A9, E2 T13)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.translations import uk_date
from concord.working_days import add_working_days
from tenants.agreements.models import FollowUp
from tenants.agreements.policy import ATTEMPTS_ENOUGH, EARLY_DAYS, FollowUpKind, FollowUpOutcome
from tenants.casework.events import Act, NoSuchCase, locked_case, open_case, write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import BETWEEN_BOTH_SIDES
from tenants.people.models import Decision, Purpose
from tenants.people.queries import given
from tenants.people.service import Refused
from tenants.registry.parts import Policy
from tenants.registry.queries import current_profile

AFTER_THE_END = (Stage.CLOSED,)  # a later follow-up may outlive its case


@dataclass(frozen=True)
class Asked:
    """What came of asking somebody how they are."""

    outcome: FollowUpOutcome
    welfare: str | None = None


def case_moved(case: Case, after: str, act: Act) -> None:
    """A case that comes to follow-up has its dates. A second time, or from a hold, changes none of them."""
    if after == Stage.FOLLOW_UP:
        met_on = _met_on(case.id) or act.happened_on
        for party in _took_part(case.id):
            plan(case, party, met_on)


def plan_missing(case_id: UUID, act: Act) -> None:
    """Somebody took part after the case had come to follow-up, or it came from elsewhere: they get their dates, too."""
    case = open_case(case_id, act)
    if case.stage != Stage.FOLLOW_UP:
        raise Refused(_("The case has not come to following up yet."))
    case_moved(case, case.stage, act)
    record_act("change", "case", case.id, what="follow_ups_planned")


def plan(case: Case, party: CaseParty, met_on: date) -> None:
    """The dates for one person; months later only with their word for it."""
    for kind, due_on in dates(met_on, current_profile().policy).items():
        if kind != FollowUpKind.MONTHS or agreed_to(case, party, Purpose.LATER_FOLLOW_UP):
            _plan_one(case, party.id, kind, met_on, due_on)


def dates(met_on: date, policy: Policy) -> dict[FollowUpKind, date]:
    """By when somebody is to be asked, as the service sets it."""
    found = {
        FollowUpKind.DAYS: add_working_days(met_on, policy.follow_up_working_days),
        FollowUpKind.WEEKS: met_on + timedelta(weeks=policy.follow_up_weeks),
    }
    if policy.follow_up_months:
        found[FollowUpKind.MONTHS] = months_later(met_on, policy.follow_up_months)
    return found


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def consent_changed(case: Case, party: CaseParty, purpose: Purpose, decision: Decision, act: Act) -> None:
    """Who says yes to being asked months later is asked then; who takes that back, or wants no contact, is not."""
    if purpose == Purpose.LATER_FOLLOW_UP and decision == Decision.GIVEN:
        if case.stage in {Stage.FOLLOW_UP, *AFTER_THE_END} and party.state == PartyState.PARTICIPATED:
            plan(case, party, _met_on(case.id) or act.happened_on)
    elif purpose in {Purpose.LATER_FOLLOW_UP, Purpose.STORE_AND_CONTACT} and decision != Decision.GIVEN:
        kinds = (FollowUpKind.MONTHS,) if purpose == Purpose.LATER_FOLLOW_UP else tuple(FollowUpKind)
        _stop(party.id, kinds, FollowUpOutcome.DECLINED, act)


def party_left(party: CaseParty, act: Act) -> None:
    """Nobody asks how somebody is who has died, or cannot be found."""
    _stop(party.id, tuple(FollowUpKind), FollowUpOutcome.NOT_REACHED, act)


def record(case_id: UUID, follow_up_id: UUID, asked: Asked, act: Act) -> None:
    """Somebody asked, or tried to. Who was not reached is done with after tries on enough days (E2 T13)."""
    case = locked_case(case_id, act)
    row = db.session.get(FollowUp, (scope.current_tenant_id(), follow_up_id), populate_existing=True)
    if row is None or row.case_id != case.id:
        raise NoSuchCase(str(follow_up_id))
    if row.done_on:
        raise Refused(_("This was written down already."))
    if act.happened_on < row.met_on:
        raise Refused(_("The meeting or exchange was later than this day."))
    if row.kind != FollowUpKind.DAYS and asked.outcome != FollowUpOutcome.DECLINED:
        _refuse_too_early(row, act.happened_on)
    row.attempts += act.happened_on != row.first_tried_on
    row.first_tried_on = row.first_tried_on or act.happened_on
    row.outcome, row.welfare = asked.outcome, asked.welfare or row.welfare
    if asked.outcome != FollowUpOutcome.NOT_REACHED or row.attempts >= ATTEMPTS_ENOUGH:
        row.done_on = max(act.happened_on, row.first_tried_on)
        finish_tasks_made_for(_made_for(row.id), act.actor_id)
    write_event(
        case, EventKind.FOLLOWED_UP, act, party_id=row.party_id,
        detail={"kind": row.kind, "outcome": str(asked.outcome), "attempt": row.attempts},
    )


def _refuse_too_early(row: FollowUp, day: date) -> None:
    """Who is asked on the day after is not asked how they are some weeks later."""
    first = row.due_on - timedelta(days=EARLY_DAYS)
    if day < first:
        raise Refused(_("It is too early for this. Ask from %(day)s on.", day=uk_date(first)))


def agreed_to(case: Case, party: CaseParty, purpose: Purpose) -> bool:
    """Whether somebody's word on a purpose is yes, and stands."""
    stands = given(party.person_id, case.incident_id, purpose, episode=case.episode)
    return bool(db.session.execute(select(stands)).scalar_one())


def _plan_one(case: Case, party_id: UUID, kind: FollowUpKind, met_on: date, due_on: date) -> None:
    new = insert(FollowUp).values(
        tenant_id=scope.current_tenant_id(), id=uuid7(), case_id=case.id, party_id=party_id, episode=case.episode,
        kind=kind, met_on=met_on, due_on=due_on, attempts=0,
    ).on_conflict_do_nothing().returning(FollowUp.id)
    follow_up_id = db.session.scalar(new)
    if follow_up_id:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.FOLLOW_UP, owner_id=case.lead_id, due_on=due_on, party_id=party_id,
            made_for=_made_for(follow_up_id),
        ))


def _made_for(follow_up_id: UUID) -> str:
    return f"follow_up:{follow_up_id}"


def _met_on(case_id: UUID) -> date | None:
    statement = select(func.max(Activity.happened_on)).where(
        Activity.case_id == case_id, Activity.status == ActivityStatus.COMPLETED,
        Activity.form_class.in_(BETWEEN_BOTH_SIDES),
    )
    return db.session.execute(statement).scalar_one()


def _took_part(case_id: UUID) -> list[CaseParty]:
    statement = select(CaseParty).where(CaseParty.case_id == case_id, CaseParty.state == PartyState.PARTICIPATED)
    return list(db.session.scalars(statement.order_by(CaseParty.id)))


def _stop(party_id: UUID, kinds: tuple[FollowUpKind, ...], outcome: FollowUpOutcome, act: Act) -> None:
    statement = select(FollowUp).where(
        FollowUp.party_id == party_id, FollowUp.kind.in_(kinds), FollowUp.done_on.is_(None)
    )
    for row in db.session.scalars(statement).all():
        row.outcome, row.done_on = outcome, act.happened_on
        finish_tasks_made_for(_made_for(row.id), act.actor_id)
