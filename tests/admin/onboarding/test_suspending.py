"""A suspended service answers nobody from the next request on, and comes back as it was."""

from __future__ import annotations

from bringing_on import add_service, token_on

from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text


def test_a_service_is_suspended_and_opened_again(world: World, administrator: Visitor, service: Service) -> None:
    public, staff = world.visitor(service), world.staff(service, Role.CASE_COORDINATOR)
    page = f"/admin/services/{service.id}"
    assert "Suspend this service?" in page_text(administrator.get(f"{page}/suspend"))
    assert public.get("/").status_code == 200
    assert administrator.submit(f"{page}/suspend").status_code == 303
    closed = [(public, "/"), (public, "/refer"), (public, "/sign-in"), (staff, "/team/"), (staff, "/account")]
    for visitor, path in closed:
        answer = visitor.get(path)
        assert answer.status_code == 503, path
        assert service.slug not in page_text(answer)
    assert "Suspended" in page_text(administrator.get("/admin/"))
    assert administrator.submit(f"{page}/resume").status_code == 303
    assert public.get("/").status_code == 200
    assert staff.get("/team/").status_code == 200


def test_a_service_suspended_in_preparation_comes_back_in_preparation(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    page = f"/admin/services/{service.id}"
    administrator.submit(f"{page}/suspend")
    assert world.visitor(service).get("/sign-in").status_code == 503
    administrator.submit(f"{page}/resume")
    assert world.visitor(service).get("/sign-in").status_code == 200
    assert world.visitor(service).get("/").status_code == 404


def test_asking_twice_is_asking_once(world: World, administrator: Visitor, service: Service) -> None:
    token = token_on(administrator, "/admin/services/new")
    for act, status in (("suspend", 503), ("resume", 200)):
        for _time in range(2):
            answer = administrator.post(f"/admin/services/{service.id}/{act}", {"csrf_token": token})
            assert answer.status_code == 303
        assert world.visitor(service).get("/").status_code == status


def test_another_service_does_not_notice(
    world: World, administrator: Visitor, service: Service, other_service: Service
) -> None:
    administrator.submit(f"/admin/services/{service.id}/suspend")
    assert world.visitor(other_service).get("/").status_code == 200


def test_a_suspended_service_cannot_go_live_by_itself(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    manager = world.staff(service, Role.SERVICE_MANAGER)
    administrator.submit(f"/admin/services/{service.id}/suspend")
    assert manager.get("/team/setup/go-live").status_code == 503
