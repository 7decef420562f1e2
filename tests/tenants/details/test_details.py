"""Managers change how the public reaches the service, what it is called and how it works; no change is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from changing_details import (
    BRAND,
    CONTACT,
    DETAILS,
    HISTORY,
    INFORMATION,
    MAIL,
    PAGES,
    POLICY,
    WORDING,
    as_opened,
    document,
    faults,
    versions,
)
from sqlalchemy import text

from concord.database import db
from concord.identity.permissions import NATIONAL_ROLES, SERVICE_ROLES, Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup

MakeService = Callable[..., Service]


def test_a_change_shows_on_the_next_public_page(world: World, service: Service, manager: Visitor) -> None:
    saved = manager.submit(CONTACT, {
        "phone": "0808 157 0042", "phone_hours": "Weekdays till noon", "monday": "10:00-12:00",
        "out_of_hours": "Leave a message.", "under_18": "The youth justice service.",
    })
    assert "Your details are saved." in page_text(manager.follow(saved))
    home = world.visitor(service).get("/").get_data(as_text=True)
    assert "0808 157 0042" in home
    assert "Weekdays till noon" in home
    assert versions(world, service) == 2
    assert form_values(find_form(soup(manager.get(CONTACT))))["monday"] == "10:00-12:00"
    assert document(world, service)["contact"]["under_18"] == "The youth justice service."


def test_every_point_on_which_services_differ_can_be_changed_in_the_browser(
    world: World, service: Service, manager: Visitor
) -> None:
    changed = {
        "live_court_case": "any_stage", "responsibility_minimum": "full", "two_facilitators": "must",
        "referral_routes": ["self_harmed", "victim_services"], "scope": ["crime", "conflict", "bullying"],
        "eligibility_basis": "discretion", "offender_led_domestic_abuse": "accept",
        "offender_led_sexual_violence": "accept", "under_18": "accept", "first_attempt_working_days": "1",
        "answer_within_working_days": "5", "follow_up_working_days": "3", "follow_up_weeks": "4",
        "follow_up_months": "", "escape_key": "no",
    }
    assert manager.submit(POLICY, changed).status_code == 303
    policy = document(world, service)["policy"]
    numbers = {name: int(value) if value else None for name, value in changed.items()
               if isinstance(value, str) and (value.isdigit() or not value)}
    assert policy == changed | numbers | {"escape_key": False}
    people = ("harmed", "responsible", "worker", "referrer", "meeting")
    words = {f"{word}_{number}": f"{word} {number}" for word in people for number in ("one", "many")}
    assert manager.submit(WORDING, words).status_code == 303
    assert document(world, service)["wording"]["worker"] == {"one": "worker one", "many": "worker many"}
    assert document(world, service)["policy"] == policy


def test_words_in_welsh_stand_beside_the_english_ones_all_or_none(
    world: World, service: Service, manager: Visitor
) -> None:
    page = f"{DETAILS}/welsh-wording"
    assert "In English: facilitator" in page_text(manager.get(page))
    boxes = [name for name in form_values(find_form(soup(manager.get(page)))) if name.endswith(("_one", "_many"))]
    assert manager.submit(page, {boxes[0]: "hwylusydd"}).status_code == 422
    assert manager.submit(page, dict.fromkeys(boxes, "gair")).status_code == 303
    assert document(world, service)["wording_cy"]["worker"] == {"one": "gair", "many": "gair"}
    assert document(world, service)["wording"]["worker"]["one"] == "facilitator"
    assert "Somebody who works with people, in Welsh" in page_text(manager.get(HISTORY))
    assert manager.submit(page, dict.fromkeys(boxes, "")).status_code == 303
    assert document(world, service)["wording_cy"] is None


@pytest.mark.parametrize("page", [CONTACT, MAIL, INFORMATION, WORDING, POLICY, BRAND])
def test_a_page_that_is_sent_as_it_was_opened_changes_nothing(
    world: World, make_service: MakeService, page: str
) -> None:
    odd = make_service(policy={"scope": ["conflict", "crime"]}, contact={"phone": "0808 157 0001", "hours": {
        "monday": "09:00-17:00", "bank_holidays": True}}, provider=[{"name": "Example Trust"}])
    manager = world.staff(odd, Role.SERVICE_MANAGER)
    assert manager.post(page, as_opened(manager, page)).status_code == 303
    assert "Nothing was different" in page_text(manager.get(DETAILS))
    assert versions(world, odd) == 1


@pytest.mark.parametrize(("page", "changed", "sentence"), [
    (CONTACT, {"phone": "12"}, "Phone number: must be a phone number in full"),
    (CONTACT, {"email": "hello"}, "E-mail address: must be an e-mail address"),
    (CONTACT, {"secure_email": "a@example.org"}, "Secure e-mail address: must be a secure e-mail address"),
    (CONTACT, {"website": "http://example.org"}, "Another website of yours: must be a web address"),
    (CONTACT, {"monday": "nine to five"}, "Monday: must be two times such as 09:00-17:00"),
    (CONTACT, {"sunday": "17:00-09:00"}, "Sunday: must close after it opens"),
    (CONTACT, {"address": "x" * 2001}, "Use 2000 characters or fewer"),
    (CONTACT, {"phone": ""}, "Phone number: No phone number is set"),
    (INFORMATION, {"ico_number": "1"}, "Registration number: must be a registration number"),
    (INFORMATION, {"privacy_email": "x"}, "E-mail address for questions about information: must be an e-mail address"),
    (INFORMATION, {"controller": " "}, "Controller: No controller is set"),
    (MAIL, {"sender_name": "Trust <x@evil.example>"}, "Sender’s name: must be a plain name"),
    (MAIL, {"reply_to": "a@example.org, b@example.org"}, "Where answers go: must be an e-mail address"),
    (WORDING, {"worker_one": ""}, "Somebody who works with people: must be text"),
    (POLICY, {"first_attempt_working_days": "3"}, "Working days until you first try to reach somebody: must be 2 or"),
    (POLICY, {"answer_within_working_days": "1"}, "Working days until you answer: must not promise"),
    (POLICY, {"follow_up_months": "2"}, "Months until you ask a last time: must be 3 or more"),
    (POLICY, {"live_court_case": "never"}, "Choose from the answers on this page"),
    (BRAND, {"link": "blue"}, "Links: must be a colour of six figures"),
    (BRAND, {"summary": "x" * 161}, "Use 160 characters or fewer"),
])  # fmt: skip
def test_a_fault_is_named_beside_its_box_and_nothing_saved(
    world: World, manager: Visitor, page: str, changed: dict[str, Any], sentence: str
) -> None:
    refused = manager.submit(page, changed)
    assert refused.status_code == 422
    assert any(sentence in fault for fault in faults(refused)), page_text(refused)
    name, typed = next(iter(changed.items()))
    if page != POLICY:
        assert form_values(find_form(soup(refused)))[name].strip() == typed.strip()
    assert versions(world, manager.service) == 1


def test_of_two_managers_the_second_is_told_and_keeps_what_they_typed(
    world: World, service: Service, manager: Visitor, second: Visitor
) -> None:
    second.get(CONTACT)
    manager.submit(CONTACT, {"phone": "0808 157 0044", "email": "first@service.example"})
    stale = second.submit(None, {"phone": "0808 157 0045"})
    assert stale.status_code == 422
    words = page_text(stale)
    assert "Somebody else changed these details" in words
    assert "0808 157 0044" in words
    assert "first@service.example" in words
    assert form_values(find_form(soup(stale)))["phone"] == "0808 157 0045"
    assert versions(world, service) == 2
    assert second.submit(None).status_code == 303
    assert "0808 157 0045" in world.visitor(service).get("/").get_data(as_text=True)


def test_two_managers_at_different_pages_do_not_stand_in_each_others_way(
    world: World, service: Service, manager: Visitor, second: Visitor
) -> None:
    second.get(WORDING)
    manager.submit(CONTACT, {"phone": "0808 157 0044"})
    assert second.submit(None, {"worker_one": "practitioner"}).status_code == 303
    saved = document(world, service)
    assert saved["contact"]["phone"] == "0808 157 0044"
    assert saved["wording"]["worker"]["one"] == "practitioner"


def test_a_form_sent_twice_is_one_version(world: World, service: Service, manager: Visitor) -> None:
    values = form_values(find_form(soup(manager.get(CONTACT)))) | {"phone": "0808 157 0046"}
    assert [manager.post(CONTACT, values).status_code for _ in range(2)] == [303, 303]
    assert versions(world, service) == 2


def test_a_tampered_version_saves_nothing(world: World, service: Service, manager: Visitor) -> None:
    for version in ("", "x", "1" * 500, "00000000-0000-0000-0000-000000000007"):
        assert manager.submit(CONTACT, {"version": version, "phone": "0808 157 0046"}).status_code == 422
    assert versions(world, service) == 1


def test_another_services_version_is_no_version_here(
    world: World, service: Service, other_service: Service, manager: Visitor
) -> None:
    with world.inside(other_service):
        theirs = db.session.execute(text("SELECT id FROM service_profiles")).scalar_one()
    assert manager.submit(CONTACT, {"version": str(theirs), "phone": "0808 157 0048"}).status_code == 422
    assert versions(world, service) == 1
    assert "0808 157 0048" not in world.visitor(other_service).get("/").get_data(as_text=True)


def test_another_services_phone_or_name_is_asked_about_before_it_is_saved(
    world: World, service: Service, manager: Visitor
) -> None:
    warned = manager.submit(CONTACT, {"phone": "0800 952 3000", "out_of_hours": "Ask West Mercia Restorative Justice."})
    assert warned.status_code == 422
    words = page_text(warned)
    assert "0800 952 3000 is the phone number of another service: West Mercia Restorative Justice" in words
    assert "The text names another service: West Mercia Restorative Justice" in words
    assert versions(world, service) == 1
    both = manager.submit(None, {"email": "nobody"})
    assert any("E-mail address: must be" in fault for fault in faults(both)), "other faults are named at once"
    assert manager.submit(None, {"email": "", "checked": "y"}).status_code == 303
    assert document(world, service)["contact"]["phone"] == "0800 952 3000"


def test_a_new_number_of_ones_own_is_not_asked_about(manager: Visitor) -> None:
    assert manager.submit(CONTACT, {"phone": "0808 157 0049", "email": "new@service.example"}).status_code == 303


def test_a_live_service_that_never_had_a_phone_may_change_the_rest(world: World, make_service: MakeService) -> None:
    bare = make_service(contact={})
    manager = world.staff(bare, Role.SERVICE_MANAGER)
    assert manager.submit(BRAND, {"summary": "Help to talk."}).status_code == 303
    assert manager.submit(CONTACT, {"phone": "0808 157 0050"}).status_code == 303
    assert manager.submit(CONTACT, {"phone": ""}).status_code == 422


@pytest.mark.parametrize("role", sorted(SERVICE_ROLES - {Role.SERVICE_MANAGER}))
def test_only_a_manager_opens_the_pages_of_details(world: World, service: Service, role: Role) -> None:
    visitor = world.staff(service, role)
    assert {visitor.get(path).status_code for path in (DETAILS, *PAGES)} == {403}


def test_the_national_office_changes_its_own_details_but_has_no_way_of_working(world: World, national: Service) -> None:
    administrator = world.staff(national, Role.ADMINISTRATOR)
    assert administrator.submit(CONTACT, {"phone_hours": "Weekdays"}).status_code == 303
    assert [administrator.get(path).status_code for path in PAGES] == [404 if path == POLICY else 200 for path in PAGES]
    others = {world.staff(national, role).get(DETAILS).status_code for role in NATIONAL_ROLES - {Role.ADMINISTRATOR}}
    assert others == {403}


def test_an_unknown_page_is_not_found(manager: Visitor) -> None:
    assert manager.get(f"{DETAILS}/nothing").status_code == 404
