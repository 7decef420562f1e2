"""What people and programs type, paste and tamper with on "Ask us to contact you"."""

from __future__ import annotations

import secrets

import pytest
from refer_form import HARMED, PROFESSIONAL, Journey, begin, check_page, cookie_of, fill_in, open_page, pages, send
from signing_in import csrf_of
from sqlalchemy import func, select

from concord.database import db
from harness import Service, Visitor, World, page_text, soup
from tenants.people.models import ContactPoint, Person
from tenants.referrals import drafts
from tenants.referrals.models import Incident, Referral, ReferralDraft

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


def put_in_cookie(visitor: Visitor, value: str) -> None:
    visitor.client.set_cookie("concord_answers", value, domain=visitor.service.host)


def how_many(model: type[Referral | ReferralDraft]) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_emoji_welsh_letters_and_line_ends_arrive_as_typed(world: World, service: Service) -> None:
    summary = "Ŵyn ŷn y tŷ.\r\nAil linell 👩‍👧 é"
    given = HARMED | {"happened": {"kind": "crime", "summary": summary}, "name": {"name": "Siân Ŵyn-O’Neill 🌿"}}
    visitor = world.visitor(service)
    fill_in(visitor, given, until="check")
    visitor.submit()
    with world.inside(service):
        assert db.session.scalars(select(Person)).one().name == "Siân Ŵyn-O’Neill 🌿"
        assert db.session.scalars(select(Incident)).one().summary == "Ŵyn ŷn y tŷ.\nAil linell 👩‍👧 é"


def test_control_characters_are_refused_in_a_sentence(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "name")
    answer = visitor.submit(None, {"name": "Rhian\x00\x07"})
    assert answer.status_code == 422
    assert "characters that cannot be shown" in page_text(answer)


@pytest.mark.parametrize(("page", "field", "longest"), [("happened", "summary", 2000), ("name", "name", 200)])
def test_text_that_is_too_long_is_kept_on_the_page_and_refused(
    world: World, service: Service, page: str, field: str, longest: int
) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, page)
    typed = "w" * (longest + 1)
    answer = visitor.submit(None, HARMED[page] | {field: typed})
    assert answer.status_code == 422
    assert f"Use {longest} characters or fewer" in page_text(answer)
    assert typed in answer.get_data(as_text=True)


@pytest.mark.parametrize("phone", ["12", "999999999999999", "call me", "+44 0000 000000"])
def test_a_number_that_nobody_could_call_is_refused(world: World, service: Service, phone: str) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "reach")
    answer = visitor.submit(None, {"ways": ["phone"], "phone": phone})
    assert (answer.status_code, "Enter a telephone number like" in page_text(answer)) == (422, True)


@pytest.mark.parametrize(
    "email", ["rhian", "rhian@", "a b@person.example", "rhian@person", "x@y.example\nBcc: z@y.example"]
)
def test_an_address_that_is_none_is_refused(world: World, service: Service, email: str) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "reach")
    answer = visitor.submit(None, {"ways": ["email"], "email": email})
    assert (answer.status_code, "Enter an e-mail address like" in page_text(answer)) == (422, True)


def test_a_way_without_its_number_or_address_is_refused(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "reach")
    answer = visitor.submit(None, {"ways": ["phone", "email", "post"], "phone": "", "email": " "})
    for sentence in ("Enter a phone number", "Enter an e-mail address", "Enter an address"):
        assert sentence in page_text(answer)


def test_what_stands_below_a_way_that_was_not_chosen_is_neither_judged_nor_kept(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "reach")
    assert visitor.submit(None, {"ways": ["they_call"], "phone": "nonsense", "email": "a@b.example"}).status_code == 303
    with world.inside(service):
        kept = db.session.scalars(select(ReferralDraft)).one().answers["reach"]
        assert (kept["phone"], kept["email"]) == ("", "")


@pytest.mark.parametrize(("page", "answers"), [
    ("who", {"who": "administrator"}), ("who", {"who": ""}), ("happened", {"kind": "murder", "summary": "x"}),
    ("reach", {"ways": ["pigeon"]}), ("safe-phone", {"safe": "maybe"}),
])
def test_an_answer_that_was_not_offered_is_refused(
    world: World, service: Service, page: str, answers: dict[str, str]
) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, page)
    assert visitor.submit(None, answers).status_code == 422


