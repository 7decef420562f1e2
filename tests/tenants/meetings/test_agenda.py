"""What a facilitator has to be at stands on their day, and leads to the page that is right then."""

from __future__ import annotations

from datetime import timedelta

from cases import Casework
from meeting import prepare_all, ready_meeting

from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, World, page_text
from tenants.casework import service as casework
from tenants.casework.policy import Stage


def test_a_meeting_of_today_stands_on_the_day_and_leads_to_the_page_of_the_day(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    desk = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER])
    case_id = desk.at(Stage.SCHEDULED)
    assert "Your meetings and exchanges in the next 7 days" in page_text(manager.get("/team/"))
    shown = page_text(manager.get("/team/meetings"))
    assert "Meeting face to face" in shown
    assert "Hattie" not in shown
    assert manager.get(f"/team/cases/{case_id}/plan").headers["Location"].endswith("/day")


def test_a_meeting_of_another_day_leads_to_its_plan(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    desk = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER])
    case_id = desk.at(Stage.PREPARING)
    with world.inside(service):
        prepare_all(desk, case_id)
        ready_meeting(desk, case_id, on=uk_today() + timedelta(days=3))
        casework.move(case_id, Stage.SCHEDULED, desk.act())
    assert not manager.get(f"/team/cases/{case_id}/plan").headers["Location"].endswith("/day")
    assert "Meeting face to face" in page_text(manager.get("/team/meetings"))
    with world.inside(service):
        casework.move(case_id, Stage.PREPARING, desk.act(note="Another day."))
    facilitator = world.staff(service, Role.FACILITATOR)
    assert "There is nothing in the next seven days." in page_text(facilitator.get("/team/meetings"))


def test_what_stands_in_nothings_way_leads_to_its_move(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    desk = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER])
    case_id = desk.case_of_two()
    with world.inside(service):
        desk.begin(case_id)
    assert "Move the case to “exploring”. Move this case" in page_text(manager.get(f"/team/cases/{case_id}"))
    manager.submit(f"/team/cases/{case_id}/move")  # the only way is chosen
    with world.inside(service):
        assert desk.stage(case_id) == Stage.EXPLORING
