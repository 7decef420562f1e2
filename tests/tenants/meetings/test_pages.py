"""Plans and venues as staff make them in a browser."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework, send, value_of
from meeting import venue

from concord.database.columns import uuid7
from concord.identity.permissions import Role
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework.kinds import SupporterKind
from tenants.casework.policy import Stage
from tenants.casework.supporters import Supporter, add_supporter
from tenants.meetings import scripts, service
from tenants.meetings.queries import meeting, open_activity_id
from tenants.referrals.models import PartyRole


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    found = desk.at(Stage.PREPARING)
    with desk.world.inside(desk.service):
        venue(name="Quiet Hall")
    return found


def make_plan(team: Visitor, case_id: UUID, **answers: object) -> str:
    """The address of a new plan."""
    path = f"/team/cases/{case_id}/meetings/new"
    hall = value_of_option(team, path, "venue", "Quiet Hall")
    when = {"day-day": "3", "day-month": "4", "day-year": "2031", "start": "2pm", "venue": hall}
    answer = team.submit(path, {"form": "conf_f2f", "script": "iirp-1"} | when | answers)
    assert answer.status_code == 303, page_text(answer)
    return str(answer.headers["Location"])


def value_of_option(team: Visitor, path: str, name: str, word: str) -> str:
    page = soup(team.get(path))
    return next(str(one["value"]) for one in page.select(f"[name={name}] option") if word in one.get_text())


def taps(team: Visitor, plan: str) -> dict[str, str]:
    return {"csrf_token": str(form_values(find_form(soup(team.get(plan))))["csrf_token"])}


def test_a_plan_is_made_in_one_form_and_shows_seats_turns_and_questions(team: Visitor, case_id: UUID) -> None:
    shown = page_text(team.get(make_plan(team, case_id)))
    assert "3 April 2031 at 2pm" in shown
    assert "What went through your mind at that time?" in shown
    order = shown.partition("Order of speaking")[2]
    assert order.index("Rhys Example") < order.index("Hattie Example"), "the person responsible is asked first"
    assert "It may not go ahead" in shown or "It may go ahead" in shown
    assert team.get(f"/team/cases/{case_id}/plan").status_code == 303


def test_the_form_says_what_is_missing(team: Visitor, case_id: UUID) -> None:
    path = f"/team/cases/{case_id}/meetings/new"
    day = {"day-day": "3", "day-month": "4", "day-year": "2031"}
    assert team.submit(path, {"form": ""}).status_code == 422
    answer = team.submit(path, {"form": "circle"} | day)
    assert answer.status_code == 422
    assert "Enter the time when it starts" in page_text(answer)
    answer = team.submit(path, {"form": "circle", "start": "2pm", "end": "1pm"} | day)
    assert "It must end after it starts" in page_text(answer)


def test_people_agree_and_turns_change_with_one_tap(desk: Casework, team: Visitor, case_id: UUID) -> None:
    plan = make_plan(team, case_id)
    token = taps(team, plan)
    with desk.world.inside(desk.service):
        parties = desk.parties(case_id)
    team.post(plan, token | {"act": "agree", "party": parties[PartyRole.HARMED]})
    assert "Agreed on" in page_text(team.follow())
    moved = {"act": "arrange", "list": "speaking", "place": parties[PartyRole.HARMED], "by": "earlier"}
    team.post(plan, token | moved)
    order = page_text(team.follow()).partition("Order of speaking")[2]
    assert order.index("Hattie Example") < order.index("Rhys Example")
    assert team.post(plan, token | {"act": "nonsense"}).status_code == 422
    assert team.post(plan, token | {"act": "agree", "party": uuid7()}).status_code == 404


def test_the_plan_says_when_the_two_sides_would_sit_next_to_each_other(
    desk: Casework, team: Visitor, case_id: UUID
) -> None:
    meet, apart = "sits next to somebody", "A facilitator sits between"
    with desk.world.inside(desk.service):
        helper = str(desk.world.account(desk.service, Role.FACILITATOR).id)
        harmed = desk.parties(case_id)[PartyRole.HARMED]
    plan = make_plan(team, case_id, second=helper)
    shown = page_text(team.get(plan))
    assert (apart in shown, meet in shown) == (True, False)
    move = {"act": "arrange", "list": "seating", "place": harmed, "by": "earlier"}
    team.post(plan, taps(team, plan) | move)
    shown = page_text(team.follow())
    assert (apart in shown, meet in shown) == (False, True), "round the circle, the last sits next to the first"


def test_a_supporter_is_agreed_by_their_own_side_and_the_other_is_asked(
    desk: Casework, team: Visitor, case_id: UUID
) -> None:
    with desk.world.inside(desk.service):
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        add_supporter(case_id, harmed, Supporter(kind=SupporterKind.SUPPORTER, name="Sue Sister"), desk.act())
    plan = make_plan(team, case_id)
    page = f"{plan}/attendee"
    shown = send(team, page, supporter=value_of(team, page, "supporter", "Sue Sister"))
    assert "Side of the person harmed: Yes" in shown
    assert "Side of the person responsible: Not asked yet" in shown
    shown = send(team, page, supporter="professional", name="Olive Officer", work="Prison")
    assert "Olive Officer" in shown
    assert team.submit(page, {"supporter": "professional"}).status_code == 422


def test_two_who_change_one_plan_lose_nothing(desk: Casework, team: Visitor, case_id: UUID) -> None:
    plan = make_plan(team, case_id)
    team.get(f"{plan}/change")
    mine = form_values(find_form(soup(team.last or pytest.fail("no page"))))
    with desk.world.inside(desk.service):
        activity_id = open_activity_id(case_id)
        found = meeting(case_id, activity_id) if activity_id else None
        assert found
        changed = service.Plan(
            form="circle", lead_id=desk.manager.id, starts_at=found.activity.starts_at,
            venue_id=found.activity.venue_id, script="iirp-1",
        )
        service.change_plan(case_id, found.id, changed, desk.act())
    answer = team.post(f"{plan}/change", mine | {"form": "panel"})
    assert answer.status_code == 409
    assert "What somebody else wrote" in page_text(answer)
    again = form_values(find_form(soup(answer)))
    assert team.post(f"{plan}/change", again | {"form": "panel"}).status_code == 303


def test_a_venue_is_added_changed_and_put_away(team: Visitor, desk: Casework) -> None:
    shown = send(team, "/team/venues/new", name="Old Mill", address="2 Mill Lane", safe="yes")
    assert "Old Mill" in shown
    link = soup(team.last or pytest.fail("no page")).find("a", string="Old Mill")
    assert link is not None
    assert "(not used any more)" in send(team, str(link["href"]), ended="y")
    assert team.submit("/team/venues/new", {"name": "No address"}).status_code == 422


def test_a_talk_is_written_down_with_whether_they_are_ready(desk: Casework, team: Visitor, case_id: UUID) -> None:
    path = f"/team/cases/{case_id}/preparation"
    send(team, path, party=value_of(team, path, "party", "Hattie"), ready="yes")
    assert "Hattie Example was met on their own to prepare (In person)" in page_text(team.get(f"/team/cases/{case_id}"))
    path = f"/team/cases/{case_id}/ready"
    send(team, path, party=value_of(team, path, "party", "Hattie"), ready="no")


def test_the_questions_are_offered_in_their_newest_version_and_old_ones_are_kept() -> None:
    assert [key for key, _title in scripts.offered()] == ["staffordshire-1", "why-me-1", "iirp-1"]
    assert scripts.ground_rules().version == "1"
    for script in scripts.scripts().values():
        assert all(part.lines for part in script.parts)


def test_a_plan_of_another_case_is_not_found(desk: Casework, team: Visitor, case_id: UUID) -> None:
    plan = make_plan(team, case_id)
    other = desk.case_of_two()
    for page in ("", "/day", "/change", "/record", "/exchanges", "/attendee", "/entry.ics", "/stop"):
        assert team.get(plan.replace(str(case_id), str(other)) + page).status_code == 404, page
