"""Guessing becomes slow for an account and for a network, and nobody learns from it whether an account exists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from signing_in import password_step
from sqlalchemy import text
from werkzeug.test import TestResponse

from concord.database import db
from concord.identity import throttle
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import Service, StaffAccount, Visitor, World, page_text

WRONG = "not the right password"


def sign_in(visitor: Visitor, email: str, password: str) -> TestResponse:
    return visitor.submit("/sign-in", {"email": email, "password": password})


def let_time_pass(world: World, service: Service, seconds: int) -> None:
    """Make every try look older; the wait is counted from the last one."""
    with world.inside(service):
        db.session.execute(text("UPDATE sign_in_attempts SET at = at - make_interval(secs => :s)"), {"s": seconds})


def test_after_five_wrong_tries_even_the_right_password_must_wait(
    world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = world.visitor(service)
    assert [sign_in(visitor, manager.email, WRONG).status_code for _try in range(5)] == [422] * 5
    answer = sign_in(visitor, manager.email, manager.password)
    assert answer.status_code == 429
    assert "Too many tries. Wait 1 minute, then try again." in page_text(answer)
    let_time_pass(world, service, 31)
    assert sign_in(visitor, manager.email, manager.password).status_code == 303


def test_the_wait_grows_up_to_a_quarter_of_an_hour(world: World, service: Service, manager: StaffAccount) -> None:
    visitor, waits = world.visitor(service), []
    for _try in range(5):
        sign_in(visitor, manager.email, WRONG)
    for _round in range(7):
        with world.app.test_request_context(), scope.bound_to(service.id):
            with pytest.raises(throttle.TooManyTries) as refusal:
                throttle.attempt(throttle.email_subject(manager.email))
            waits.append(round(refusal.value.wait.total_seconds()))
        let_time_pass(world, service, waits[-1] + 1)
        assert sign_in(visitor, manager.email, WRONG).status_code == 422
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_an_address_without_an_account_waits_just_the_same(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    codes = [sign_in(visitor, "Nobody@elsewhere.example", WRONG).status_code for _try in range(6)]
    assert codes == [422] * 5 + [429]
    assert sign_in(visitor, "nobody@ELSEWHERE.example", WRONG).status_code == 429


def test_a_success_clears_the_account(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.visitor(service)
    for _round in range(3):
        for _try in range(4):
            assert sign_in(visitor, manager.email, WRONG).status_code == 422
        assert sign_in(world.visitor(service), manager.email, manager.password).status_code == 303


def test_one_account_waiting_leaves_the_others_alone(
    world: World, service: Service, other_service: Service, manager: StaffAccount
) -> None:
    colleague = world.account(service, Role.FACILITATOR)
    namesake = world.account(other_service, Role.FACILITATOR, email=manager.email)
    visitor = world.visitor(service)
    for _try in range(6):
        sign_in(visitor, manager.email, WRONG)
    assert sign_in(visitor, colleague.email, colleague.password).status_code == 303
    assert sign_in(world.visitor(other_service), namesake.email, namesake.password).status_code == 303


def test_a_network_that_tries_many_addresses_waits(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.visitor(service)
    codes = [sign_in(visitor, f"person-{number}@elsewhere.example", WRONG).status_code for number in range(31)]
    assert codes == [422] * 30 + [429]
    assert sign_in(visitor, manager.email, manager.password).status_code == 429
    elsewhere = world.visitor(service)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert sign_in(elsewhere, manager.email, manager.password).status_code == 303
    neighbour = world.visitor(service)
    neighbour.client.environ_base["REMOTE_ADDR"] = "127.0.0.77"
    assert sign_in(neighbour, manager.email, manager.password).status_code == 429


def test_people_who_sign_in_rightly_do_not_use_up_their_offices_tries(
    world: World, service: Service, manager: StaffAccount
) -> None:
    for _person in range(31):
        assert sign_in(world.visitor(service), manager.email, manager.password).status_code == 303


def test_codes_are_throttled_too(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = password_step(world, service, manager)
    visitor.follow()
    codes = [visitor.submit(None, {"code": "000000"}).status_code for _try in range(5)]
    assert codes == [422] * 5
    assert visitor.submit(None, {"code": manager.code()}).status_code == 429
    again = password_step(world, service, manager)
    again.follow()
    assert again.submit(None, {"code": manager.code()}).status_code == 429
    let_time_pass(world, service, 31)
    assert again.submit("/sign-in/code", {"code": manager.code()}).status_code == 303


def test_many_tries_at_once_are_counted_one_by_one(app: Flask, service: Service) -> None:
    def attempt(_number: int) -> bool:
        with app.test_request_context(), scope.bound_to(service.id):
            try:
                throttle.attempt(throttle.email_subject("sam@service.example"), throttle.network_subject())
            except throttle.TooManyTries:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, range(12))).count(True) == 5


def test_old_tries_are_forgotten(world: World, service: Service) -> None:
    sign_in(world.visitor(service), "nobody@elsewhere.example", WRONG)
    let_time_pass(world, service, 25 * 60 * 60)
    sign_in(world.visitor(service), "somebody@elsewhere.example", WRONG)
    with world.inside(service):
        throttle.forget()
        assert db.session.scalar(text("SELECT count(*) FROM sign_in_attempts")) == 2


def test_rows_name_neither_address_nor_network(world: World, service: Service) -> None:
    sign_in(world.visitor(service), "nobody@elsewhere.example", WRONG)
    with world.inside(service):
        rows = db.session.scalars(text("SELECT encode(subject_hash, 'escape') FROM sign_in_attempts")).all()
    assert len(rows) == 2
    assert not any("nobody" in row or "127" in row for row in rows)
