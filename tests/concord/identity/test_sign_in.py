"""Signing in, through the real pages."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from signing_in import audit_entries, cookie_of, csrf_of, is_signed_in, password_step, statements, with_cookie
from sqlalchemy import text
from werkzeug.test import TestResponse

from concord.identity.models import AccountStatus
from concord.identity.permissions import Role
from concord.identity.views import is_local
from concord.tenancy.models import Status
from harness import Service, StaffAccount, Visitor, World, page_text


def try_password(visitor: Visitor, email: str, password: str) -> TestResponse:
    return visitor.submit("/sign-in", {"email": email, "password": password})


def test_a_password_and_a_code_sign_in(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = password_step(world, service, manager)
    visitor.follow()
    answer = visitor.submit(None, {"code": manager.code()})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/team/"
    assert is_signed_in(visitor)


def test_a_password_alone_opens_nothing(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = password_step(world, service, manager)
    assert not is_signed_in(visitor)
    assert visitor.get("/team/staff").status_code == 302


def test_the_token_of_the_first_step_is_dead_after_the_second(
    world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = password_step(world, service, manager)
    before = cookie_of(visitor)
    visitor.follow()
    visitor.submit(None, {"code": manager.code()})
    assert cookie_of(visitor) != before
    assert not is_signed_in(with_cookie(world, service, before))
    assert with_cookie(world, service, before).get("/sign-in/code").headers["Location"] == "/sign-in"


def test_the_second_step_needs_the_first(world: World, service: Service) -> None:
    answer = world.visitor(service).get("/sign-in/code")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in"


@pytest.mark.parametrize("status", [AccountStatus.DISABLED, AccountStatus.INVITED])
def test_a_wrong_address_a_wrong_password_and_a_closed_account_get_the_same_answer(
    world: World, service: Service, manager: StaffAccount, status: AccountStatus
) -> None:
    closed = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        from concord.database import db

        db.session.execute(
            text("UPDATE accounts SET status = :status WHERE id = :id"), {"status": status, "id": closed.id}
        )
    visitor = world.visitor(service)
    answers = [
        try_password(visitor, "nobody@elsewhere.example", manager.password),
        try_password(visitor, manager.email, "not the right password"),
        try_password(visitor, closed.email, closed.password),
    ]
    assert {answer.status_code for answer in answers} == {422}
    pages = {page_text(answer) for answer in answers}
    assert len(pages) == 1
    assert "The e-mail address or the password is not right" in pages.pop()
    assert visitor.client.get_cookie("concord_session", domain=service.host) is None


def test_a_wrong_address_costs_the_same_work_as_a_wrong_password(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    """The same statements and the same time of the processor: nothing tells whether the account exists."""
    visitor = world.visitor(service)
    visitor.get("/sign-in")

    def work(email: str) -> tuple[float, list[str]]:
        visitor.get("/sign-in")
        with statements(app) as seen:
            start = time.thread_time()
            visitor.submit(None, {"email": email, "password": "not the right password"})
            return time.thread_time() - start, list(seen)

    known, unknown = [work(manager.email) for _try in range(4)], [work(f"nobody-{n}@a.example") for n in range(4)]
    assert known[0][1] == unknown[0][1]
    least_known, least_unknown = min(known)[0], min(unknown)[0]
    assert 0.7 < least_known / least_unknown < 1.4


def test_an_account_of_one_service_cannot_sign_in_at_another(
    world: World, other_service: Service, manager: StaffAccount
) -> None:
    answer = try_password(world.visitor(other_service), manager.email, manager.password)
    assert answer.status_code == 422


def test_one_address_may_have_accounts_at_two_services(
    world: World, service: Service, other_service: Service, manager: StaffAccount
) -> None:
    world.account(other_service, Role.FACILITATOR, email=manager.email)
    visitor = world.sign_in_by_pages(service, manager)
    assert is_signed_in(visitor)
    assert not is_signed_in(with_cookie(world, other_service, cookie_of(visitor)))


def test_letters_case_of_the_address_does_not_matter(world: World, service: Service, manager: StaffAccount) -> None:
    answer = try_password(world.visitor(service), manager.email.upper(), manager.password)
    assert answer.status_code == 303


@pytest.mark.parametrize("wanted", ["/account?x=1", "/team/cases/?page=2", "/"])
def test_a_path_of_this_site_is_local(wanted: str) -> None:
    assert is_local(wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        "", "account", "//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example",
        "\\\\elsewhere.example", "/\t/elsewhere.example", "/\r\nLocation: https://elsewhere.example",
        "javascript:alert(1)",
        "///elsewhere.example", "/\u2028/elsewhere.example", "elsewhere.example", "http:/account",
    ],
)
def test_what_a_browser_may_read_as_another_site_is_not_local(wanted: str) -> None:
    assert not is_local(wanted)


@pytest.mark.parametrize(("wanted", "landing"), [("/account?x=1", "/account?x=1"), ("//elsewhere.example/", "/team/")])
def test_after_signing_in_one_lands_on_the_wanted_page_of_this_site_only(
    world: World, service: Service, manager: StaffAccount, wanted: str, landing: str
) -> None:
    visitor = world.visitor(service)
    visitor.get("/sign-in", query_string={"next": wanted})
    assert visitor.last is not None
    path = visitor.last.request.full_path
    visitor.post(path, {"email": manager.email, "password": manager.password, "csrf_token": csrf_of(visitor)})
    visitor.follow()
    path = visitor.last.request.full_path
    answer = visitor.post(path, {"code": manager.code(), "csrf_token": csrf_of(visitor)})
    assert answer.status_code == 303
    assert answer.headers["Location"] == landing


def test_the_way_back_is_the_address_that_was_asked_for(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    for asked, kept in (("/team/", "/team/"), ("/team/cases?tab=mine", "/team/cases?tab%3Dmine")):
        location = visitor.get(asked).headers["Location"]
        assert location == f"/sign-in?next={kept}"


def test_a_page_that_needs_signing_in_is_reached_after_it(
    world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = world.visitor(service)
    answer = visitor.get("/team/staff/new")
    assert answer.status_code == 302
    visitor.follow(answer)
    assert visitor.last is not None
    path = visitor.last.request.full_path
    visitor.post(path, {"email": manager.email, "password": manager.password, "csrf_token": csrf_of(visitor)})
    visitor.follow()
    path = visitor.last.request.full_path
    visitor.post(path, {"code": manager.code(), "csrf_token": csrf_of(visitor)})
    assert page_text(visitor.follow()).startswith("Invite someone")


@pytest.mark.parametrize(
    ("role", "landing"),
    [(Role.ADMINISTRATOR, "/admin/"), (Role.NATIONAL_COORDINATOR, "/national/"), (Role.AUDITOR, "/national/")],
)
def test_national_staff_land_on_their_own_pages(world: World, national: Service, role: Role, landing: str) -> None:
    visitor = world.staff(national, role)
    assert visitor.get("/sign-in").headers["Location"] == landing


def test_a_manager_of_a_service_in_preparation_lands_on_what_is_missing(world: World, make_service: object) -> None:
    assert callable(make_service)
    preparing: Service = make_service(status=Status.PREPARING)
    assert world.staff(preparing, Role.SERVICE_MANAGER).get("/sign-in").headers["Location"] == "/team/setup"
    assert world.staff(preparing, Role.FACILITATOR).get("/sign-in").headers["Location"] == "/team/"


def test_signing_in_is_on_record(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.visitor(service)
    try_password(visitor, manager.email, "not the right password")
    try_password(visitor, "nobody@elsewhere.example", "not the right password")
    visitor = password_step(world, service, manager)
    visitor.follow()
    visitor.submit(None, {"code": "000000"})
    visitor.submit(None, {"code": manager.code()})
    visitor.get("/account")
    visitor.post("/sign-out", {"csrf_token": csrf_of(visitor)})
    found = audit_entries(world, service)
    assert ("sign_in_failed", manager.id, {"step": "password"}) in found
    assert ("sign_in_failed", None, {"step": "password"}) in found
    assert ("sign_in_failed", manager.id, {"step": "second_factor"}) in found
    assert ("sign_in", manager.id, {"factor": "authenticator"}) in found
    assert ("sign_out", manager.id, {}) in found
    assert manager.email not in str(found)
