"""What keeps a case from moving is said of whom it is, and leads to where it is put right."""

from __future__ import annotations

from uuid import UUID

import pytest
from assessing import assess
from cases import Casework

from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import StaffAccount, Visitor, soup
from tenants.casework import facts, missing, policy
from tenants.casework.actions import ACTIONS, GROUPS
from tenants.casework.guards import GUARDS, evaluate
from tenants.casework.kinds import Audience, Responsibility
from tenants.casework.missing import NAMINGS, Line
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import Stage
from tenants.casework.queries import case_view
from tenants.casework.service import move, note
from tenants.meetings import service as meetings
from tenants.meetings.policy import Held
from tenants.referrals.models import PartyRole

HARMED, RESPONSIBLE = PartyRole.HARMED, PartyRole.RESPONSIBLE


class Everybody:
    """A reader who may do all."""

    def __init__(self, account: StaffAccount) -> None:
        self.account_id = account.id

    def can(self, _permission: object) -> bool:
        return True


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def lines(cases: Casework, case_id: UUID, *rules: str) -> dict[str, list[Line]]:
    """What is missing, by guard; as a page of the service would say it."""
    reader = Everybody(cases.manager)
    case = case_view(case_id, reader) or pytest.fail("no case")
    with cases.world.app.test_request_context(base_url=f"http://{cases.service.host}"):
        return missing.lines(case, rules or GUARDS, reader)


def said(found: dict[str, list[Line]], rule: str) -> list[str]:
    return [line.sentence for line in found.get(rule, ())]


