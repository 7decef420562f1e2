"""The pages of a service's quarterly figures."""

from __future__ import annotations

import pytest
from cases import Casework
from flask import Flask
from history import History
from signing_in import statements
from sqlalchemy import func, select, update

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals.models import Referral
from tenants.returns import service as verbs
from tenants.returns.models import Return
from tenants.returns.period import Quarter

NOW = Quarter.current()
LAST = NOW.previous
ADDRESS = f"/team/figures/{LAST}"


@pytest.fixture
def manager(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)


def compute(world: World, service: Service, quarter: Quarter = LAST) -> None:
    with world.inside(service):
        verbs.compute(quarter)


def returns(world: World, service: Service) -> int:
    with world.inside(service):
        return db.session.scalar(select(func.count()).select_from(Return)) or 0


def test_the_list_shows_every_quarter_since_the_first_event_and_where_it_stands(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    history.quarter(LAST.previous, referrals=1)
    with world.inside(service):
        verbs.submit(LAST.previous, by=world.accounts[service.id, Role.SERVICE_MANAGER].id)
    lines = [row.get_text(" ", strip=True) for row in soup(manager.get("/team/figures")).select("tbody tr")]
    assert len(lines) == 3
    assert lines[0].startswith(f"{NOW.label} Not over yet")
    assert lines[1].startswith(f"{LAST.label} Not submitted")
    assert lines[2].startswith(f"{LAST.previous.label} Submitted")
    assert "by Sam Carter" in lines[2]


def test_a_quarter_shows_exact_figures_as_internal_with_how_each_was_counted(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    history.quarter(LAST, referrals=3, started=1, direct=2)
    assert "has not been counted yet" in page_text(manager.get(ADDRESS))
    manager.submit(None, action="/count")
    page = manager.follow()
    words = page_text(page)
    assert "Internal – not for publication" in words
    assert "One request for one person about one incident counts as one referral." in words
    cells = {row.th.get_text(strip=True): row.td.get_text(" ", strip=True).split()[0]
             for row in soup(page).select("tbody tr") if row.th and row.td}
    assert cells["Referrals"] == "3"
    assert cells["Direct meetings"] == "2"
    assert cells["Indirect exchanges"] == "0"
    assert soup(page).select("svg.concord-chart title")[0].get_text() == LAST.label


def test_a_figure_opens_the_referrals_and_cases_behind_it_before_and_after_submission(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    case_id = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER]).case()
    history.activity(LAST.first_day, "direct", case_id=case_id)
    referral_id = history.referral(LAST.first_day)
    compute(world, service)
    for submitted in (False, True):
        if submitted:
            manager.submit(f"{ADDRESS}/submit")
        links = [str(link["href"]) for link in soup(manager.get(f"{ADDRESS}/activities/direct")).select("tbody a")]
        assert links == [f"/team/cases/{case_id}"]
        links = [str(link["href"]) for link in soup(manager.get(f"{ADDRESS}/referrals/all")).select("tbody a")]
        assert links == [f"/team/referrals/{referral_id}"]
        assert manager.get(links[0]).status_code == 200
        assert manager.get(f"/team/cases/{case_id}").status_code == 200
    with world.inside(service):
        seen = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.subject_kind == "figure"))
        assert [entry["indicator"] for entry in seen].count("referrals") == 2


