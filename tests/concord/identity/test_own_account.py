"""One's own account: where one is signed in, the password, recovery codes."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from signing_in import csrf_of, is_signed_in
from sqlalchemy import text

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, StaffAccount, Visitor, World, page_text, soup

NEW = "seven-quiet-otters-bloom"


def long_after_signing_in(world: World, service: Service) -> None:
    with world.inside(service):
        db.session.execute(text("UPDATE account_sessions SET created_at = created_at - interval '11 minutes'"))


def codes_on(page: str) -> list[str]:
    return re.findall(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", page)


@pytest.mark.parametrize("role", [Role.READ_ONLY, Role.VOLUNTEER_FACILITATOR, Role.AUDITOR])
def test_everybody_has_a_page_of_their_own_account(
    world: World, service: Service, national: Service, role: Role
) -> None:
    from concord.identity.permissions import NATIONAL_ROLES

    visitor = world.staff(national if role in NATIONAL_ROLES else service, role)
    answer = visitor.get("/account")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "You have no recovery codes" in page_text(answer)


def test_another_browser_is_signed_out_from_here(world: World, service: Service, manager: StaffAccount) -> None:
    here, there = world.sign_in_by_pages(service, manager), world.sign_in_by_pages(service, manager)
    assert len(soup(here.get("/account")).select("main tbody tr")) == 2
    answer = here.submit(None, action="/end")
    assert answer.status_code == 303
    assert "That browser is signed out." in page_text(here.follow())
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_all_other_browsers_are_signed_out_at_once(world: World, service: Service, manager: StaffAccount) -> None:
    here, *others = (world.sign_in_by_pages(service, manager) for _browser in range(3))
    colleague = world.staff(service, Role.FACILITATOR)
    here.submit("/account", action="/end-others")
    assert is_signed_in(here)
    assert not any(is_signed_in(other) for other in others)
    assert is_signed_in(colleague)


def test_nobody_ends_the_session_of_somebody_else(world: World, service: Service, manager: StaffAccount) -> None:
    mine = world.sign_in_by_pages(service, manager)
    theirs = world.staff(service, Role.FACILITATOR)
    with world.inside(service):
        sessions = db.session.execute(text("SELECT id, account_id FROM account_sessions WHERE ended_at IS NULL")).all()
    mine.get("/account")
    for session_id, account_id in sessions:
        if account_id != manager.id:
            answer = mine.post(f"/account/sessions/{session_id}/end", {"csrf_token": csrf_of(mine)})
            assert answer.status_code == 404
            mine.get("/account")
    assert mine.post(f"/account/sessions/{uuid4()}/end", {"csrf_token": csrf_of(mine)}).status_code == 404
    assert is_signed_in(theirs)


def test_a_new_password_signs_every_other_browser_out(world: World, service: Service, manager: StaffAccount) -> None:
    here, there = world.sign_in_by_pages(service, manager), world.sign_in_by_pages(service, manager)
    answer = here.submit("/account/password", {"password": manager.password, "new_password": NEW})
    assert answer.status_code == 303
    assert "Your password is changed" in page_text(here.follow())
    assert is_signed_in(here)
    assert not is_signed_in(there)
    visitor = world.visitor(service)
    assert visitor.submit("/sign-in", {"email": manager.email, "password": manager.password}).status_code == 422
    assert visitor.submit("/sign-in", {"email": manager.email, "password": NEW}).status_code == 303


def test_the_password_changes_only_with_the_one_before(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    answer = visitor.submit("/account/password", {"password": "not the right one", "new_password": NEW})
    assert answer.status_code == 422
    assert "The password is not right" in page_text(answer)
    easy = visitor.submit("/account/password", {"password": manager.password, "new_password": "Priya Shah 1985"})
    assert easy.status_code == 422
    for _try in range(3):
        visitor.submit("/account/password", {"password": "not the right one", "new_password": NEW})
    visitor.submit("/account/password", {"password": "not the right one", "new_password": NEW})
    waiting = visitor.submit("/account/password", {"password": manager.password, "new_password": NEW})
    assert waiting.status_code == 429
    assert is_signed_in(visitor)


def show_codes(visitor: Visitor, **answers: str) -> list[str]:
    return codes_on(page_text(visitor.submit("/account/recovery-codes", answers)))


def test_recovery_codes_are_shown_once(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    first = show_codes(visitor)
    assert len(first) == 10
    assert not codes_on(page_text(visitor.get("/account/recovery-codes")))
    assert "10 left" in page_text(visitor.get("/account"))
    second = show_codes(visitor)
    assert len(second) == 10
    assert not set(first) & set(second)


def test_some_minutes_after_signing_in_codes_need_the_password(
    world: World, service: Service, manager: StaffAccount
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    long_after_signing_in(world, service)
    assert show_codes(visitor) == []
    assert show_codes(visitor, password="not the right one") == []
    assert len(show_codes(visitor, password=manager.password)) == 10


def test_the_codes_can_be_saved_as_a_text_file(world: World, service: Service, manager: StaffAccount) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    codes = show_codes(visitor)
    answer = visitor.submit(None, action="/recovery-codes.txt")
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert [line for line in answer.get_data(as_text=True).splitlines() if line in codes] == codes


@pytest.mark.parametrize("sent", ["", "<script>alert(1)</script>", "AAAA-AAAA-AAAA-AAAA"])
def test_the_file_says_nothing_but_ones_own_codes(
    world: World, service: Service, manager: StaffAccount, sent: str
) -> None:
    visitor = world.sign_in_by_pages(service, manager)
    codes = show_codes(visitor)
    data = {"csrf_token": csrf_of(visitor), "codes": f"{codes[0]} {sent}" if sent else ""}
    assert visitor.post("/account/recovery-codes.txt", data).status_code == 404
