"""A form that is sent after the session ended waits, sealed, for whoever typed it, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from cases import Casework
from signing_in import COOKIE, cookie_of, signed_long_ago
from sqlalchemy import func, select, text, update
from werkzeug.test import TestResponse

from concord.database import db
from concord.identity import drafts, sessions
from concord.identity.models import Account, AccountSession, FormDraft
from concord.identity.permissions import Role
from harness import StaffAccount, Visitor, find_form, form_values, page_text, soup

WORDS = "Her sister will come too"


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def typed_on(visitor: Visitor, path: str) -> dict[str, str]:
    return form_values(find_form(soup(visitor.get(path)))) | {"note": WORDS}


def kept(cases: Casework) -> int:
    with cases.world.inside(cases.service):
        return db.session.execute(select(func.count()).select_from(FormDraft)).scalar_one()


def fill_in(visitor: Visitor, address: str, **typed: str) -> TestResponse:
    """Open a page, type, and send it to its whole address, as a browser does."""
    return visitor.post(address, form_values(find_form(soup(visitor.get(address)))) | typed)


def sign_in_again(cases: Casework, visitor: Visitor, address: str, account: StaffAccount) -> str:
    """Through the steps of signing in, to where they lead."""
    with cases.world.inside(cases.service):
        db.session.execute(update(Account).where(Account.id == account.id).values(totp_last_step=None))
    answer = fill_in(visitor, address, email=account.email, password=account.password)
    return fill_in(visitor, answer.headers["Location"], code=account.code()).headers["Location"]


def end_elsewhere(cases: Casework, _visitor: Visitor) -> None:
    with cases.world.inside(cases.service):
        sessions.end_all(cases.manager.id)


def let_it_run_out(cases: Casework, _visitor: Visitor) -> None:
    with cases.world.inside(cases.service):
        db.session.execute(update(AccountSession).values(expires_at=func.now() - timedelta(minutes=1)))


def leave_it_alone(cases: Casework, visitor: Visitor) -> None:
    old = signed_long_ago(cases.world.app, cookie_of(visitor), 2 * 60 * 60)
    visitor.client.set_cookie(COOKIE, old, domain=visitor.service.host)


@pytest.mark.parametrize("end", [end_elsewhere, let_it_run_out, leave_it_alone])
def test_what_was_typed_waits_for_its_writer_however_the_session_ended(
    cases: Casework, team: Visitor, end: Callable[[Casework, Visitor], None]
) -> None:
    path = f"/team/cases/{(case_id := cases.case())}/note"
    typed = typed_on(team, path)
    end(cases, team)
    answer = team.post(path, typed)
    assert answer.status_code == 302
    assert WORDS not in answer.get_data(as_text=True) + str(answer.headers)
    address = sign_in_again(cases, team, answer.headers["Location"], cases.manager)
    assert address.startswith(f"{path}?kept=")
    page = team.get(address)
    assert WORDS in page_text(page)
    assert "You were signed out before this was sent" in page_text(page)
    assert fill_in(team, address).status_code == 303
    assert WORDS in page_text(team.get(f"/team/cases/{case_id}"))
    assert kept(cases) == 0


def test_it_is_sealed_and_nothing_of_it_stays_on_the_device(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    typed = typed_on(team, path)
    end_elsewhere(cases, team)
    team.post(path, typed)
    with cases.world.inside(cases.service):
        raw = bytes(db.session.execute(text("SELECT answers FROM form_drafts")).scalar_one())
    assert b"sister" not in raw
    assert not [cookie for cookie in (team.client._cookies or {}).values() if "sister" in cookie.value]


def test_somebody_else_who_signs_in_on_the_same_browser_sees_nothing_of_it(cases: Casework, team: Visitor) -> None:
    other = cases.world.account(cases.service, Role.CASE_SUPERVISOR, "super@example.org", "Sue Supervisor")
    path = f"/team/cases/{cases.case()}/note"
    typed = typed_on(team, path)
    end_elsewhere(cases, team)
    answer = team.post(path, typed)
    address = sign_in_again(cases, team, answer.headers["Location"], other)
    assert WORDS not in team.get(address).get_data(as_text=True)
    assert "Not sent yet" not in page_text(team.get("/team/"))
    mine = cases.world.sign_in(cases.service, cases.manager)
    assert "Not sent yet" in page_text(mine.get("/team/"))
    assert mine.submit("/team/drafts", action="/discard").status_code == 303
    assert kept(cases) == 0


def test_only_a_session_that_was_proves_whose_it_is(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    typed = typed_on(team, path)
    end_elsewhere(cases, team)
    good = cookie_of(team)
    for cookie in ("", "nonsense", good[:-3] + "abc"):
        team.client.set_cookie(COOKIE, cookie, domain=team.service.host)
        assert team.post(path, typed).status_code == 302
    team.client.set_cookie(COOKIE, good, domain=team.service.host)
    forged = {"csrf_token": "forged"}
    assert team.post(path, typed | forged, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 302
    assert team.post("/team/staff", typed | forged).status_code in {302, 400, 405}
    assert kept(cases) == 0
    team.post(path, typed | forged, headers={"Sec-Fetch-Site": "same-origin"})
    assert kept(cases) == 1, "a token that is too old keeps nobody's words from them"


def test_passwords_are_never_kept(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    typed = typed_on(team, path) | {"password": "violet", "new_password": "indigo", "code": "123456"}
    end_elsewhere(cases, team)
    team.post(path, typed)
    with cases.world.inside(cases.service):
        answers = db.session.execute(select(FormDraft.answers)).scalar_one()
    assert answers["note"] == [WORDS]
    assert not {"password", "new_password", "code", "csrf_token"} & answers.keys()


def test_what_nobody_came_back_for_goes_after_a_week(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{cases.case()}/note"
    typed = typed_on(team, path)
    end_elsewhere(cases, team)
    team.post(path, typed)
    for age, left in ((timedelta(days=6), 1), (timedelta(days=8), 0)):
        with cases.world.inside(cases.service):
            db.session.execute(update(FormDraft).values(saved_at=func.now() - age))
            drafts.forget()
        assert kept(cases) == left


def draft_of(cases: Casework) -> UUID:
    with cases.world.inside(cases.service):
        return db.session.execute(select(FormDraft.id)).scalar_one()


def test_a_draft_fills_in_its_own_page_only(cases: Casework, team: Visitor) -> None:
    first, second = cases.case(), cases.case("Rhys Other")
    path = f"/team/cases/{first}/note"
    typed = typed_on(team, path)
    end_elsewhere(cases, team)
    team.post(path, typed)
    again = cases.world.sign_in(cases.service, cases.manager)
    for address in (f"/team/cases/{second}/note?kept={draft_of(cases)}", f"{path}?kept=nonsense", path):
        assert WORDS not in page_text(again.get(address))
