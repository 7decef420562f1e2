"""Lists of cases: tabs with counts, filters in the address with several values each, saved lists, who sees what."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from cases import Casework, send
from signing_in import statements
from sqlalchemy import update

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Visitor, page_text, soup
from tenants.casework import list_queries
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.record_models import Task


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def named(visitor: Visitor, address: str) -> set[str]:
    """The people on a list."""
    answer = visitor.get(address)
    assert answer.status_code == 200, address
    return {str(row.select("td")[0].get_text(strip=True)) for row in soup(answer).select("tbody tr")}


def change(cases: Casework, case_id: UUID, **columns: object) -> None:
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(**columns))


def test_each_tab_says_how_many_it_holds_and_shows_them(cases: Casework, team: Visitor) -> None:
    other = cases.world.account(cases.service, Role.FACILITATOR, "fran@example.org", "Fran Facilitator")
    cases.case("Mine Example")
    theirs, closed = cases.case("Theirs Example"), cases.case("Closed Example")
    change(cases, theirs, lead_id=other.id)
    change(cases, closed, stage=Stage.CLOSED, closure_reason="other")
    assert named(team, "/team/cases?tab=mine") == {"Mine Example"}
    assert named(team, "/team/cases?tab=open") == named(team, "/team/cases") == {"Mine Example", "Theirs Example"}
    assert named(team, "/team/cases?tab=completed") == {"Closed Example"}
    assert named(team, "/team/cases?tab=unassigned") == set()
    with cases.world.inside(cases.service):
        db.session.execute(update(Account).where(Account.id == other.id).values(status=AccountStatus.DISABLED))
    assert named(team, "/team/cases?tab=unassigned") == {"Theirs Example"}
    words = page_text(team.get("/team/cases"))
    assert all(label in words for label in ("My cases (1)", "All open (2)", "Unassigned (1)", "Completed (1)"))


def test_a_lead_with_a_conflict_of_interest_is_no_lead(cases: Casework, team: Visitor) -> None:
    other = cases.world.account(cases.service, Role.FACILITATOR, "fran@example.org", "Fran Facilitator")
    case_id = cases.case()
    send(team, f"/team/cases/{case_id}/lead", account=str(other.id), conflict="no")
    assert named(team, "/team/cases?tab=unassigned") == set()
    send(team, f"/team/cases/{case_id}/conflict", account=str(other.id), conflict="yes")
    assert named(team, "/team/cases?tab=unassigned") == {"Hattie Example"}
    theirs = cases.world.sign_in(cases.service, other)
    assert named(theirs, "/team/cases?tab=unassigned") == named(theirs, "/team/cases?tab=mine") == set()


def test_filters_take_several_values_and_go_one_by_one(cases: Casework, team: Visitor) -> None:
    held, new, old = cases.case("Held Example"), cases.case("New Example"), cases.case("Old Example")
    change(cases, held, stage=Stage.ON_HOLD, hold_review_on=uk_today())
    change(cases, old, stage=Stage.ASSESSING, opened_at="2020-01-06 12:00+00")
    del new
    both = "/team/cases?stage=on_hold&stage=assessing"
    assert named(team, both) == {"Held Example", "Old Example"}
    assert named(team, "/team/cases?hold=no") == {"New Example", "Old Example"}
    assert named(team, "/team/cases?age=over_180&age=from_90") == {"Old Example"}
    assert named(team, f"/team/cases?lead={cases.manager.id}&age=under_30") == {"Held Example", "New Example"}
    assert named(team, "/team/cases?complexity=not_set&kind=unknown") == {"Held Example", "New Example", "Old Example"}
    page = soup(team.get(both))
    (chip,) = [one for one in page.select(".concord-chips a") if "Stage: On hold" in one.get_text()]
    assert named(team, str(chip["href"])) == {"Old Example"}
    (everything,) = [one for one in page.select(".concord-chips a") if "Remove all" in one.get_text()]
    assert len(named(team, str(everything["href"]))) == 3


def test_overdue_and_order_follow_the_tasks(cases: Casework, team: Visitor) -> None:
    late, soon = cases.case("Late Example"), cases.case("Soon Example")
    for case_id, days in ((late, -2), (soon, -9)):
        with cases.world.inside(cases.service):
            due_on = uk_today() + timedelta(days=days if case_id == late else 9)
            db.session.execute(update(Task).where(Task.case_id == case_id).values(due_on=due_on))
    assert named(team, "/team/cases?overdue=yes") == {"Late Example"}
    rows = soup(team.get("/team/cases?order=due")).select("tbody tr")
    assert ["Late Example" in row.get_text() for row in rows] == [True, False]
    assert "Overdue since" in rows[0].get_text()


def test_what_no_page_of_ours_made_is_no_address(team: Visitor) -> None:
    for query in ("tab=x", "stage=x", "lead=x", "age=x", "order=x", "overdue=no", "complexity=%00"):
        assert team.get(f"/team/cases?{query}").status_code == 404, query


def test_a_list_is_saved_shared_opened_again_and_removed(cases: Casework, team: Visitor) -> None:
    cases.case("Mine Example")
    other = cases.world.staff(cases.service, Role.CASE_COORDINATOR)
    address = "/team/cases?tab=mine&stage=allocated"
    for name, more in (("New ones", {}), ("For everybody", {"shared": "y"})):
        page = soup(team.get(address))
        token = str(page.select("#save-list input[name=csrf_token]")[0]["value"])
        answer = team.post(address, {"csrf_token": token, "name": name} | more)
        assert answer.headers["Location"] == address
    mine, theirs = page_text(team.get("/team/cases")), page_text(other.get("/team/cases"))
    assert "New ones" in mine
    assert "New ones" not in theirs
    assert "For everybody" in theirs
    link = soup(team.get("/team/cases")).find("a", string="New ones")
    assert link
    assert named(team, str(link["href"])) == {"Mine Example"}
    assert not soup(other.get("/team/cases")).select("form[action$=remove]"), "only whoever saved it removes it"
    assert team.submit("/team/cases", action="/remove").status_code == 303
    assert "New ones" not in page_text(team.follow())
    assert team.post(address, {"name": ""}).status_code in {400, 422}


def test_a_restricted_case_is_on_no_list_and_in_no_count_of_others(cases: Casework) -> None:
    case_id = cases.case("Secret Example")
    change(cases, case_id, restricted=True)
    other = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    assert named(other, "/team/cases") == set()
    assert "All open (0)" in page_text(other.get("/team/cases"))


def test_a_long_list_is_counted_no_further_than_needed(
    cases: Casework, team: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_queries, "MOST", 2)
    for number in range(4):
        cases.case(f"Person {number} Example")
    words = page_text(team.get("/team/cases"))
    assert "All open (more than 2)" in words
    assert "More than 2 cases" in words


def test_a_list_costs_five_statements(cases: Casework, team: Visitor) -> None:
    for number in range(3):
        cases.case(f"Person {number} Example")
    address = f"/team/cases?tab=open&stage=allocated&lead={cases.manager.id}&overdue=yes&order=due"
    team.get(address)
    with statements(cases.world.app) as seen:
        assert team.get(address).status_code == 200
    assert len([one for one in seen if "audit_entries" not in one]) <= 5, seen


def test_a_summary_is_printed_for_the_team(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        casework.note(case_id, cases.act(note="Her sister comes too"))
    words = page_text(team.get(f"/team/cases/{case_id}/print"))
    for said in ("For the team only", "Hattie Example", "Rhys Example", "07700 900123", "Her sister comes too"):
        assert said in words


def test_the_timeline_shows_some_kinds_on_request(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        casework.note(case_id, cases.act(note="Her sister comes too"))
        cases.speak(case_id)

    def shown(query: str) -> str:
        return " ".join(one.get_text(" ") for one in soup(team.get(f"/team/cases/{case_id}/timeline{query}")).select(
            ".concord-timeline"))

    assert "Her sister comes too" in shown("?show=notes")
    assert "We contacted" not in shown("?show=notes")
    assert "We contacted" in shown("?show=notes&show=contacts")
    assert "The case was opened" in shown("?show=stages")
    assert team.get(f"/team/cases/{case_id}/timeline?show=x").status_code == 404
