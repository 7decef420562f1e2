"""What other websites and the browser's tab show of a service, and what they never show of a form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from changing_details import DRAWING, png

from harness import Service, Visitor, World, soup
from tenants.registry.packs import Logo
from tenants.registry.queries import current_profile, stored_profile
from tenants.registry.service import save_profile
from tenants.site.brand import brand_of

MakeService = Callable[..., Service]
SUMMARY = "Help for people in Bedfordshire to talk about harm."


@pytest.fixture
def branded(make_service: MakeService) -> Service:
    return make_service(brand={"summary": SUMMARY}, contact={"phone": "0808 157 0001"})


def shared(visitor: Visitor, path: str) -> dict[str, str]:
    """What a page says to whoever shows a link to it."""
    page = soup(visitor.follow(visitor.get(path)))
    return {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property^='og:']")}


def give_logo(world: World, service: Service, name: str, data: bytes) -> None:
    with world.inside(service):
        profile = current_profile()
        named = profile.model_copy(update={"brand": profile.brand.model_copy(update={"logo": name})})
        save_profile(named, Logo(name, data))


def test_a_shared_page_says_in_one_line_what_the_service_is(world: World, branded: Service) -> None:
    visitor = world.visitor(branded)
    home = shared(visitor, "/")
    assert home["og:description"] == SUMMARY
    assert home["og:url"] == f"http://{branded.host}:8000/"
    assert home["og:site_name"] in visitor.get("/").get_data(as_text=True)
    other = shared(visitor, "/what-is-restorative-justice")
    assert other["og:title"] == "What is restorative justice?"
    assert other["og:description"] not in {"", SUMMARY}
    assert "og:image" not in home


def test_a_service_that_says_nothing_of_itself_is_described_by_its_page(world: World, service: Service) -> None:
    assert len(shared(world.visitor(service), "/")["og:description"]) > 20


@pytest.mark.parametrize("path", ["/refer", "/sign-in", "/nothing-here"])
def test_a_form_says_nothing_to_be_shared(world: World, branded: Service, path: str) -> None:
    assert shared(world.visitor(branded), path) == {}


def test_only_a_logo_of_pixels_is_shown_elsewhere(world: World, branded: Service) -> None:
    visitor = world.visitor(branded)
    give_logo(world, branded, "logo.svg", DRAWING)
    assert "og:image" not in shared(visitor, "/")
    give_logo(world, branded, "logo.png", png())
    address = shared(visitor, "/")["og:image"]
    assert address.startswith(f"http://{branded.host}:8000/logo?v=")
    assert visitor.get(address.partition(":8000")[2]).mimetype == "image/png"


def test_pages_mail_and_papers_have_the_brand_from_one_place(world: World, branded: Service) -> None:
    with world.inside(branded):
        brand = brand_of(stored_profile())
    assert (brand.phone, brand.summary) == ("0808 157 0001", SUMMARY)
    assert brand.sender_name == brand.name


def test_a_sign_in_place_of_a_letter_breaks_no_icon(world: World, make_service: MakeService) -> None:
    odd = make_service(short_name="<Ash>")
    icon = world.visitor(odd).get("/icon.svg")
    assert icon.headers["Cache-Control"] == "no-cache"
    assert "&lt;</text>" in icon.get_data(as_text=True)
