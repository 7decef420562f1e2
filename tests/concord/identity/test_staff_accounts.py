"""Managers look after their own organisation's accounts, and never after another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from signing_in import audit_entries, csrf_of, is_signed_in
from sqlalchemy import text

from concord.database import db
from concord.identity import service as identity
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import NATIONAL_ROLES, PERMISSIONS, SERVICE_ROLES, Permission, Role
from concord.tenancy import scope
from harness import Service, StaffAccount, World, page_text, soup

INVITEE = {"name": "Alex O’Neill-Ŵyn", "email": "Alex@Service.example", "role": "case_coordinator"}
ACTS = ("invite", "disable", "enable", "reset")


def account_named(world: World, service: Service, name: str) -> Account:
    with world.inside(service):
        account: Account = db.session.scalars(db.select(Account).where(Account.name == name)).one()
        db.session.expunge(account)
    return account


def invitations_due(world: World, service: Service) -> int:
    with world.inside(service):
        count: int = db.session.scalars(text("SELECT count(*) FROM outbox WHERE kind = 'account.invited'")).one()
    return count


def test_a_manager_invites_somebody(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    answer = visitor.submit("/team/staff/new", INVITEE)
    assert answer.headers["Location"] == "/team/staff"
    page = page_text(visitor.follow())
    assert "The invitation is on its way." in page
    assert INVITEE["name"] in page
    account = account_named(world, service, INVITEE["name"])
    assert (account.role, account.status) == (Role.CASE_COORDINATOR, AccountStatus.INVITED)
    assert invitations_due(world, service) == 1


def test_an_invitation_form_sent_twice_invites_once(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    form = soup(visitor.get("/team/staff/new")).select_one("main form")
    assert form is not None
    data = INVITEE | {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    answers = [visitor.post("/team/staff/new", data) for _time in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == ["/team/staff"] * 2
    assert invitations_due(world, service) == 1


def test_an_address_has_one_account_in_a_service(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    answer = visitor.submit("/team/staff/new", INVITEE | {"email": manager.email.upper()})
    assert answer.status_code == 422
    assert "has an account here already" in page_text(answer)
    assert invitations_due(world, service) == 0


@pytest.mark.parametrize("role", sorted(NATIONAL_ROLES))
def test_a_service_has_no_national_roles(
    world: World, service: Service, manager: StaffAccount, role: Role
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    assert visitor.submit("/team/staff/new", INVITEE | {"role": role.value}).status_code == 422
    with world.inside(service):
        with pytest.raises(identity.AccountError):
            identity.create_account("Sam Carter", "x@service.example", role)
        with pytest.raises(identity.AccountError):
            identity.change_role(manager.id, role)


def test_the_national_office_has_no_service_roles(world: World, national: Service) -> None:
    visitor = world.staff(national, Role.ADMINISTRATOR)
    page = visitor.get("/admin/staff/new")
    offered = {str(field["value"]) for field in soup(page).select("input[name=role]")}
    assert offered == {role.value for role in NATIONAL_ROLES}
    assert visitor.submit(None, INVITEE | {"role": Role.SERVICE_MANAGER.value}).status_code == 422


def test_each_office_has_its_own_address_for_staff(
    world: World, service: Service, national: Service, manager: StaffAccount
) -> None:
    assert world.sign_in_by_pages(service, manager).get("/admin/staff").status_code == 404
    administrator = world.staff(national, Role.ADMINISTRATOR)
    assert administrator.get("/team/staff").status_code == 404
    assert administrator.get("/admin/staff").status_code == 200


@pytest.mark.parametrize("role", [Role.SERVICE_MANAGER, Role.CASE_SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_those_who_look_after_staff_see_the_accounts(
    world: World, service: Service, national: Service, role: Role
) -> None:
    at_service = role in SERVICE_ROLES
    visitor = world.staff(service if at_service else national, role)
    expected = 200 if Permission.STAFF_MANAGE in PERMISSIONS[role] else 403
    assert visitor.get("/team/staff" if at_service else "/admin/staff").status_code == expected


def test_another_services_account_does_not_exist_here(
    world: World, service: Service, other_service: Service, manager: StaffAccount
) -> None:
    stranger = world.account(other_service, Role.FACILITATOR)
    visitor = world.sign_in_by_pages(service, manager)
    assert visitor.get(f"/team/staff/{stranger.id}").status_code == 404
    assert visitor.get(f"/team/staff/{stranger.id}/role").status_code == 404
    visitor.get("/team/staff/new")
    token = csrf_of(visitor)
    for act in ACTS:
        assert visitor.post(f"/team/staff/{stranger.id}/{act}", {"csrf_token": token}).status_code == 404
    role = {"csrf_token": token, "role": "read_only"}
    assert visitor.post(f"/team/staff/{stranger.id}/role", role).status_code == 404
    assert is_signed_in(world.sign_in_by_pages(other_service, stranger))


def test_switching_an_account_off_and_on(world: World, service: Service, manager: StaffAccount) -> None:
    worker = world.account(service, Role.FACILITATOR)
    at_work, visitor = world.sign_in_by_pages(service, worker), world.sign_in_by_pages(service, manager)
    page = f"/team/staff/{worker.id}"
    assert visitor.submit(page, action="/disable").status_code == 303
    assert "switched off" in page_text(visitor.follow())
    assert not is_signed_in(at_work)
    assert visitor.submit(page, action="/enable").status_code == 303
    assert is_signed_in(world.sign_in_by_pages(service, worker))


def test_a_role_is_changed(world: World, service: Service, manager: StaffAccount) -> None:
    worker = world.account(service, Role.FACILITATOR, name="Jo Bloggs")
    visitor = world.sign_in_by_pages(service, manager)
    answer = visitor.submit(f"/team/staff/{worker.id}/role", {"role": "read_only"})
    assert answer.status_code == 303
    assert account_named(world, service, "Jo Bloggs").role == Role.READ_ONLY
    changed = {"what": "role", "before": "facilitator", "after": "read_only"}
    assert ("change", worker.id, changed) in audit_entries(world, service)


def test_resetting_a_sign_in_takes_password_app_and_codes_away_and_invites_again(
    world: World, service: Service, manager: StaffAccount
) -> None:
    from concord.identity import second_factor

    worker = world.account(service, Role.FACILITATOR, name="Jo Bloggs")
    with world.inside(service):
        second_factor.new_recovery_codes(worker.id)
    at_work, visitor = world.sign_in_by_pages(service, worker), world.sign_in_by_pages(service, manager)
    assert visitor.submit(f"/team/staff/{worker.id}", action="/reset").status_code == 303
    assert not is_signed_in(at_work)
    account = account_named(world, service, "Jo Bloggs")
    assert (account.status, account.password_hash, account.totp_last_step) == (AccountStatus.INVITED, None, None)
    assert invitations_due(world, service) == 1
    with world.inside(service):
        assert db.session.scalar(text("SELECT count(*) FROM recovery_codes")) == 0
        assert db.session.scalar(text("SELECT totp_secret IS NULL FROM accounts WHERE name = 'Jo Bloggs'"))
    tried = world.visitor(service).submit("/sign-in", {"email": worker.email, "password": worker.password})
    assert tried.status_code == 422


def test_nobody_changes_their_own_account_here(world: World, service: Service, manager: StaffAccount) -> None:
    world.account(service, Role.SERVICE_MANAGER, email="second@service.example")
    visitor = world.sign_in_by_pages(service, manager)
    page = visitor.get(f"/team/staff/{manager.id}")
    assert "This is your own account" in page_text(page)
    assert not soup(page).select("main form")
    visitor.get("/team/staff/new")
    for act in ACTS:
        answer = visitor.post(f"/team/staff/{manager.id}/{act}", {"csrf_token": csrf_of(visitor)})
        assert answer.status_code == 403
        visitor.get("/team/staff/new")
    assert visitor.get(f"/team/staff/{manager.id}/role").status_code == 403


@pytest.mark.parametrize("take_away", ["disable", "role"])
def test_the_last_manager_stays(world: World, service: Service, manager: StaffAccount, take_away: str) -> None:
    acts: dict[str, Any] = {
        "disable": identity.disable,
        "role": lambda account_id: identity.change_role(account_id, Role.READ_ONLY),
    }
    with world.inside(service), pytest.raises(identity.AccountError):
        acts[take_away](manager.id)
    assert is_signed_in(world.sign_in_by_pages(service, manager))


def test_two_managers_who_close_each_others_account_at_once_leave_one(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    second = world.account(service, Role.SERVICE_MANAGER, email="second@service.example")

    def close(account_id: object) -> bool:
        assert isinstance(account_id, type(manager.id))
        with app.app_context(), scope.bound_to(service.id):
            try:
                identity.disable(account_id)
            except identity.AccountError:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, [manager.id, second.id])) == [False, True]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "Siân 🙂 Ŵyn", "{{ 7*7 }}"])
def test_names_are_shown_as_they_were_typed(
    world: World, service: Service, manager: StaffAccount, name: str
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    visitor.submit("/team/staff/new", INVITEE | {"name": name})
    page = visitor.follow()
    assert name in page_text(page)
    assert not soup(page).select("main script")


@pytest.mark.parametrize("change", [{"name": "x" * 201}, {"name": "a\x00b"}, {"email": "not an address"}, {"role": ""}])
def test_what_cannot_be_an_account_is_explained(
    world: World, service: Service, manager: StaffAccount, change: dict[str, str]
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    answer = visitor.submit("/team/staff/new", INVITEE | change)
    assert answer.status_code == 422
    assert "There is a problem" in page_text(answer)
    assert invitations_due(world, service) == 0


def test_the_menu_shows_what_each_person_may_open(world: World, service: Service, manager: StaffAccount) -> None:
    def menu(role: Role) -> set[str]:
        page = soup(world.staff(service, role).get("/team/"))
        return {str(link["href"]) for link in page.select("nav a")} & {"/team/staff", "/account", "/admin/staff"}

    assert menu(Role.SERVICE_MANAGER) == {"/team/staff", "/account"}
    assert menu(Role.FACILITATOR) == {"/account"}
