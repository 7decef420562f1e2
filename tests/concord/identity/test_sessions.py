"""A session is a row on the server: ending it, closing the account or changing its role holds at the next request."""

from __future__ import annotations

import pytest
from flask import Flask
from signing_in import cookie_of, csrf_of, is_signed_in, password_step, signed_long_ago, statements, with_cookie
from sqlalchemy import text

from concord.app import create_app
from concord.config import Settings
from concord.database import db
from concord.identity import service as identity
from concord.identity.permissions import Role
from harness import Service, StaffAccount, World, soup

MINUTE = 60


def test_a_copied_cookie_is_dead_after_signing_out(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    thief = with_cookie(world, service, cookie_of(visitor))
    assert is_signed_in(thief)
    visitor.get("/account")
    answer = visitor.post("/sign-out", {"csrf_token": csrf_of(visitor)})
    assert answer.headers["Location"] == "/signed-out"
    assert visitor.client.get_cookie("concord_session", domain=service.host) is None
    assert not is_signed_in(thief)
    assert not is_signed_in(visitor)


def test_signing_out_elsewhere_leaves_this_browser_alone(
    world: World, service: Service, manager: StaffAccount
) -> None:
    here, there = world.sign_in_by_pages(service, manager), world.sign_in_by_pages(service, manager)
    there.get("/account")
    there.post("/sign-out", {"csrf_token": csrf_of(there)})
    assert is_signed_in(here)


def test_nobody_is_signed_out_by_a_link(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    assert visitor.get("/sign-out").status_code == 200
    answer = visitor.post("/sign-out", {"csrf_token": "from another site"})
    assert answer.status_code == 400
    assert is_signed_in(visitor)
    visitor.submit("/sign-out")
    assert not is_signed_in(visitor)


def test_switching_an_account_off_holds_at_its_next_request(
    world: World, service: Service, manager: StaffAccount
) -> None:
    worker = world.account(service, Role.FACILITATOR)
    visitor = world.sign_in_by_pages(service, worker)
    assert is_signed_in(visitor)
    with world.inside(service):
        identity.disable(worker.id)
    assert not is_signed_in(visitor)
    with world.inside(service):
        identity.enable(worker.id)
    assert not is_signed_in(visitor), "a session that was ended stays ended"
    assert is_signed_in(world.sign_in_by_pages(service, worker))


def test_a_changed_role_holds_at_the_next_request(world: World, service: Service, manager: StaffAccount) -> None:
    worker = world.account(service, Role.FACILITATOR)
    visitor = world.sign_in_by_pages(service, worker)
    assert visitor.get("/team/staff").status_code == 403
    with world.inside(service):
        identity.change_role(worker.id, Role.SERVICE_MANAGER)
    assert visitor.get("/team/staff").status_code == 200
    with world.inside(service):
        identity.change_role(worker.id, Role.FACILITATOR)
    assert visitor.get("/team/staff").status_code == 403


@pytest.mark.parametrize("half", [True, False])
def test_a_session_ends_when_its_time_is_over(
    world: World, service: Service, manager: StaffAccount, half: bool
) -> None:
    visitor = password_step(world, service, manager) if half else world.sign_in_by_pages(service, manager)
    with world.inside(service):
        db.session.execute(text("UPDATE account_sessions SET expires_at = now() WHERE ended_at IS NULL"))
    assert visitor.get("/sign-in/code").headers["Location"] == "/sign-in"
    assert not is_signed_in(visitor)


def test_a_session_lasts_ten_hours_and_its_first_step_ten_minutes(
    world: World, service: Service, manager: StaffAccount
) -> None:
    world.sign_in_by_pages(service, manager)
    with world.inside(service):
        lasts = "SELECT extract(epoch FROM expires_at - created_at)::int FROM account_sessions ORDER BY 1"
        assert list(db.session.scalars(text(lasts))) == [10 * MINUTE, 10 * 60 * MINUTE]


def test_a_browser_left_alone_for_an_hour_is_signed_out(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    cookie = cookie_of(world.sign_in_by_pages(service, manager))
    assert is_signed_in(with_cookie(world, service, signed_long_ago(app, cookie, 59 * MINUTE)))
    assert not is_signed_in(with_cookie(world, service, signed_long_ago(app, cookie, 61 * MINUTE)))


def test_using_a_page_keeps_the_browser_signed_in_without_a_write(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    cookie = cookie_of(world.sign_in_by_pages(service, manager))
    old = signed_long_ago(app, cookie, 50 * MINUTE)
    visitor = with_cookie(world, service, old)
    with statements(app) as seen:
        assert is_signed_in(visitor)
    assert all(statement.lstrip().upper().startswith("SELECT") for statement in seen)
    assert cookie_of(visitor) != old
    renewed = with_cookie(world, service, cookie_of(visitor))
    assert is_signed_in(renewed)


def test_a_fresh_cookie_is_not_written_again(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    assert "concord_session" not in str(visitor.get("/account").headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("change", [lambda c: "", lambda c: c[:-1], lambda c: "x" + c, lambda c: c.split(".")[0]])
def test_a_changed_cookie_proves_nothing(
    world: World, service: Service, manager: StaffAccount, change: object
) -> None:
    assert callable(change)
    cookie = cookie_of(world.sign_in_by_pages(service, manager))
    assert not is_signed_in(with_cookie(world, service, change(cookie)))


def test_flask_logins_own_session_proves_nothing(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = world.visitor(service)
    with visitor.client.session_transaction(base_url=f"http://{service.host}") as session:
        session["_user_id"] = str(manager.id)
        session["_fresh"] = True
    visitor.client.set_cookie("remember_token", str(manager.id), domain=service.host)
    assert not is_signed_in(visitor)


def test_who_is_signed_in_costs_one_statement(
    app: Flask, world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    with statements(app) as seen:
        visitor.get("/account")
    assert len([one for one in seen if "account_sessions" in one and "accounts." in one]) == 1


def test_a_page_for_visitors_does_not_ask_who_is_signed_in(app: Flask, world: World, service: Service) -> None:
    with statements(app) as seen:
        world.visitor(service).get("/signed-out")
    assert not [one for one in seen if "account_sessions" in one]


def test_only_a_hash_of_the_token_is_kept(world: World, service: Service, manager: StaffAccount) -> None:
    token = cookie_of(world.sign_in_by_pages(service, manager)).split(".")[0]
    assert len(token) >= 43, "256 bits"
    with world.inside(service):
        rows = db.session.execute(text("SELECT s::text FROM account_sessions s")).scalars().all()
    assert rows
    assert token not in str(rows)
    assert token.encode().hex() not in str(rows)


def test_on_https_the_cookie_belongs_to_this_host_alone(settings: Settings, service: Service, world: World,
                                                        manager: StaffAccount) -> None:
    secure = create_app(settings.model_copy(update={"base_url": "https://localhost"}))
    client = secure.test_client()
    address = f"https://{service.host}"
    form = soup(client.get("/sign-in", base_url=address)).find("input", {"name": "csrf_token"})
    assert form is not None
    answer = client.post(
        "/sign-in", base_url=address,
        data={"email": manager.email, "password": manager.password, "csrf_token": form["value"]},
    )
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "concord_session" in one)
    assert cookie.startswith("__Host-concord_session=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_on_http_the_cookie_is_out_of_reach_of_scripts(
    world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = password_step(world, service, manager)
    assert visitor.last is not None
    cookie = next(one for one in visitor.last.headers.getlist("Set-Cookie") if "concord_session" in one)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
