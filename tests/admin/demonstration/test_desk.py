"""What lies on the desks of the invented teams, as their pages show it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from contents import publish_page

from admin.demonstration.publicity import count_visits, work_on_texts
from admin.demonstration.sendings import fill_desk
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.web.translations import uk_date
from harness import Service, Visitor, World, page_text, soup
from tenants.site.visits.queries import visits_by_page

AREA = "E23000026"


@pytest.fixture
def team(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)


def listed(team: Visitor, status: str) -> list[str]:
    rows = soup(team.get(f"/team/referrals?status={status}")).select("tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def test_one_that_is_held_expires_in_two_days_and_another_does_not(
    world: World, service: Service, team: Visitor
) -> None:
    with world.inside(service):
        fill_desk("bedfordshire", Random("held"), AREA)
    rows = listed(team, "held")
    assert len(rows) == 2
    assert sum(uk_date(uk_today() + timedelta(days=2)) in row for row in rows) == 1


@pytest.mark.parametrize(("slug", "address"), [("bedfordshire", "Confirmed"), ("hampshire", "Unverified")])
def test_a_professional_sent_two_people_together_with_a_note(
    world: World, service: Service, team: Visitor, slug: str, address: str
) -> None:
    with world.inside(service):
        fill_desk(slug, Random("sent"), AREA)
    links = soup(team.get("/team/referrals")).select("tbody tr a[href^='/team/referrals/']")
    assert len(links) == 2
    (words,) = (page for link in links if "Note of a call" in (page := page_text(team.get(str(link["href"])))))
    assert all(said in words for said in (address, "Not scanned", "INV/", "A room without stairs",
                                          "out-of-court disposal needs an answer by", "Sent together with this"))


def test_one_text_waits_and_the_first_page_is_as_before_and_has_a_history(
    world: World, service: Service, team: Visitor
) -> None:
    with world.inside(service):
        publish_page("home", "We listen", "Come to us.")
    before = page_text(world.visitor(service).get("/"))
    with world.inside(service):
        work_on_texts("hampshire")
    assert page_text(world.visitor(service).get("/")) == before
    assert page_text(team.get("/team/content")).count("Draft waiting") == 1
    assert "See version 3" in page_text(team.get("/team/content/page/home/en/history"))


def test_every_page_that_was_counted_is_there(world: World, service: Service, team: Visitor) -> None:
    with world.inside(service):
        count_visits(Random("visits"), monthly=10)
        counted = {visits.page for visits in visits_by_page()}
    assert "/refer" in counted
    assert {page for page in counted if world.visitor(service).get(page).status_code != 200} == set()
    assert "First page of the form" in page_text(team.get("/team/visits"))