def test_a_manager_looks_again_and_submits_once(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    history.quarter(LAST, referrals=2)
    compute(world, service)
    assert f"{ADDRESS}/submit" in manager.get(ADDRESS).get_data(as_text=True)
    assert "cannot change or take back" in page_text(manager.get(f"{ADDRESS}/submit"))
    answer = manager.submit()
    assert answer.status_code == 303
    assert manager.get(f"{ADDRESS}/submit").status_code == 303, "there is nothing left to submit"
    assert "The figures are submitted." in page_text(manager.follow(answer))
    words = page_text(manager.get(ADDRESS))
    assert "by Sam Carter" in words
    assert "Nobody can change these figures any more." in words
    assert "Submit these figures" not in words
    assert "Count again" not in words
    assert returns(world, service) == 1


def test_the_same_form_sent_twice_submits_once(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    history.quarter(LAST, referrals=2)
    manager.get(f"{ADDRESS}/submit")
    page = manager.last
    first = manager.submit()
    manager.last = page
    second = manager.submit()
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert returns(world, service) == 1


def test_figures_that_changed_meanwhile_are_shown_again_instead_of_submitted(
    world: World, service: Service, history: History, manager: Visitor
) -> None:
    history.quarter(LAST, referrals=2)
    manager.get(f"{ADDRESS}/submit")
    history.quarter(LAST, referrals=1)
    answer = manager.submit()
    assert answer.status_code == 422
    assert "The figures changed while this page was open." in page_text(answer)
    assert returns(world, service) == 0
    assert manager.submit().status_code == 303
    assert returns(world, service) == 1


def test_a_quarter_that_is_not_over_has_no_submit_page(world: World, service: Service, manager: Visitor) -> None:
    compute(world, service, NOW)
    assert "The quarter is not over yet." in page_text(manager.get(f"/team/figures/{NOW}"))
    assert manager.get(f"/team/figures/{NOW}/submit").status_code == 404
    assert manager.post(f"/team/figures/{NOW}/submit", {}).status_code in {400, 404}
    assert returns(world, service) == 0


@pytest.mark.parametrize("path", [
    "/team/figures/2026Q5", "/team/figures/nonsense", f"/team/figures/{NOW.before(-1)}", "/team/figures/2001Q1",
    "/team/figures/2001Q1/submit", f"{ADDRESS}/referrals/direct", f"{ADDRESS}/nothing/all",
])
def test_what_is_no_quarter_or_figure_of_this_service_is_not_found(
    world: World, service: Service, history: History, manager: Visitor, path: str
) -> None:
    history.quarter(LAST, referrals=1)
    compute(world, service)
    assert manager.get(path).status_code == 404


@pytest.mark.parametrize(("role", "answers"), [
    (Role.SERVICE_MANAGER, (200, 200)), (Role.CASE_SUPERVISOR, (200, 403)), (Role.CASE_COORDINATOR, (200, 403)),
    (Role.READ_ONLY, (200, 403)), (Role.FACILITATOR, (403, 403)), (Role.VOLUNTEER_FACILITATOR, (403, 403)),
    (Role.DATA_PROTECTION_OFFICER, (403, 403)),
])
def test_only_a_manager_submits_and_facilitators_do_not_see_figures(
    world: World, service: Service, history: History, role: Role, answers: tuple[int, int]
) -> None:
    history.quarter(LAST, referrals=1)
    compute(world, service)
    staff = world.staff(service, role)
    reads, submits = answers
    assert staff.get("/team/figures").status_code == reads
    assert staff.get(ADDRESS).status_code == reads
    assert staff.get(f"{ADDRESS}/referrals/all").status_code == reads
    assert staff.get(f"{ADDRESS}/submit").status_code == submits
    offers = f"{ADDRESS}/submit" in staff.get(ADDRESS).get_data(as_text=True)
    assert offers == (submits == 200)


def test_nobody_sees_figures_without_signing_in_or_at_another_service(
    world: World, service: Service, other_service: Service, history: History
) -> None:
    history.quarter(LAST, referrals=4)
    compute(world, service)
    assert world.visitor(service).get(ADDRESS).status_code == 302
    elsewhere = world.staff(other_service, Role.SERVICE_MANAGER)
    assert elsewhere.get(ADDRESS).status_code == 404
    history_there = History(world, other_service)
    history_there.quarter(LAST, referrals=1)
    compute(world, other_service)
    assert "4" not in [cell.get_text(strip=True) for cell in soup(elsewhere.get(ADDRESS)).select("tbody td")]


def test_a_national_coordinator_has_no_team_pages(world: World, national: Service) -> None:
    coordinator = world.staff(national, Role.NATIONAL_COORDINATOR)
    for path in ("/team/figures", ADDRESS, f"{ADDRESS}/referrals/all", f"{ADDRESS}/submit"):
        assert coordinator.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/team/figures", ADDRESS, f"{ADDRESS}/activities/direct"])
def test_a_page_of_figures_needs_few_statements_however_many_rows(
    app: Flask, world: World, service: Service, history: History, path: str
) -> None:
    history.quarter(LAST, referrals=6, started=3, direct=5)
    manager = world.staff(service, Role.SERVICE_MANAGER)
    with world.inside(service):
        verbs.submit(LAST, by=world.accounts[service.id, Role.SERVICE_MANAGER].id)
    assert manager.get(path).status_code == 200
    with statements(app) as seen:
        manager.get(path)
    own = [one for one in seen if "returns" in one or "return_" in one or "activities" in one]
    assert 1 <= len(own) <= 5, own


def test_html_in_a_reference_stays_text(world: World, service: Service, history: History, manager: Visitor) -> None:
    history.referral(LAST.first_day)
    with world.inside(service):
        db.session.execute(update(Referral).values(reference="<script>alert(1)</script>"))
    compute(world, service)
    assert not soup(manager.get(f"{ADDRESS}/referrals/all")).select("tbody script")
