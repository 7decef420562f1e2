"""Who may bring services on, and where: administrators, at the national office, and no way further."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from bringing_on import add_service, token_on
from sqlalchemy import text

from concord.database import db
from concord.identity.permissions import NATIONAL_ROLES, SERVICE_ROLES, Role
from harness import Service, Visitor, World, page_text

ADMIN = ("/admin/", "/admin/services/new", "/admin/services/new/file", f"/admin/services/{UUID(int=7)}")
SETUP = ("/team/setup", "/team/setup/test-mail", "/team/setup/go-live")


@pytest.mark.parametrize("path", ADMIN)
def test_the_administrators_pages_do_not_exist_at_a_service(world: World, service: Service, path: str) -> None:
    assert world.visitor(service).get(path).status_code == 404
    assert world.staff(service, Role.SERVICE_MANAGER).get(path).status_code == 404


@pytest.mark.parametrize("path", ADMIN)
def test_the_administrators_pages_ask_who_you_are(world: World, national: Service, path: str) -> None:
    answer = world.visitor(national).get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("role", sorted(NATIONAL_ROLES - {Role.ADMINISTRATOR}))
def test_others_of_the_national_office_may_not(world: World, national: Service, role: Role) -> None:
    visitor = world.staff(national, role)
    assert {visitor.get(path).status_code for path in ADMIN} == {403}


@pytest.mark.parametrize("role", sorted(SERVICE_ROLES - {Role.SERVICE_MANAGER}))
def test_only_a_manager_opens_the_setup_pages_of_a_service(world: World, service: Service, role: Role) -> None:
    visitor = world.staff(service, role)
    assert {visitor.get(path).status_code for path in SETUP} == {403}


@pytest.mark.parametrize("path", SETUP)
def test_the_setup_pages_do_not_exist_at_the_national_office(administrator: Visitor, path: str) -> None:
    assert administrator.get(path).status_code == 404


def test_an_id_of_no_service_is_unknown(world: World, national: Service, administrator: Visitor) -> None:
    token = token_on(administrator, "/admin/services/new")
    for one in (uuid4(), national.id):
        page = f"/admin/services/{one}"
        assert {administrator.get(page + end).status_code for end in ("", "/suspend", "/resume", "/manager")} == {404}
        assert {administrator.post(page + end, {"csrf_token": token}).status_code
                for end in ("/preview", "/invitation", "/suspend")} == {404}


def test_an_administrator_cannot_sign_in_at_a_service_nor_open_its_pages(
    world: World, national: Service, service: Service, administrator: Visitor
) -> None:
    at_service = Visitor(administrator.client, service)
    for path in ("/team/", "/team/referrals", "/team/cases", "/team/setup"):
        assert at_service.get(path).status_code in {302, 404}, path
    account = world.accounts[national.id, Role.ADMINISTRATOR]
    refused = world.visitor(service).submit("/sign-in", {"email": account.email, "password": account.password})
    assert refused.status_code == 422


def test_the_page_of_a_service_shows_no_staff_but_its_managers(world: World, administrator: Visitor) -> None:
    service = add_service(world, administrator)
    world.account(service, Role.FACILITATOR, name="Facilia Torquemada")
    page = page_text(administrator.get(f"/admin/services/{service.id}"))
    assert "Alex Morgan" in page
    assert "Torquemada" not in page


def test_looking_changes_nothing(world: World, national: Service, administrator: Visitor) -> None:
    service = add_service(world, administrator)

    def rows() -> list[int]:
        counts = []
        for organisation in (service, national):
            with world.inside(organisation):
                counts += [db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                           for table in ("preview_links", "test_mails", "outbox", "invitations", "service_profiles")]
        return counts

    before = rows()
    for end in ("", "/suspend", "/resume", "/manager"):
        assert administrator.get(f"/admin/services/{service.id}{end}").status_code == 200
    assert rows() == before
