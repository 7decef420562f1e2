"""A meeting, planned and made ready through the verbs. Each is called inside the scope of the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from cases import Casework
from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.casework.models import CaseParty
from tenants.casework.policy import OUT
from tenants.casework.service import Act
from tenants.meetings import service, venues
from tenants.meetings.policy import ExchangeKind, Held, Welfare
from tenants.meetings.queries import meeting, open_activity_id
from tenants.meetings.service import Given, Plan, Record
from tenants.people.models import Answer

SUITABLE = {
    "name": "Quiet Hall", "address": "1 Sample Street", "safe": Answer.YES, "neutral": Answer.YES,
    "accessible": Answer.YES, "breakout_room": Answer.YES, "risk_assessed_on": date(2026, 1, 5), "notes": "",
}


def venue(**changes: object) -> UUID:
    """A place where anybody may meet, unless told otherwise."""
    return venues.add_venue(SUITABLE | changes)


def a_plan(desk: Casework, on: date | None = None, **changes: object) -> Plan:
    """Face to face, today, in a suitable place, led by the desk's manager."""
    begins = datetime.combine(on or uk_today(), time(14), UK)
    plan = Plan(
        form="conf_f2f", lead_id=desk.manager.id, starts_at=begins, ends_at=begins + timedelta(hours=1),
        venue_id=None if "venue_id" in changes else venue(), script="iirp-1",
    )
    return replace(plan, **changes)  # type: ignore[arg-type]  # fields of Plan


def takers(case_id: UUID) -> list[UUID]:
    """Ids of those who take part."""
    statement = select(CaseParty.id).where(CaseParty.case_id == case_id, CaseParty.state.not_in(OUT))
    return list(db.session.scalars(statement))


def prepare_all(desk: Casework, case_id: UUID, act: Act | None = None, talks: int = 1) -> None:
    """Each person is met on their own as often as that, and is ready (prepared_separately, everyone_ready)."""
    for party_id in takers(case_id):
        for _time in range(talks):
            service.prepare(case_id, party_id, Held.IN_PERSON, act or desk.act(), ready=True)


def ready_meeting(
    desk: Casework, case_id: UUID, act: Act | None = None, talks: int = 1, **changes: object
) -> UUID:
    """All that meetings ask of a date to be arranged (T9): planned, prepared, and agreed by everybody."""
    act = act or desk.act()
    prepare_all(desk, case_id, act, talks)
    plan = a_plan(desk, **({"on": act.happened_on} | changes))  # type: ignore[arg-type]  # fields of Plan
    activity_id = service.plan_meeting(case_id, plan, act)
    for party_id in takers(case_id):
        service.agree(case_id, activity_id, party_id, act)
    return activity_id


def confirm_all(desk: Casework, case_id: UUID, act: Act | None = None) -> UUID:
    """All that meetings ask of the day itself (T10): everybody goes on, and the facilitators are there."""
    act = act or desk.act()
    activity_id = open_activity_id(case_id)
    assert activity_id is not None, "there is no plan"
    for party_id in takers(case_id):
        service.confirm(case_id, activity_id, party_id, act, goes_on=True)
    planned = meeting(case_id, activity_id)
    assert planned is not None
    for facilitator in planned.facilitators:
        service.arrive(case_id, activity_id, facilitator.id, act)
    return activity_id


def hold_meeting(desk: Casework, case_id: UUID, act: Act | None = None, **changes: object) -> UUID:
    """The meeting under way takes place, and everybody is well after it (T11)."""
    act = act or desk.act()
    activity_id = open_activity_id(case_id)
    assert activity_id is not None, "there is no plan"
    everybody = frozenset(takers(case_id))
    record = Record(form="conf_f2f", attended=everybody, ground_rules="1", agreement_reached=False)
    record = replace(record, **changes)  # type: ignore[arg-type]  # fields of Record
    service.complete(case_id, activity_id, record, act)
    for party_id in everybody:
        service.check_welfare(case_id, party_id, Welfare.WELL, act)
    return activity_id


def give(desk: Casework, case_id: UUID, activity_id: UUID, words: str = "I am sorry.", **changes: object) -> UUID:
    """A letter from the person responsible for the person harmed."""
    parties = desk.parties(case_id)
    given = Given(
        from_party_id=parties["responsible"], to_party_id=parties["harmed"], kind=ExchangeKind.LETTER, words=words
    )
    return service.add_exchange(case_id, activity_id, replace(given, **changes), desk.act())  # type: ignore[arg-type]  # fields of Given
