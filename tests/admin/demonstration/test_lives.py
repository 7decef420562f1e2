"""The invented years keep the rules that the verbs keep, and are the same on every run of a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from admin.demonstration.lives import Life
from admin.demonstration.services import invented_services
from admin.demonstration.team import add_venues
from admin.demonstration.writer import Rows, Staff, Writer
from concord.web.translations import UK
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.casework.policy import GONE, Stage, transition
from tenants.meetings.models import Activity
from tenants.people.models import Consent, ContactCheck, ContactPoint, Person
from tenants.referrals.models import Referral

TODAY = date(2026, 11, 20)
STAFF = Staff(
    coordinator=uuid4(), manager=uuid4(), supervisor=uuid4(), facilitators=(uuid4(), uuid4(), uuid4(), uuid4())
)


def years(seed: str, referrals: int = 600) -> Rows:
    writer = Writer(Random(seed), STAFF, "TST", TODAY, "E23000026")
    add_venues(writer)
    for number in range(referrals):
        Life(writer, TODAY - timedelta(days=1000 * number // referrals)).live()
    return writer.rows


def test_every_invented_service_has_a_phone_that_its_letters_can_name() -> None:
    assert [one.pack.profile.slug for one in invented_services() if not one.pack.profile.contact.phone] == []


@pytest.fixture(scope="module")
def rows() -> Rows:
    return years("rules")


@pytest.fixture(scope="module")
def events(rows: Rows) -> dict[UUID, list[dict[str, Any]]]:
    """Events of each case in the order in which they were written."""
    found = defaultdict(list)
    for event in rows[CaseEvent]:
        found[event["case_id"]].append(event)
    return found


def test_the_same_day_gives_the_same_years() -> None:
    assert years("same", 50) == years("same", 50)


def test_nothing_lies_in_the_future(rows: Rows) -> None:
    assert max(event["happened_on"] for event in rows[CaseEvent]) <= TODAY
    loaded = datetime.combine(TODAY, time(7), UK)
    assert max(event["recorded_at"] for event in rows[CaseEvent]) < loaded
    assert max(referral["received_at"] for referral in rows[Referral]) < loaded


def test_what_waits_is_new_and_no_case_yet() -> None:
    writer = Writer(Random("waiting"), STAFF, "TST", TODAY, "E23000026")
    Life(writer, TODAY - timedelta(days=1)).wait()
    (referral,) = writer.rows[Referral]
    assert (referral["status"], referral["decided_at"], referral["case_id"]) == ("new", None, None)
    assert not writer.rows[Case]


def test_the_two_people_of_a_case_have_different_names(rows: Rows) -> None:
    names = {person["id"]: person["name"] for person in rows[Person]}
    people = defaultdict(list)
    for party in rows[CaseParty]:
        people[party["case_id"]].append(names[party["person_id"]])
    assert all(len(set(of_case)) == len(of_case) for of_case in people.values())


def test_a_case_stands_where_its_last_move_led(rows: Rows, events: dict[UUID, list[dict[str, Any]]]) -> None:
    for case in rows[Case]:
        moves = [event for event in events[case["id"]] if event["to_stage"]]
        assert moves[-1]["to_stage"] == case["stage"]
        assert case["version"] == len(events[case["id"]]) + 1


def test_every_move_is_in_the_table_of_moves(rows: Rows) -> None:
    moves = [event for event in rows[CaseEvent] if event["from_stage"]]
    assert {event["to_stage"] for event in moves} == set(Stage) - {Stage.ALLOCATED, *GONE}
    for event in moves:
        found = transition(event["from_stage"], Stage(event["to_stage"]), event["detail"].get("reason"))
        assert found is not None
        assert found.id == event["detail"]["transition"]


def test_events_are_written_in_the_order_in_which_they_happened(events: dict[UUID, list[dict[str, Any]]]) -> None:
    for one in events.values():
        days = [event["happened_on"] for event in one]
        assert days == sorted(days)


def test_a_way_to_reach_somebody_is_checked_before_it_is_used(rows: Rows) -> None:
    checked = {check["contact_point_id"] for check in rows[ContactCheck]}
    own = {point["id"] for point in rows[ContactPoint] if point["stated_by"] == "self"}
    assert {attempt["contact_point_id"] for attempt in rows[ContactAttempt]} <= checked | own


def test_both_agreed_in_writing_before_a_meeting(rows: Rows) -> None:
    agreed = {consent["person_id"] for consent in rows[Consent] if consent["purpose"] == "take_part"}
    parties = defaultdict(list)
    for party in rows[CaseParty]:
        parties[party["case_id"]].append(party)
    for activity in rows[Activity]:
        people = parties[activity["case_id"]]
        assert {party["role"] for party in people} == {"harmed", "responsible"}
        assert {party["person_id"] for party in people} <= agreed


def test_the_funnel_is_long_and_few_reach_its_end(rows: Rows) -> None:
    referrals, cases, activities = len(rows[Referral]), len(rows[Case]), len(rows[Activity])
    assert 0.7 * referrals < cases < 0.85 * referrals
    assert 0.05 * referrals < activities < 0.3 * referrals


def test_nobody_in_it_can_be_taken_for_a_real_person(rows: Rows) -> None:
    from admin.demonstration.funnel import FAMILY
    from tenants.people.models import Person

    assert {person["name"].split()[-1] for person in rows[Person]} <= set(FAMILY)
    assert all(point["value"].startswith("07700 900") for point in rows[ContactPoint])