def test_an_answer_out_of_turn_changes_nothing(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    token = {"csrf_token": csrf_of(visitor)}
    answer = visitor.post("/refer/agree", token | {"agree": "y"})
    assert answer.headers["Location"] == "/refer/who"
    assert visitor.post("/refer/check", token).headers["Location"] == "/refer/who"
    with world.inside(service):
        assert db.session.scalars(select(ReferralDraft)).one().answers == {}
        assert how_many(Referral) == 0


def text_fields(journey: Journey) -> Journey:
    """The journey with markup wherever words are typed."""
    words = {"summary", "name", "your_name", "agency", "agency_reference", "who_may_answer", "when_safe", "say_from",
             "safe_word", "relay", "interpreter", "access"}
    return {name: text_fields(value) if isinstance(value, dict) else MARKUP if name in words else value
            for name, value in journey.items()}


@pytest.mark.parametrize("journey", [HARMED, PROFESSIONAL])
def test_markup_in_any_field_is_shown_as_text(world: World, service: Service, journey: Journey) -> None:
    typed = text_fields(journey)
    for page in pages(world.visitor(service), typed):
        parsed = soup(page)
        assert parsed.find("img", src="x") is None
        assert all(script.get("src") for script in parsed.find_all("script"))
    assert MARKUP in page_text(page)


def test_markup_in_a_refused_field_is_shown_as_text(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "reach")
    answer = visitor.submit(None, {"ways": ["phone", "email"], "phone": MARKUP, "email": MARKUP})
    parsed = soup(answer)
    assert parsed.find("img", src="x") is None
    assert parsed.find("input", {"name": "email"})["value"] == MARKUP  # type: ignore[index]  # the page has this field


@pytest.mark.parametrize("value", ["", "garbage", "a" * 43, "%00%ff", "é" * 20, "x" * 4000])
def test_a_cookie_that_is_none_of_ours_starts_again_politely(world: World, service: Service, value: str) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    token = {"csrf_token": csrf_of(visitor)}
    put_in_cookie(visitor, value)
    for answer in (visitor.get("/refer/who"), visitor.get("/refer/check"), visitor.get("/refer/sent"),
                   visitor.post("/refer/who", token | {"who": "harmed"}), visitor.post("/refer/check", token)):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/refer/start-again")
    assert "Please start again" in page_text(visitor.follow())


def test_a_draft_of_another_service_is_no_draft_here(
    world: World, service: Service, other_service: Service
) -> None:
    elsewhere, here = world.visitor(other_service), world.visitor(service)
    check_page(world, elsewhere, HARMED)
    begin(here)
    token = {"csrf_token": csrf_of(here)}
    put_in_cookie(here, cookie_of(elsewhere, "concord_answers"))
    assert here.get("/refer/check").headers["Location"] == "/refer/start-again"
    assert here.post("/refer/check", token).headers["Location"] == "/refer/start-again"
    with world.inside(other_service):
        assert how_many(ReferralDraft) == 1
    with world.inside(service):
        assert how_many(Referral) == 0


def test_the_confirmation_of_another_service_is_none_here(
    world: World, service: Service, other_service: Service
) -> None:
    elsewhere, _page = send(world, other_service, HARMED)
    here = world.visitor(service)
    put_in_cookie(here, cookie_of(elsewhere, "concord_answers"))
    assert here.get("/refer/sent").headers["Location"] == "/refer/start-again"


def test_a_page_that_was_open_too_long_keeps_what_was_typed(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "happened")
    answer = visitor.submit(None, {"kind": "conflict", "summary": "Typed for hours", "csrf_token": "stale"})
    page = soup(answer)
    assert answer.status_code == 400
    assert "open for a long time" in page_text(answer)
    assert "Typed for hours" in page.get_text()
    assert page.find("input", {"value": "conflict", "checked": True}) is not None
    assert visitor.submit().status_code == 303


def test_a_form_of_20_megabytes_is_refused(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    open_page(world, visitor, "happened")
    answer = visitor.post("/refer/happened", {"csrf_token": csrf_of(visitor), "summary": "x" * 20_000_000})
    assert answer.status_code == 413
    assert "too big" in page_text(answer)
    with world.inside(service):
        kept = db.session.scalars(select(ReferralDraft)).one().answers["happened"]
        assert kept == HARMED["happened"]


@pytest.mark.parametrize("host", ["nobody.localhost", "evil.example", "service-1.localhost.evil.example", "[::1]"])
def test_a_wrong_host_gets_a_page_that_names_nobody(world: World, service: Service, host: str) -> None:
    answer = world.visitor(Service(service.id, service.slug, host)).get("/refer")
    assert answer.status_code == 404
    assert "Service" not in page_text(answer)
    assert "localhost" not in answer.get_data(as_text=True)


def test_a_draft_is_found_by_its_token_alone_and_for_a_day(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    token = cookie_of(visitor, "concord_answers")
    with world.inside(service):
        draft = drafts.find(token)
        assert draft is not None
        assert token.encode() not in draft.token_hash
        assert drafts.find(secrets.token_urlsafe(32)) is None
        draft.expires_at = draft.created_at
    assert visitor.get("/refer/check").headers["Location"] == "/refer/start-again"
    with world.inside(service):
        assert drafts.destroy_expired() == 1
        assert how_many(ReferralDraft) == 0


def test_starting_anew_destroys_the_draft_before(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    begin(visitor)
    with world.inside(service):
        assert db.session.scalars(select(ReferralDraft)).one().answers == {}


def test_what_is_typed_lies_encrypted_in_the_database(world: World, service: Service) -> None:
    send(world, service, HARMED)
    unsent = world.visitor(service)
    check_page(world, unsent, HARMED)
    with world.inside(service):
        for table, column in (("referral_drafts", "answers"), ("people", "name"), ("incidents", "summary"),
                              ("contact_points", "value")):
            stored = db.session.connection().exec_driver_sql(f"SELECT {column} FROM {table}").scalars().all()
            assert stored
            assert all(b"Rhian" not in bytes(value) for value in stored if value is not None)
        assert db.session.scalars(select(ContactPoint)).all()
