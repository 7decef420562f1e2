"""The public pages of a service and of the national office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from contents import publish_page
from flask import Flask
from signing_in import statements

from concord.identity.permissions import Role
from concord.tenancy.models import Status
from harness import Service, World, page_text, soup
from tenants.registry.packs import Logo
from tenants.registry.queries import current_profile
from tenants.registry.service import save_profile, set_status

MakeService = Callable[..., Service]
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
PUBLIC_PAGES = ("what-is-restorative-justice", "privacy", "accessibility", "cookies", "safety")
HOURS = {"monday": "09:00-17:00", "tuesday": "09:00-17:00", "wednesday": "09:00-17:00", "friday": "10:00-12:30"}


def test_the_home_page_shows_the_service_and_the_way_in(world: World, service: Service) -> None:
    page = world.visitor(service).get("/")
    parsed = soup(page)
    assert page.status_code == 200
    assert parsed.title is not None
    assert service.slug.replace("service-", "Service ") in str(parsed.title.string)
    assert parsed.find("a", href="/refer", string="Ask us to contact you") is not None
    assert parsed.find("a", href="tel:+448081570001") is not None
    assert parsed.find("a", class_="govuk-skip-link") is not None
    assert {link["href"] for link in parsed.select("footer a")} >= {"/privacy", "/accessibility", "/cookies"}


@pytest.mark.parametrize("slug", ["what-is-restorative-justice", "cookies", "come-back"])
def test_every_service_has_the_national_words_until_it_has_its_own(world: World, service: Service, slug: str) -> None:
    visitor = world.visitor(service)
    assert visitor.get(f"/{slug}").status_code == 200
    with world.inside(service):
        publish_page(slug, "Our own heading", "We are **{service}**.\n")
    page = visitor.get(f"/{slug}")
    assert "Our own heading" in page_text(page)
    assert soup(page).find("strong", string=service.slug.replace("service-", "Service ")) is not None


def test_a_page_that_nobody_wrote_is_not_found(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    for path in ("/nothing", "/home", "/privacy/more", "/Privacy"):
        assert visitor.get(path).status_code == 404


def test_the_privacy_page_names_the_controller(world: World, service: Service) -> None:
    assert "Example Trust" in page_text(world.visitor(service).get("/privacy"))


def test_markup_in_a_services_own_words_is_shown_as_text(world: World, service: Service) -> None:
    with world.inside(service):
        words = "Words <script>alert(1)</script> and [a link](javascript:alert(2)).\n"
        publish_page("home", "<b>Home</b>", words)
    parsed = soup(world.visitor(service).get("/"))
    assert all(script.get("src") or script["type"] == "application/ld+json" for script in parsed.find_all("script"))
    assert parsed.find("a", href=lambda address: bool(address and address.startswith("javascript"))) is None
    assert parsed.find("h1", string="<b>Home</b>") is not None


def test_opening_hours_are_read_together(world: World, make_service: MakeService) -> None:
    open_some_days = make_service(contact={"phone": "0808 157 0001", "hours": HOURS})
    words = page_text(world.visitor(open_some_days).get("/"))
    assert "Monday to Wednesday: 9am to 5pm" in words
    assert "Friday: 10am to 12:30pm" in words
    assert "Thursday" not in words
    assert "Closed on bank holidays" in words


def test_what_is_not_set_leaves_no_empty_line(world: World, make_service: MakeService) -> None:
    bare = make_service(contact={}, controller={})
    for path in ("/", "/privacy", "/safety", "/accessibility", "/refer"):
        page = world.visitor(bare).get(path)
        assert "None" not in page_text(page)
        assert soup(page).find("a", href="tel:") is None
        assert soup(page).find("a", href="mailto:") is None
        assert all(item.get_text(strip=True) for item in soup(page).find_all(["p", "li", "h2"]))


def test_the_colours_of_a_service_are_in_its_stylesheet(world: World, make_service: MakeService) -> None:
    purple = make_service(brand={"colours": {"brand": "#5b2a6f"}})
    visitor = world.visitor(purple)
    address = next(str(link["href"]) for link in soup(visitor.get("/")).find_all("link", rel="stylesheet")
                   if "brand.css" in str(link["href"]))
    assert "#5b2a6f" in visitor.get(address).get_data(as_text=True)


def test_a_logo_is_served_as_a_drawing_that_cannot_act(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    assert visitor.get("/logo").status_code == 404
    with world.inside(service):
        profile = current_profile()
        named = profile.model_copy(update={"brand": profile.brand.model_copy(update={"logo": "logo.svg"})})
        save_profile(named, Logo("logo.svg", DRAWING))
    picture = soup(visitor.get("/")).find("img", class_="concord-header__logo")
    assert picture is not None
    logo = visitor.get(str(picture["src"]))
    assert (logo.get_data(), logo.mimetype) == (DRAWING, "image/svg+xml")
    assert "default-src 'none'" in logo.headers["Content-Security-Policy"]
    assert "immutable" in logo.headers["Cache-Control"]
    assert visitor.get("/logo").headers["Cache-Control"] == "no-cache"


def test_search_engines_may_list_public_pages_and_no_form(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    assert "X-Robots-Tag" not in visitor.get("/").headers
    assert "noindex" in visitor.get("/refer").headers["X-Robots-Tag"]
    assert "Disallow: /refer" in visitor.get("/robots.txt").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/what-is-restorative-justice", "/refer"])
def test_a_public_page_takes_at_most_five_statements(world: World, app: Flask, service: Service, path: str) -> None:
    visitor = world.visitor(service)
    visitor.get(path)
    with statements(app) as seen:
        assert visitor.get(path).status_code == 200
    assert 1 <= len(seen) <= 5, seen


def test_the_national_office_shows_no_way_in_that_it_does_not_have(world: World, national: Service) -> None:
    visitor = world.visitor(national)
    for path in ("/", *(f"/{slug}" for slug in PUBLIC_PAGES)):
        page = visitor.get(path)
        assert page.status_code == 200
        assert soup(page).find("a", href="/refer") is None


@pytest.mark.parametrize("path", ["/", "/refer", "/privacy", "/sign-in", "/team/", "/nothing"])
def test_a_suspended_service_answers_with_a_holding_page(
    world: World, service: Service, national: Service, path: str
) -> None:
    with world.inside(service):
        set_status(Status.SUSPENDED)
    page = world.visitor(service).get(path)
    parsed = soup(page)
    assert page.status_code == 503
    assert page.headers["Cache-Control"] == "no-store"
    assert parsed.find("a", href="tel:999") is not None
    assert parsed.find("a", href="http://localhost:8000/") is not None


def test_a_service_in_preparation_is_closed_to_visitors_and_open_to_its_staff(
    world: World, make_service: MakeService
) -> None:
    preparing = make_service(status=Status.PREPARING)
    stranger = world.visitor(preparing)
    refused = stranger.get("/")
    assert refused.status_code == 404
    assert not soup(refused).select("footer a, .concord-leave")
    links = {str(link["href"]) for link in soup(stranger.get("/sign-in")).select("footer nav a")}
    assert links == {"/sign-in"}, "no link to a page that a stranger does not get"
    manager = world.staff(preparing, Role.SERVICE_MANAGER)
    page = manager.get("/")
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/contact", "/privacy", "/leaflet", "/nothing", "/refer"])
def test_what_a_service_says_of_itself_is_shown_and_never_read_as_html(
    world: World, make_service: MakeService, path: str
) -> None:
    hostile = "<script>alert(1)</script> & <b>co</b>"
    described = make_service(name=f"RJ {hostile}", short_name="<i>RJ</i>", contact={
        "phone": "0808 157 0001", "phone_hours": hostile, "out_of_hours": hostile, "address": hostile,
    })
    page = world.visitor(described).get(path)
    assert not soup(page).select("script:not([src]):not([type='application/ld+json']), main i, footer b, header b")
    assert "<script>alert" not in page.get_data(as_text=True)
