"""Calendars: entries that correct themselves, tell nothing, and open to their owner alone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from cases import Casework
from icalendar import Calendar, Event
from meeting import a_plan, venue
from sqlalchemy import update

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.web.translations import UK
from harness import Service, StaffAccount, Visitor, World, soup
from tenants.casework.policy import Stage
from tenants.meetings import calendars, service

ON = uk_today() + timedelta(days=9)


@pytest.fixture
def planned(desk: Casework) -> tuple[UUID, UUID]:
    """A case and its plan, on a later day."""
    case_id = desk.at(Stage.PREPARING)
    with desk.world.inside(desk.service):
        place = venue(name="Secret Hall", address="9 Hidden Lane")
        return case_id, service.plan_meeting(case_id, a_plan(desk, on=ON, venue_id=place), desk.act())


def feed_address(team: Visitor) -> str:
    page = soup(team.submit("/team/calendar", {"act": "make"}))
    code = page.find("code")
    assert code is not None
    return "/calendar/" + code.get_text().rpartition("/")[2]


def entries(visitor: Visitor, address: str, activity_id: UUID) -> list[Event]:
    """What a feed says of one meeting."""
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return [
        event for event in Calendar.from_ical(answer.data).walk("VEVENT")
        if isinstance(event, Event) and str(event["uid"]).startswith(str(activity_id))
    ]


def test_a_feed_tells_when_and_nothing_else(
    desk: Casework, team: Visitor, planned: tuple[UUID, UUID]
) -> None:
    (event,) = entries(desk.world.visitor(desk.service), feed_address(team), planned[1])
    assert event.start == datetime.combine(ON, time(14), UK).astimezone(UTC)
    assert (event["summary"], event["status"]) == ("Meeting", "TENTATIVE")
    told = (desk.world.visitor(desk.service).get(feed_address(team)).get_data(as_text=True)).casefold()
    for secret in ("hattie", "rhys", "mona", "hidden", "secret", "restorative", "tst-", str(planned[0])):
        assert secret not in told, secret


def test_an_entry_keeps_its_id_counts_its_changes_and_cancels_itself(
    desk: Casework, team: Visitor, planned: tuple[UUID, UUID]
) -> None:
    address = feed_address(team)
    (first,) = entries(team, address, planned[1])
    with desk.world.inside(desk.service):
        service.change_plan(*planned, a_plan(desk, on=ON + timedelta(days=1)), desk.act())
    (moved,) = entries(team, address, planned[1])
    with desk.world.inside(desk.service):
        service.cancel(*planned, desk.act())
    (gone,) = entries(team, address, planned[1])
    assert str(first["uid"]) == str(moved["uid"]) == str(gone["uid"])
    assert int(str(first["sequence"])) < int(str(moved["sequence"])) < int(str(gone["sequence"]))
    assert moved.start == first.start + timedelta(days=1)
    assert [event["status"] for event in (first, moved, gone)] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]


def test_whoever_is_taken_off_a_meeting_sees_it_cancelled_and_others_do_not_see_it(
    desk: Casework, helper: StaffAccount, planned: tuple[UUID, UUID]
) -> None:
    with desk.world.inside(desk.service):
        assert calendars.entries_of(helper.id) == []
        service.change_plan(*planned, a_plan(desk, on=ON, second_id=helper.id), desk.act())
        assert [entry.standing for entry in calendars.entries_of(helper.id)] == ["TENTATIVE"]
        service.change_plan(*planned, a_plan(desk, on=ON), desk.act())
        assert [entry.standing for entry in calendars.entries_of(helper.id)] == ["CANCELLED"]


def test_a_new_address_ends_the_old_one_and_ending_it_ends_all(desk: Casework, team: Visitor) -> None:
    first = feed_address(team)
    second = feed_address(team)
    stranger = desk.world.visitor(desk.service)
    assert [stranger.get(address).status_code for address in (first, second)] == [404, 200]
    team.post("/team/calendar", {"csrf_token": _token(team), "act": "end"})
    assert stranger.get(second).status_code == 404


def _token(team: Visitor) -> str:
    field = soup(team.get("/team/calendar")).select_one("main [name=csrf_token]")
    assert field is not None
    return str(field["value"])


def test_a_feed_ends_with_its_account_and_opens_at_its_own_service_only(
    desk: Casework, world: World, other_service: Service
) -> None:
    gone = world.account(desk.service, Role.FACILITATOR, "gone@service.example")
    with world.inside(desk.service):
        address = f"/calendar/{calendars.make_feed(gone.id)}.ics"
    assert world.visitor(desk.service).get(address).status_code == 200
    assert world.visitor(other_service).get(address).status_code == 404
    with world.inside(desk.service):
        db.session.execute(
            update(Account).where(Account.id == gone.id).values(status=AccountStatus.DISABLED)
        )
    assert world.visitor(desk.service).get(address).status_code == 404


def test_one_entry_is_a_download_without_a_telling_name(team: Visitor, planned: tuple[UUID, UUID]) -> None:
    answer = team.get(f"/team/cases/{planned[0]}/meetings/{planned[1]}/entry.ics")
    assert answer.headers["Content-Disposition"] == "attachment; filename=meeting.ics"
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == 1
