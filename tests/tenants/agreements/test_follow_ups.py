"""How people are afterwards: days, weeks and, with their word for it, months after a meeting or exchange."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from cases import Casework
from following import MakeService, ask_how_they_are, consent, desk_at, holds, weeks_pass
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from harness import World, page_text
from tenants.agreements import follow_ups, queries
from tenants.agreements.follow_ups import Asked, months_later
from tenants.agreements.models import FollowUp
from tenants.agreements.policy import FollowUpKind, FollowUpOutcome
from tenants.casework import service as casework
from tenants.casework.kinds import TaskKind
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.people.models import Decision, Purpose
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    return desk.at(Stage.FOLLOW_UP)


def open_tasks(case_id: UUID) -> list[date]:
    statement = select(Task.due_on).where(
        Task.case_id == case_id, Task.kind == TaskKind.FOLLOW_UP, Task.done_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Task.due_on)))


def test_each_who_took_part_is_asked_days_and_weeks_later(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        rows = queries.follow_ups_of(case_id)
        assert {row.party_id for row in rows} == set(desk.parties(case_id).values())
        days, weeks = add_working_days(uk_today(), 5), uk_today() + timedelta(weeks=6)
        assert sorted((row.kind, row.due_on) for row in rows) == [
            (FollowUpKind.DAYS, days), (FollowUpKind.DAYS, days), (FollowUpKind.WEEKS, weeks),
            (FollowUpKind.WEEKS, weeks),
        ]
        assert open_tasks(case_id) == [days, days, weeks, weeks]


def test_the_case_closes_once_each_was_reached_or_tried_twice(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        assert not holds(case_id, "followed_up")
        weeks_pass(case_id)
        first, yesterday = queries.follow_ups_of(case_id)[0], desk.act(happened_on=uk_today() - timedelta(days=1))
        follow_ups.record(case_id, first.id, Asked(FollowUpOutcome.NOT_REACHED), yesterday)
        ask_how_they_are(desk, case_id)  # the first one is tried a second time
        assert holds(case_id, "followed_up")
        assert open_tasks(case_id) == []
        with pytest.raises(Refused):
            follow_ups.record(case_id, first.id, Asked(FollowUpOutcome.REACHED), desk.act())


def test_one_day_of_trying_is_not_enough(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        weeks_pass(case_id)
        for days in (0, 0, 1):  # the second time on the same day; then what was done the day before is written down
            assert not holds(case_id, "followed_up")
            act = desk.act(happened_on=uk_today() - timedelta(days=days))
            for row in queries.follow_ups_of(case_id):
                follow_ups.record(case_id, row.id, Asked(FollowUpOutcome.NOT_REACHED), act)
        assert holds(case_id, "followed_up")
        assert {row.done_on for row in queries.follow_ups_of(case_id)} == {uk_today()}


def test_how_somebody_is_weeks_later_is_not_asked_on_the_first_day(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        (row, other) = [row for row in queries.follow_ups_of(case_id) if row.kind == FollowUpKind.WEEKS]
        for outcome in (FollowUpOutcome.REACHED, FollowUpOutcome.NOT_REACHED):
            with pytest.raises(Refused, match="too early"):
                follow_ups.record(case_id, row.id, Asked(outcome), desk.act())
        follow_ups.record(case_id, other.id, Asked(FollowUpOutcome.DECLINED), desk.act())  # that may be said any time
        done = {"done_on": uk_today(), "outcome": FollowUpOutcome.REACHED}
        db.session.execute(update(FollowUp).where(FollowUp.case_id == case_id, FollowUp.id != other.id).values(done))
        assert not holds(case_id, "followed_up"), "however it came to be written down"
        weeks_pass(case_id)
        assert holds(case_id, "followed_up")


def test_months_later_only_those_are_asked_who_said_yes_and_until_they_say_no(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        consent(desk, case_id, PartyRole.HARMED, Purpose.LATER_FOLLOW_UP)
        (row,) = [row for row in queries.follow_ups_of(case_id) if row.kind == FollowUpKind.MONTHS]
        assert (row.party_id, row.due_on) == (desk.parties(case_id)[PartyRole.HARMED], months_later(uk_today(), 6))
        consent(desk, case_id, PartyRole.HARMED, Purpose.LATER_FOLLOW_UP, decision=Decision.WITHDRAWN)
        (row,) = [row for row in queries.follow_ups_of(case_id) if row.kind == FollowUpKind.MONTHS]
        assert row.outcome == FollowUpOutcome.DECLINED
        assert months_later(uk_today(), 6) not in open_tasks(case_id)


def test_nobody_asks_how_somebody_is_who_has_died(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        casework.leave(case_id, harmed, PartyState.DECEASED, desk.act())
        assert len(open_tasks(case_id)) == 2
        assert {row.done_on is None for row in queries.follow_ups_of(case_id) if row.party_id == harmed} == {False}


def test_who_took_part_after_the_case_came_to_follow_up_gets_their_days_too(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        # as if they had taken part in another episode: these days are not of this one
        db.session.execute(update(FollowUp).where(FollowUp.case_id == case_id).values(episode=9))
    person, path = world.staff(desk.service, Role.FACILITATOR), f"/team/cases/{case_id}/agreement"
    person.get(path)
    person.submit(None, action="/follow-up")
    person.follow()
    with world.inside(desk.service):
        assert len(queries.follow_ups_of(case_id)) == 4
    assert "Add the days on which to ask" not in page_text(person.get(path))


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 1, 15), 12, date(2027, 1, 15)),
    (date(2026, 7, 1), 5, date(2026, 12, 1)),
])
def test_a_month_that_is_too_short_ends_earlier(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_how_somebody_is_is_one_short_form(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        row = queries.follow_ups_of(case_id)[0]
    person = world.staff(desk.service, Role.FACILITATOR)
    answer = person.submit(f"/team/cases/{case_id}/follow-up/{row.id}", {"welfare": "Sleeps better"})
    assert answer.status_code == 303, page_text(answer)
    assert "Sleeps better" in page_text(person.follow())
