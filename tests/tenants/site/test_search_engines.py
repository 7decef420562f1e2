"""What search engines are told, and what is closed to them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from contents import publish_page
from flask import Flask

from concord.config import Settings
from concord.identity.permissions import Role
from concord.tenancy.models import Status
from harness import Service, Visitor, World, soup
from tenants.content.models import TextName
from tenants.content.service import publish, save
from tenants.registry.texts import StoryText, TextKind

MakeService = Callable[..., Service]


def addresses(visitor: Visitor) -> list[str]:
    answer = visitor.get("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    tree = ElementTree.fromstring(answer.get_data())
    return [str(element.text) for element in tree.iter() if element.tag.endswith("loc")]


def test_a_page_has_its_title_its_description_and_its_one_address(world: World, service: Service) -> None:
    with world.inside(service):
        publish_page("how-it-works", "How we work", "We **listen** first.\n\n- Then more.\n")
    page = soup(world.visitor(service).get("/how-it-works?from=somewhere"))
    description, canonical = page.find("meta", {"name": "description"}), page.find("link", rel="canonical")
    assert page.title is not None
    assert str(page.title.string).startswith("How we work – ")
    assert description is not None
    assert description["content"] == "We listen first."
    assert canonical is not None
    assert canonical["href"] == f"http://{service.host}:8000/how-it-works"


def test_the_sitemap_lists_what_is_published_and_nothing_else(world: World, service: Service) -> None:
    agreed = date(2026, 1, 1)
    told = StoryText(title="Sam", summary="Sam tells.", body="It helped.", consent="Signed", consent_on=agreed)
    with world.inside(service):
        publish_page("our-garden", "Our garden", "Come and sit in it.")
        story = TextName(TextKind.STORY, "sam")
        publish(story, save(story, told))
    visitor = world.visitor(service)
    listed = addresses(visitor)
    start = f"http://{service.host}:8000"
    assert {f"{start}/", f"{start}/our-garden", f"{start}/questions", f"{start}/stories/sam"} <= set(listed)
    assert not [address for address in listed if address.endswith(("/films", "/refer", "/sign-in"))]
    for address in listed:
        if not address.endswith("/find"):
            assert visitor.get(address.removeprefix(start)).status_code == 200, address


def test_a_service_says_who_it_is_and_nothing_that_is_not_set(world: World, make_service: MakeService) -> None:
    whole = make_service(name="Told </script> & kept", provider=[{"name": "Example Trust"}], contact={
        "phone": "0808 157 0001", "hours": {"monday": "09:00-17:00"}})
    data = service_data(world, whole)
    assert (data["name"], data["url"]) == ("Told </script> & kept", f"http://{whole.host}:8000/")
    assert data["areaServed"] == [{"@type": "AdministrativeArea", "name": "Bedfordshire"}]
    phone = data["availableChannel"]["servicePhone"]
    assert phone["telephone"] == "+448081570001"
    assert phone["hoursAvailable"][0]["opens"] == "09:00"
    bare = service_data(world, make_service(contact={}))
    assert "servicePhone" not in bare["availableChannel"]
    assert not {"email", "provider", "serviceOperator"} & bare.keys()


def service_data(world: World, service: Service) -> dict[str, Any]:
    element = soup(world.visitor(service).get("/")).find("script", {"type": "application/ld+json"})
    assert element is not None
    read: dict[str, Any] = json.loads(str(element.string))
    return read


def test_a_service_in_preparation_is_in_no_list(world: World, make_service: MakeService) -> None:
    preparing = make_service(status=Status.PREPARING)
    manager = world.staff(preparing, Role.SERVICE_MANAGER)
    assert world.visitor(preparing).get("/sitemap.xml").status_code == 404
    assert manager.get("/sitemap.xml").status_code == 404
    assert "noindex" in manager.get("/").headers["X-Robots-Tag"]
    assert "Disallow: /\n" in manager.get("/robots.txt").get_data(as_text=True)


@pytest.fixture
def demonstration(app: Flask, settings: Settings) -> Iterator[None]:
    app.extensions["concord.settings"] = settings.model_copy(update={"demo": True})
    yield
    app.extensions["concord.settings"] = settings


@pytest.mark.usefixtures("demonstration")
def test_a_demonstration_is_in_no_list(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    assert visitor.get("/sitemap.xml").status_code == 404
    assert visitor.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"


def test_robots_are_told_of_the_sitemap_and_kept_out_of_forms(world: World, service: Service) -> None:
    words = world.visitor(service).get("/robots.txt").get_data(as_text=True)
    assert f"Sitemap: http://{service.host}:8000/sitemap.xml" in words
    for path in ("/refer", "/sign-in", "/team/", "/exit"):
        assert f"Disallow: {path}\n" in words
