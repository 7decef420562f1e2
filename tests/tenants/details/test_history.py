"""Who changed what and when can be read, and an older version can count again."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from changing_details import (
    BRAND,
    CONTACT,
    DRAWING,
    HISTORY,
    INFORMATION,
    LOGO,
    POLICY,
    WORDING,
    as_opened,
    document,
    versions,
)

from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text
from tenants.registry.parts import Provider
from tenants.registry.queries import current_profile
from tenants.registry.service import save_profile

MakeService = Callable[..., Service]


def test_the_history_says_who_changed_what_and_when(service: Service, manager: Visitor, second: Visitor) -> None:
    manager.submit(CONTACT, {"phone": "0808 157 0061", "email": ""})
    second.submit(WORDING, {"worker_one": "practitioner"})
    second.post(POLICY, as_opened(second, POLICY) | {"live_court_case": "any_stage"})
    words = page_text(manager.get(HISTORY))
    assert "Robin Lee While a court case is still going on Version 3" in words
    assert "Robin Lee Somebody who works with people Version 2" in words
    assert "Sam Carter Phone number, E-mail address Version 1" in words
    assert "not by anybody here The first" in words
    page = page_text(manager.get(f"{HISTORY}/2"))
    assert "Phone number 0808 157 0001 0808 157 0061" in page
    assert "E-mail address hello@service.example Not set" in page
    assert "We wait until it is over We work at any stage" in page_text(manager.get(f"{HISTORY}/4"))


def test_an_older_version_counts_again_as_a_new_one_with_its_logo(
    world: World, service: Service, manager: Visitor
) -> None:
    manager.submit(LOGO, {"logo": (BytesIO(DRAWING), "a.svg")}, content_type="multipart/form-data")
    manager.submit(LOGO, {"remove": "yes"}, content_type="multipart/form-data")
    manager.submit(CONTACT, {"phone": "0808 157 0062"})
    assert "Logo Not set An SVG picture" in page_text(manager.get(f"{HISTORY}/2"))
    restored = manager.submit(f"{HISTORY}/2")
    assert "Version 2 counts again." in page_text(manager.follow(restored))
    assert versions(world, service) == 5
    assert document(world, service)["contact"]["phone"] == "0808 157 0001"
    assert world.visitor(service).get("/logo").get_data() == DRAWING
    assert "Your details say the same now." in page_text(manager.get(f"{HISTORY}/5"))


def test_what_managers_may_not_change_does_not_come_back(world: World, service: Service, manager: Visitor) -> None:
    manager.submit(CONTACT, {"phone": "0808 157 0063"})
    with world.inside(service):
        provider = Provider.model_validate({"name": "New Trust"})
        save_profile(current_profile().model_copy(update={"provider": (provider,)}))
    assert "Provider" in page_text(manager.get(HISTORY))
    assert manager.submit(f"{HISTORY}/1").status_code == 303
    now = document(world, service)
    assert now["contact"]["phone"] == "0808 157 0001"
    assert now["provider"][0]["name"] == "New Trust"


def test_going_back_does_not_take_away_what_a_live_service_needs(world: World, make_service: MakeService) -> None:
    bare = make_service(controller={})
    manager = world.staff(bare, Role.SERVICE_MANAGER)
    manager.submit(INFORMATION, {"controller": "Example Trust"})
    refused = manager.submit(f"{HISTORY}/1")
    assert refused.status_code == 422
    assert "No controller is set" in page_text(refused)
    assert document(world, bare)["controller"]["name"] == "Example Trust"


def test_going_back_is_refused_when_somebody_saved_meanwhile(
    world: World, service: Service, manager: Visitor, second: Visitor
) -> None:
    manager.submit(BRAND, {"summary": "One."})
    second.get(f"{HISTORY}/1")
    manager.submit(CONTACT, {"phone": "0808 157 0064"})
    refused = second.submit(None)
    assert refused.status_code == 422
    assert "Somebody else changed these details" in page_text(refused)
    assert document(world, service)["contact"]["phone"] == "0808 157 0064"


def test_a_number_of_no_version_is_not_found(manager: Visitor) -> None:
    assert {manager.get(f"{HISTORY}/{number}").status_code for number in (0, 2, 10**12)} == {404}


def test_a_long_history_has_pages(world: World, service: Service, manager: Visitor) -> None:
    for number in range(21):
        with world.inside(service):
            contact = current_profile().contact.model_copy(update={"phone_hours": f"From {number}"})
            save_profile(current_profile().model_copy(update={"contact": contact}))
    assert "Version 3 " in page_text(manager.get(HISTORY))
    older = page_text(manager.get(f"{HISTORY}?page=2"))
    assert "Version 2 " in older
    assert "The first" in older
    assert "Version 3 " not in older
    assert manager.get(f"{HISTORY}?page=99").status_code == 200
