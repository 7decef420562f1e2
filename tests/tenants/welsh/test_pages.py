"""What a visitor who chose Welsh reads and hears, from the home page to the message that their referral came."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from contents import publish_page
from flask import Flask
from flask_babel import force_locale
from refer_form import FAMILY, HARMED, Journey, begin, check_page, pages
from sqlalchemy import select
from werkzeug.test import TestResponse

from concord.database import db
from concord.identity.access import PUBLIC, Place, access
from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals.models import Referral
from tenants.registry.profile import read_profile
from tenants.registry.queries import current_profile
from tenants.registry.service import save_profile
from tenants.registry.words import fill
from tenants.welsh import service as welsh
from tenants.welsh.texts import sentences

NOTICE = "Mae’r dudalen hon ar gael yn Saesneg yn unig."
PAGES = ("/", "/what-is-restorative-justice", "/how-it-works", "/six-questions", "/support", "/questions",
         "/person-responsible", "/young-people", "/professionals", "/come-back", "/contact", "/further-support",
         "/leaflet", "/easy-read", "/safety", "/privacy", "/cookies", "/accessibility", "/refer", "/nothing-here")
SAFE_BY_EMAIL: Journey = HARMED | {
    "reach": {"ways": ["email"], "email": "nia@person.example"}, "safe-email": {"safe": "yes"},
}
OF_NAMES = {"/refer/area", "/refer/person-area", "/refer/check"}  # of councils, and what was typed
WEEKDAYS = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:00")


@pytest.fixture
def service(world: World) -> Service:
    service = world.make_service(contact={"phone": "0808 157 0001", "email": "hello@service.example",
                                          "hours": WEEKDAYS})
    with world.inside(service):
        welsh.record_review("Nia Example", date(2026, 11, 2))
        welsh.switch(on=True)
    return service


@pytest.fixture
def visitor(world: World, service: Service) -> Visitor:
    """Somebody who pressed "Cymraeg"."""
    visitor = world.visitor(service)
    visitor.get("/language/cy")
    return visitor


@cache
def english_sentences() -> tuple[str, ...]:
    """Whole sentences and headings of the platform, without what is filled in."""
    lines = (line for one in sentences() for line in one.english.splitlines() if line not in one.welsh.splitlines())
    return tuple(line for line in lines if "%(" not in line and len(line.split()) > 2)


def english_words(page: TestResponse) -> list[str]:
    return re.findall(r"\b(?:the|you|your|with|what|they|of|is)\b", page_text(page), re.IGNORECASE)


@pytest.mark.parametrize("address", PAGES)
def test_a_welsh_page_has_no_english_sentence(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    assert language_of(page) == "cy"
    assert [sentence for sentence in english_sentences() if sentence in page_text(page)] == []
    assert english_words(page) == []
    assert NOTICE not in page_text(page)


@pytest.mark.parametrize("journey", [SAFE_BY_EMAIL, FAMILY], ids=["for oneself", "for another"])
def test_the_form_asks_in_welsh_to_the_end(visitor: Visitor, journey: Journey) -> None:
    for page in pages(visitor, journey):
        assert language_of(page) == "cy"
        if page.request.path not in OF_NAMES:
            assert english_words(page) == [], page.request.path


def test_what_is_written_in_english_alone_says_so_and_is_read_out_as_english(
    world: World, service: Service, visitor: Visitor
) -> None:
    with world.inside(service):
        publish_page("support", "Our support", "We help you. {answer_time}.")
    page = visitor.get("/support")
    assert NOTICE in page_text(page)
    heading = soup(page).select_one("main h1")
    assert heading is not None
    assert heading.find_parent(lang=True) is not None
    assert heading.find_parent(lang=True)["lang"] == "en"  # type: ignore[index]  # it is there
    assert "2 working days" in page_text(page)
    assert NOTICE not in page_text(world.visitor(service).get("/support"))


def test_days_and_times_are_told_in_welsh(visitor: Visitor) -> None:
    text = page_text(visitor.get("/contact"))
    assert "Dydd Llun i ddydd Gwener: 9yb i 5yp" in text
    assert "o fewn 2 ddiwrnod gwaith" in text


@pytest.mark.parametrize(("days", "words"), [
    (1, "1 diwrnod gwaith"), (2, "2 ddiwrnod gwaith"), (3, "3 diwrnod gwaith"), (6, "6 diwrnod gwaith"),
])
def test_the_number_of_days_has_its_own_form(world: World, days: int, words: str) -> None:
    service = world.make_service(policy={"answer_within_working_days": days, "first_attempt_working_days": 1})
    with world.inside(service):
        welsh.record_review("Nia Example", date(2026, 11, 2))
        welsh.switch(on=True)
    visitor = world.visitor(service)
    visitor.get("/language/cy")
    assert words in page_text(visitor.get("/refer"))


@pytest.mark.parametrize(("scope", "words"), [
    (("crime", "antisocial_behaviour"), "ar ôl trosedd neu ymddygiad"), (("crime", "conflict"), "trosedd neu wrthdaro"),
    (("conflict", "crime"), "gwrthdaro neu drosedd"), (("crime", "bullying"), "trosedd neu fwlio"),
    (("crime", "relationship_breakdown"), "trosedd neu berthynas"), (("conflict",), "ar ôl gwrthdaro."),
])
def test_a_word_after_or_begins_as_welsh_has_it(world: World, scope: tuple[str, ...], words: str) -> None:
    service = world.make_service(policy={"scope": scope})
    with world.inside(service), force_locale("cy"):
        assert words in fill("{scope_rule}", current_profile())


def test_a_services_own_welsh_words_stand_in_the_welsh_texts_and_its_english_ones_in_the_english(
    world: World, service: Service, visitor: Visitor
) -> None:
    assert "Mae hwylusydd hyfforddedig" in page_text(visitor.get("/how-it-works"))
    own = {"one": "cydlynydd", "many": "cydlynwyr"}
    with world.inside(service):
        document = current_profile().model_dump(mode="json", by_alias=True)
        save_profile(read_profile(document | {"wording_cy": {"worker": own}}))
    assert "Mae cydlynydd hyfforddedig" in page_text(visitor.get("/how-it-works"))
    assert "A trained facilitator" in page_text(world.visitor(service).get("/how-it-works"))


def test_what_is_missing_in_the_form_is_said_in_welsh(visitor: Visitor) -> None:
    begin(visitor)
    page = visitor.submit(None, {})
    assert page.status_code == 422
    assert "Mae problem" in page_text(page)
    assert "Dewiswch un o’r atebion" in page_text(page)
    assert str(soup(page).title).startswith("<title>Gwall:")


def test_a_failure_is_told_in_welsh(app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "site.contact", access(PUBLIC, at=Place.ANYWHERE)(fails))
    page = visitor.get("/contact")
    assert page.status_code == 500
    assert language_of(page) == "cy"
    assert "aeth rhywbeth o’i le" in page_text(page)


def test_a_referral_made_in_welsh_is_answered_in_welsh(world: World, service: Service, visitor: Visitor) -> None:
    coordinator = world.account(service, Role.CASE_COORDINATOR)
    check_page(world, visitor, SAFE_BY_EMAIL)
    visitor.submit()
    sent = visitor.follow()
    assert language_of(sent) == "cy"
    assert "Eich cyfeirnod" in page_text(sent)
    world.run_outbox(service)
    (mail,) = world.mail("nia@person.example")
    assert mail["subject"] == "Rydyn ni wedi cael eich neges"
    assert "o fewn 2 ddiwrnod gwaith" in mail["text"]
    (told,) = world.mail(coordinator.email)
    assert told["subject"] == "A new referral is waiting"
    with world.inside(service):
        referral_id = db.session.scalars(select(Referral.id)).one()
    team = world.sign_in(service, coordinator).get(f"/team/referrals/{referral_id}")
    assert re.search(r"Language\s+Welsh", page_text(team))


def test_whoever_switches_welsh_on_sees_which_own_texts_have_none(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    heading = "Your own texts without Welsh"
    assert heading not in page_text(manager.get("/team/welsh"))
    with world.inside(service):
        publish_page("support", "Our own support", "We help you.")
    page = manager.get("/team/welsh")
    assert heading in page_text(page)
    link = soup(page).find("a", string="Our own support")
    assert link is not None
    assert manager.get(str(link["href"])).status_code == 200


def language_of(page: TestResponse) -> str:
    html = soup(page).html
    assert html is not None
    return str(html["lang"])
