"""From an invitation to a signed-in account; the link works once and looking at it changes nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
from flask import Flask
from signing_in import audit_entries, csrf_of, is_signed_in
from sqlalchemy import text

from concord.database import db
from concord.identity import invitations
from concord.identity import service as identity
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.tenancy.models import Status
from harness import PASSWORD, Service, Visitor, World, page_text, soup


def invited(world: World, service: Service, role: Role = Role.FACILITATOR) -> str:
    """A new account; the path of its invitation."""
    with world.inside(service):
        account = identity.create_account("Sam Carter", f"{role}-new@{service.slug}.example", role)
        token = identity.mint_invitation(account.id)
        address = identity.invitation_address(token)
    assert address.startswith(world.settings.address_of(service.host))
    return address.removeprefix(world.settings.address_of(service.host))


def app_of(visitor: Visitor) -> pyotp.TOTP:
    """The authenticator app, set up with the key as text."""
    assert visitor.last is not None
    key = soup(visitor.last).find(id="secret")
    assert key is not None
    return pyotp.TOTP(key.get_text().replace(" ", ""))


def first_step(visitor: Visitor, path: str, password: str = PASSWORD) -> None:
    answer = visitor.submit(path, {"new_password": password})
    assert answer.status_code == 303, page_text(answer)
    visitor.follow()


def test_an_invitation_leads_to_a_signed_in_account_with_recovery_codes(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    page = visitor.get(path)
    assert page.status_code == 200
    assert "facilitator-new@" in page_text(page)
    first_step(visitor, path)
    totp = app_of(visitor)
    answer = visitor.submit(None, {"code": totp.now()})
    assert answer.headers["Location"] == "/account/recovery-codes"
    assert page_text(visitor.follow()).startswith("Step 3 of 3 Get your recovery codes")
    shown = visitor.submit(None)
    codes = re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page_text(shown))
    assert len(codes) == 10
    onward = soup(shown).find("a", class_="govuk-button")
    assert onward is not None
    assert onward["href"] == "/team/"
    again = world.visitor(service)
    again.submit("/sign-in", {"email": f"facilitator-new@{service.slug}.example", "password": PASSWORD})
    again.follow()
    assert again.submit(None, {"code": codes[0]}).status_code == 303
    assert is_signed_in(again)


def test_looking_at_an_invitation_changes_nothing(world: World, service: Service) -> None:
    path = invited(world, service)
    for _look in range(3):
        assert world.visitor(service).get(path).status_code == 200
    first_step(world.visitor(service), path)


def test_the_link_is_a_secret_that_pages_pass_on_to_nobody(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    for address in (path, f"{path}/authenticator"):
        answer = visitor.get(address)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_link_is_not_in_the_log(world: World, service: Service, capfd: pytest.CaptureFixture[str]) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    out, err = capfd.readouterr()
    assert "/invitation/<token>" in out + err
    assert path.rpartition("/")[2] not in out + err


def test_the_picture_and_the_text_hold_the_same_key(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    page = soup(visitor.get(f"{path}/authenticator"))
    picture = page.find("svg", role="img")
    assert picture is not None
    assert not page.find(style=True)
    assert not page.find("style")


def test_the_authenticator_step_needs_a_password_first(world: World, service: Service) -> None:
    path = invited(world, service)
    answer = world.visitor(service).get(f"{path}/authenticator")
    assert answer.status_code == 303
    assert answer.headers["Location"] == path


def test_choosing_the_password_again_keeps_the_key_that_was_scanned(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    key = app_of(visitor).secret
    first_step(visitor, path, "another-harbour-lantern-43")
    assert app_of(visitor).secret == key
    visitor.submit(None, {"code": app_of(visitor).now()})
    again = world.visitor(service)
    email = f"facilitator-new@{service.slug}.example"
    assert again.submit("/sign-in", {"email": email, "password": PASSWORD}).status_code == 422
    assert again.submit("/sign-in", {"email": email, "password": "another-harbour-lantern-43"}).status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"new_password": "short"}, "Use 12 characters or more"),
        ({"new_password": "password1234"}, "easy to guess"),
        ({"new_password": "Sam Carter 2026"}, "easy to guess"),
        ({"new_password": ""}, "Enter a password"),
        ({"new_password": "x" * 1001}, "Use 1000 characters or fewer"),
        ({"name": "", "new_password": PASSWORD}, "Enter your name"),
    ],
)
def test_a_password_or_name_that_will_not_do_is_explained(
    world: World, service: Service, changes: dict[str, Any], sentence: str
) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    answer = visitor.submit(path, changes)
    assert answer.status_code == 422
    assert sentence in page_text(answer)
    assert changes["new_password"] not in answer.get_data(as_text=True) or not changes["new_password"]


def test_the_name_of_the_service_is_an_easy_password(world: World, make_service: Any) -> None:
    service = make_service(name="Wellsprings Bedford")
    visitor, path = world.visitor(service), invited(world, service)
    assert visitor.submit(path, {"new_password": "Wellsprings 2026"}).status_code == 422


def test_a_wrong_code_does_not_use_the_link_up(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    answer = visitor.submit(None, {"code": "000000"})
    assert answer.status_code == 422
    assert "The code is not right" in page_text(answer)
    assert not is_signed_in(visitor)
    visitor.get(f"{path}/authenticator")
    assert visitor.submit(None, {"code": app_of(visitor).now()}).status_code == 303


def test_a_used_an_old_and_an_unknown_link_look_the_same(world: World, service: Service) -> None:
    old, used = invited(world, service), invited(world, service, Role.READ_ONLY)
    visitor = world.visitor(service)
    first_step(visitor, used)
    visitor.submit(None, {"code": app_of(visitor).now()})
    with world.inside(service):
        db.session.execute(text("UPDATE invitations SET expires_at = now() WHERE used_at IS NULL"))
    answers = [world.visitor(service).get(path) for path in (old, used, "/invitation/unknown")]
    assert {answer.status_code for answer in answers} == {410}
    assert len({page_text(answer) for answer in answers}) == 1
    posted = world.visitor(service)
    posted.get("/sign-in")
    data = {"csrf_token": csrf_of(posted), "name": "X", "new_password": PASSWORD, "code": "000000"}
    for path in (old, f"{old}/authenticator"):
        assert posted.post(path, data).status_code == 410


def test_the_last_step_sent_twice_leads_on_like_the_first(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    data = {"csrf_token": csrf_of(visitor), "code": app_of(visitor).now()}
    first = visitor.post(f"{path}/authenticator", data)
    visitor.get("/account")
    second = visitor.post(f"{path}/authenticator", data | {"csrf_token": csrf_of(visitor)})
    assert [first.headers["Location"], second.headers["Location"]] == ["/account/recovery-codes"] * 2
    assert is_signed_in(visitor)
    assert len([entry for entry in audit_entries(world, service) if entry[0] == "sign_in"]) == 1


def test_the_last_step_sent_at_once_acts_once(app: Flask, world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    token, code = path.rpartition("/")[2], app_of(visitor).now()

    def prove(_number: int) -> bool:
        with app.test_request_context(), scope.bound_to(service.id):
            try:
                invitations.prove_app(token, code)
            except invitations.NoInvitation:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(prove, range(4))) == [False, False, False, True]


def test_a_new_invitation_closes_the_earlier_ones(world: World, service: Service) -> None:
    path = invited(world, service)
    with world.inside(service):
        account_id = db.session.scalars(db.select(Account.id)).one()
        identity.invite(account_id)
        fresh = identity.mint_invitation(account_id)
    assert world.visitor(service).get(path).status_code == 410
    assert world.visitor(service).get(f"/invitation/{fresh}").status_code == 200


def test_an_account_that_is_set_up_is_not_invited_again(world: World, service: Service, manager: Any) -> None:
    with world.inside(service), pytest.raises(identity.AccountError):
        identity.invite(manager.id)


def test_an_invitation_of_one_service_does_not_exist_at_another(
    world: World, service: Service, other_service: Service
) -> None:
    assert world.visitor(other_service).get(invited(world, service)).status_code == 410


def test_a_closed_account_cannot_take_up_its_invitation(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    with world.inside(service):
        identity.disable(db.session.scalars(db.select(Account.id)).one())
    assert visitor.get(path).status_code == 410


def test_the_event_and_the_table_hold_no_token(world: World, service: Service) -> None:
    with world.inside(service):
        account = identity.create_account("Sam Carter", "sam@service.example", Role.FACILITATOR)
        identity.invite(account.id)
        token = identity.mint_invitation(account.id)
        kinds = db.session.execute(text("SELECT kind, ids FROM outbox")).all()
        kept = db.session.scalars(text("SELECT i::text FROM invitations i")).one()
        account_id = str(account.id)
    assert [tuple(kind) for kind in kinds] == [("account.invited", {"account_id": account_id})]
    assert token not in kept
    assert token.encode().hex() not in kept


def test_the_first_manager_lands_on_what_is_missing(world: World, make_service: Any) -> None:
    service = make_service(status=Status.PREPARING)
    visitor, path = world.visitor(service), invited(world, service, Role.SERVICE_MANAGER)
    first_step(visitor, path)
    visitor.submit(None, {"code": app_of(visitor).now()})
    visitor.follow()
    onward = soup(visitor.submit(None)).find("a", class_="govuk-button")
    assert onward is not None
    assert onward["href"] == "/team/setup"


def test_an_account_is_active_only_with_both_factors(world: World, service: Service) -> None:
    visitor, path = world.visitor(service), invited(world, service)
    first_step(visitor, path)
    with world.inside(service):
        assert db.session.scalars(db.select(Account.status)).one() == AccountStatus.INVITED
    answer = world.visitor(service)
    refused = answer.submit("/sign-in", {"email": f"facilitator-new@{service.slug}.example", "password": PASSWORD})
    assert refused.status_code == 422