def test_each_line_names_a_person_until_it_is_put_right_for_them(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        hattie, rhys, act = cases.parties(case_id)[HARMED], cases.parties(case_id)[RESPONSIBLE], cases.act()
        ways = [policy.way_forward(stage) for stage in (Stage.ASSESSING, Stage.PREPARING)]
        rules = [rule for way in ways if way for rule in way.guards]
        found = lines(cases, case_id, *rules)
        assert said(found, "written_consent_of_both") == [
            "Hattie Example has not agreed in writing to take part.",
            "Rhys Example has not agreed in writing to take part.",
        ]
        for rule, about in (("written_consent_of_both", f"party={rhys}"), ("needs_asked", f"/people/{rhys}/needs"),
                            ("options_explained", f"party={rhys}"), ("everyone_ready", f"party={rhys}")):
            assert about in found[rule][1].url
        assert len(found["assessments_complete"]) == 6
        cases.agree(case_id, HARMED)
        facts.explain_options(case_id, hattie, "direct", act)
        facts.say_responsibility(case_id, rhys, Responsibility.NONE, act)
        confirm_needs(case_id, hattie, act)
        meetings.prepare(case_id, hattie, Held.IN_PERSON, act, ready=True)
        found = lines(cases, case_id, *rules)
        for rule in ("written_consent_of_both", "needs_asked", "options_explained", "responsibility_accepted",
                     "prepared_separately", "everyone_ready"):
            (line,) = said(found, rule)
            assert line.startswith("Rhys Example"), rule
        assess(case_id, act)
        assert "assessments_complete" not in lines(cases, case_id, *rules)


def test_lines_stand_for_the_guards_that_refuse_and_for_no_others(cases: Casework) -> None:
    """At every stage: what is named is neither more nor less than what the guards say."""
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        cases.begin(case_id)
        for step in (Stage.EXPLORING, Stage.ASSESSING, Stage.PREPARING, Stage.SCHEDULED, Stage.IN_PROCESS):
            for satisfied in (False, True):
                if satisfied:
                    cases.satisfy(case_id, step)
                holds = evaluate(case_id, GUARDS)
                assert {rule for rule, good in holds.items() if not good} == set(lines(cases, case_id)), step
            move(case_id, step, cases.act())
    assert NAMINGS.keys() <= GUARDS.keys()


def test_a_refused_move_leads_to_what_would_satisfy_it_and_the_page_says_so_before(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.at(Stage.ASSESSING)
    page = f"/team/cases/{case_id}"
    with cases.world.inside(cases.service):
        rhys = cases.parties(case_id)[RESPONSIBLE]
    about_rhys = f"{page}/assessments/{rhys}/risk"
    for answer in (team.get(page), team.get(f"{page}/move"), team.submit(f"{page}/move", {"target": "preparing"})):
        link = soup(answer).select_one(f'a[href="{about_rhys}"]') or pytest.fail("no link")
        assert link.get_text() == "Rhys Example needs an assessment of risk that is no older than 28 days."
    assert team.last is not None
    assert team.last.status_code == 422
    assert team.get(about_rhys).status_code == 200


@pytest.mark.usefixtures("supervisor")
def test_who_cannot_put_it_right_is_told_whom_to_ask(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    page = f"/team/cases/{case_id}"
    facilitator = cases.world.staff(cases.service, Role.FACILITATOR)
    shown = soup(facilitator.get(page)).select_one(".concord-next") or pytest.fail("no next step")
    assert "Ask Mona Manager or Sue Supervisor." in shown.get_text()
    assert f"{page}/staff" not in {link.get("href") for link in shown.select("a")}
    shown = soup(team.get(page)).select_one(".concord-next") or pytest.fail("no next step")
    assert f"{page}/staff" in {link.get("href") for link in shown.select("a")}


def test_few_acts_stand_first_and_all_others_behind_headings(cases: Casework, team: Visitor) -> None:
    case_id = cases.at(Stage.PREPARING)
    page = soup(team.get(f"/team/cases/{case_id}"))
    first = [link.get_text() for link in page.select(".concord-first a")]
    assert len(first) <= 5
    assert "Somebody was met on their own" in first
    behind = {link.get_text() for link in page.select("nav details a")}
    assert not behind & set(first)
    with cases.world.inside(cases.service):
        shown = case_view(case_id, Everybody(cases.manager)) or pytest.fail("the case is not found")
        assert behind | set(first) == {str(action.label) for action in ACTIONS.values() if action.shown(shown)}
        assert len(page.select("nav details")) == len(GROUPS)


def test_a_note_says_who_may_ever_be_shown_it(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        for audience in Audience:
            note(case_id, cases.act(note=f"For {audience}", happened_on=uk_today()), audience)
    for path in ("", "/timeline?show=notes", "/print"):
        entries = soup(team.get(f"/team/cases/{case_id}{path}")).select(".concord-timeline__entry")
        tags = {one.get_text(" ", strip=True) for one in entries if one.select_one(".govuk-tag")}
        assert sum("The team only" in one and "For facilitators" in one for one in tags) == 1
        assert sum("The person harmed, too" in one and "For harmed" in one for one in tags) == 1


def test_a_link_about_somebody_opens_a_form_about_them(cases: Casework, team: Visitor) -> None:
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service):
        rhys = cases.parties(case_id)[RESPONSIBLE]
    for form in ("consent", "options", "preparation", "ready", "welfare", "information", "tasks/new"):
        page = soup(team.get(f"/team/cases/{case_id}/{form}?party={rhys}"))
        chosen = [box.get("value") for box in page.select("input[name=party][checked]")]
        assert chosen == [str(rhys)], form


def test_a_reader_who_writes_nothing_down_is_led_to_no_page_that_is_closed_to_them(cases: Casework) -> None:
    case_id = cases.at(Stage.PREPARING)
    reader = cases.world.staff(cases.service, Role.READ_ONLY)
    for page in ("", "/people", "/readiness"):
        links = soup(reader.get(f"/team/cases/{case_id}{page}")).select("main a[href^='/team/']")
        led = {str(link["href"]).partition("#")[0] for link in links}
        assert {address: code for address in led if (code := reader.get(address).status_code) >= 400} == {}
