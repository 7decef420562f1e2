"""Saving the answers and coming back to them with a code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from refer_form import HARMED, PROFESSIONAL, begin, check_page, cookie_of, send
from signing_in import csrf_of
from sqlalchemy import func, select

from concord.database import db
from concord.web.translations import uk_datetime
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals import drafts
from tenants.referrals.limits import CODES
from tenants.referrals.models import ReferralDraft

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


def saved(visitor: Visitor) -> str:
    """Save on the page for it; the code that the answer shows."""
    found = CODE.search(page_text(visitor.submit("/refer/save")))
    assert found
    return found[0]


def come_back(visitor: Visitor, code: str) -> str:
    """Enter a code; the address one is led to."""
    visitor.submit("/refer/continue", {"code": code})
    return visitor.follow().request.path


def test_saved_answers_are_found_again_on_another_device(world: World, service: Service) -> None:
    first, second = world.visitor(service), world.visitor(service)
    check_page(world, first, HARMED)
    assert come_back(second, saved(first)) == "/refer/check"
    assert "Rhian Example" in page_text(second.get("/refer/check"))
    assert first.get("/refer/check").headers["Location"] == "/refer/start-again"
    second.get("/refer/check")
    second.submit()
    assert "TST-" in page_text(second.follow())


def test_a_code_can_be_used_again_and_typed_as_people_type(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    visitor.submit(None, {"who": "harmed"})
    code = saved(visitor)
    loose = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert [come_back(world.visitor(service), typed) for typed in (code, loose, f" {code} ")] == ["/refer/area"] * 3


def test_opening_the_link_uses_nothing_up(world: World, service: Service) -> None:
    first, scanner, second = (world.visitor(service) for _one in range(3))
    check_page(world, first, HARMED)
    page = soup(first.submit("/refer/save"))
    link = next(str(link["href"]) for link in page.find_all("a") if "/refer/continue/" in str(link.get("href")))
    path = link[link.index("/refer/continue/"):]
    for _time in range(3):
        assert "Rhian" not in scanner.get(path).get_data(as_text=True)
    assert scanner.get("/refer/check").headers["Location"] == "/refer/start-again"
    assert first.get("/refer/check").status_code == 200
    second.submit(path)
    assert second.follow().request.path == "/refer/check"


def test_saving_says_the_risk_and_until_when_before_there_is_a_code(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    page = visitor.get("/refer/save")
    with world.inside(service):
        draft = db.session.scalars(select(ReferralDraft)).one()
        assert draft.code_hash is None
        until = uk_datetime(draft.expires_at)
    assert "Anybody who finds the code can read what you wrote" in page_text(page)
    assert until in page_text(page)
    assert until in page_text(visitor.submit())


def test_saving_makes_no_draft_live_longer(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    with world.inside(service):
        before = db.session.scalars(select(ReferralDraft)).one().expires_at
    code = saved(visitor)
    assert come_back(world.visitor(service), code) == "/refer/check"
    with world.inside(service):
        draft = db.session.scalars(select(ReferralDraft)).one()
        assert draft.expires_at == before
        draft.expires_at = func.now() - timedelta(seconds=1)
    answer = world.visitor(service).submit("/refer/continue", {"code": code})
    assert (answer.status_code, "no answers for this code" in page_text(answer)) == (422, True)


def test_a_second_code_takes_the_place_of_the_first(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    first, second = saved(visitor), saved(visitor)
    assert world.visitor(service).submit("/refer/continue", {"code": first}).status_code == 422
    assert come_back(world.visitor(service), second) == "/refer/check"


def test_a_code_lies_nowhere_as_it_is(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    code = saved(visitor).replace("-", "")
    with world.inside(service):
        row = db.session.connection().exec_driver_sql("SELECT referral_drafts::text FROM referral_drafts").scalar_one()
    assert code not in row
    assert code.encode().hex() not in row


def test_a_code_of_another_service_opens_nothing_here(
    world: World, service: Service, other_service: Service
) -> None:
    elsewhere = world.visitor(other_service)
    check_page(world, elsewhere, HARMED)
    code = saved(elsewhere)
    assert world.visitor(service).submit("/refer/continue", {"code": code}).status_code == 422


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 16, "7" * 17, "<script>alert(1)</script>", "ééééééééééééééééé"])
def test_what_is_no_code_is_said_so(world: World, service: Service, typed: str) -> None:
    answer = world.visitor(service).submit("/refer/continue", {"code": typed})
    assert answer.status_code == 422
    assert soup(answer).select(".govuk-error-summary")


def test_codes_can_be_tried_for_a_while_only(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    visitor.get("/refer/continue")
    token = {"csrf_token": csrf_of(visitor), "code": "7" * 16}
    most = int(CODES.split()[0])
    answers = [visitor.post("/refer/continue", token).status_code for _time in range(most + 1)]
    assert answers == [422] * most + [429]


def test_what_was_saved_survives_a_new_start_and_a_hurried_leaving(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    code = saved(visitor)
    begin(visitor)
    assert come_back(visitor, code) == "/refer/check"
    with world.inside(service):
        drafts.destroy_unless_saved(cookie_of(visitor, "concord_answers"))
    assert visitor.get("/refer/check").headers["Location"] == "/refer/start-again"
    assert come_back(visitor, code) == "/refer/check"


def test_what_was_sent_cannot_be_opened_with_the_code(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    code = saved(visitor)
    visitor.get("/refer/check")
    visitor.submit()
    assert world.visitor(service).submit("/refer/continue", {"code": code}).status_code == 422


def test_a_professional_comes_back_to_the_list(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, PROFESSIONAL)
    assert come_back(world.visitor(service), saved(visitor)) == "/refer/people"


def test_saving_is_offered_once_there_is_something_to_save(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    first = begin(visitor)
    assert soup(first).find("a", href="/refer/save") is None
    visitor.submit(None, {"who": "harmed"})
    assert soup(visitor.follow()).find("a", href="/refer/save") is not None
    assert soup(check_page(world, visitor, HARMED)).find("a", href="/refer/save") is not None
    assert world.visitor(service).get("/refer/save").headers["Location"] == "/refer/start-again"
    visitor, _page = send(world, service, HARMED)
    assert visitor.get("/refer/save").headers["Location"] == "/refer/sent"
