"""A manager changes how the public reaches the service; nobody's change is lost without notice."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import text

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup

DETAILS = "/team/setup/details"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'


@pytest.fixture
def manager(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)


def versions(world: World, service: Service) -> int:
    with world.inside(service):
        count: int = db.session.execute(text("SELECT count(*) FROM service_profiles")).scalar_one()
    return count


def test_a_change_shows_on_the_next_public_page(world: World, service: Service, manager: Visitor) -> None:
    manager.submit(DETAILS, {"phone": "0808 157 0042", "phone_hours": "Weekdays till noon", "monday": "10:00-12:00"})
    home = world.visitor(service).get("/").get_data(as_text=True)
    assert "0808 157 0042" in home
    assert "Weekdays till noon" in home
    assert versions(world, service) == 2
    assert form_values(find_form(soup(manager.get(DETAILS))))["monday"] == "10:00-12:00"


def test_what_is_not_on_the_form_stays_as_it_was(world: World, service: Service, manager: Visitor) -> None:
    with world.inside(service):
        before = db.session.execute(text("SELECT document FROM service_profiles")).scalar_one()
    manager.submit(DETAILS, {"phone": "0808 157 0043"})
    with world.inside(service):
        newest = text("SELECT document FROM service_profiles ORDER BY version DESC LIMIT 1")
        after = db.session.execute(newest).scalar_one()
    assert after == before | {"contact": before["contact"] | {"phone": "0808 157 0043"}}


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"phone": "12"}, "Phone number: must be a phone number in full"),
    ({"email": "hello"}, "E-mail address: must be an e-mail address"),
    ({"monday": "nine to five"}, "Monday: must be two times such as 09:00-17:00"),
    ({"sunday": "17:00-09:00"}, "Sunday: must close after it opens"),
    ({"ico_number": "1"}, "Registration number: must be a registration number"),
    ({"privacy_email": "x"}, "E-mail address for questions about information: must be an e-mail address"),
    ({"address": "x" * 2001}, "Use 2000 characters or fewer"),
    ({"phone": ""}, "Phone number: No phone number is set"),
    ({"controller": " "}, "Controller: No controller is set"),
])  # fmt: skip
def test_a_fault_is_named_beside_its_box_and_nothing_saved(
    world: World, service: Service, manager: Visitor, changed: dict[str, Any], sentence: str
) -> None:
    refused = manager.submit(DETAILS, {"retention": "Six years <b>"} | changed)
    assert refused.status_code == 422
    message = soup(refused).select_one("main form .govuk-error-message")
    assert message is not None
    assert sentence in " ".join(message.get_text().split())
    assert form_values(find_form(soup(refused)))["retention"] == "Six years <b>"
    assert versions(world, service) == 1


def test_of_two_managers_the_second_is_told_and_keeps_what_they_typed(
    world: World, service: Service, manager: Visitor
) -> None:
    second = world.sign_in(service, world.account(service, Role.SERVICE_MANAGER, "second@service.example"))
    second.get(DETAILS)
    manager.submit(DETAILS, {"phone": "0808 157 0044", "email": "first@service.example"})
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


def test_a_tampered_version_saves_nothing(world: World, service: Service, manager: Visitor) -> None:
    for version in ("", "x", "1" * 500):
        assert manager.submit(DETAILS, {"version": version, "phone": "0808 157 0046"}).status_code == 422
    assert versions(world, service) == 1


def test_a_logo_is_stored_and_shown(world: World, service: Service, manager: Visitor) -> None:
    values = {"logo": (BytesIO(LOGO), "Our Logo.SVG")}
    saved = manager.submit(DETAILS, values, content_type="multipart/form-data")
    assert saved.status_code == 303, page_text(saved)
    shown = world.visitor(service).get("/logo")
    assert shown.status_code == 200
    assert shown.get_data() == LOGO
    manager.submit(DETAILS, {"phone": "0808 157 0047"}, content_type="multipart/form-data")
    assert world.visitor(service).get("/logo").status_code == 200


@pytest.mark.parametrize(("name", "data"), [
    ("logo.exe", b"MZ"), ("logo.png", b"not a png"), ("logo.svg", LOGO.replace(b"<circle", b"<script/><circle")),
    ("logo.svg", LOGO + b" " * 200_001), ("logo", LOGO),
])  # fmt: skip
def test_a_logo_that_is_no_plain_picture_is_refused(
    world: World, service: Service, manager: Visitor, name: str, data: bytes
) -> None:
    refused = manager.submit(DETAILS, {"logo": (BytesIO(data), name)}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "Logo: " in page_text(refused)
    assert versions(world, service) == 1


def test_one_services_details_are_not_anothers(
    world: World, service: Service, other_service: Service, manager: Visitor
) -> None:
    manager.submit(DETAILS, {"phone": "0808 157 0048"})
    assert "0808 157 0048" not in world.visitor(other_service).get("/").get_data(as_text=True)
