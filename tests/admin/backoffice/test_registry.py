"""Flask-Admin over the registry: lists for platform staff, and a further host for a service."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from admin.backoffice.lists import SCHEDULE_NAMES
from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup
from workers.schedules import SCHEDULES

REGISTRY = "/admin/registry/"
LISTS = ("organisations/", "hosts/", "areas/", "service-areas/", "runs/")


@pytest.fixture(scope="module")
def administrator(world: World, national: Service) -> Visitor:
    return world.staff(national, Role.ADMINISTRATOR)


def add_host(visitor: Visitor, service: Service, host: str) -> int:
    return visitor.submit(f"{REGISTRY}hosts/new/", {"organisation": str(service.id), "host": host}).status_code


def test_each_list_opens_from_the_index(administrator: Visitor, service: Service) -> None:
    index = soup(administrator.get(REGISTRY))
    links = [str(link["href"]) for link in index.select("main a[href]")]
    assert links == [REGISTRY + name for name in LISTS]
    for link in links:
        assert administrator.get(link).status_code == 200, link


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_platform_staff_may_look(world: World, national: Service, role: Role) -> None:
    assert world.staff(national, role).get(f"{REGISTRY}organisations/").status_code == 200


def test_nobody_else_may(world: World, national: Service, service: Service) -> None:
    coordinator, manager = world.staff(national, Role.NATIONAL_COORDINATOR), world.staff(service, Role.SERVICE_MANAGER)
    for name in ("", *LISTS, "hosts/new/"):
        assert coordinator.get(REGISTRY + name).status_code == 403
        assert world.visitor(national).get(REGISTRY + name).status_code == 302
        assert manager.get(REGISTRY + name).status_code == 404


def test_an_auditor_looks_but_adds_nothing(world: World, national: Service) -> None:
    auditor = world.staff(national, Role.AUDITOR)
    assert "Add" not in [link.get_text() for link in soup(auditor.get(f"{REGISTRY}hosts/")).select("main a")]
    assert auditor.get(f"{REGISTRY}hosts/new/").status_code == 403


def test_there_is_no_address_that_edits_deletes_or_exports(app: Flask) -> None:
    rules = {str(rule.rule): rule.methods or set() for rule in app.url_map.iter_rules() if "registry" in str(rule.rule)}
    assert set(rules) == {REGISTRY, f"{REGISTRY}hosts/new/", *(REGISTRY + name for name in LISTS)}
    assert [rule for rule, methods in rules.items() if "POST" in methods] == [f"{REGISTRY}hosts/new/"]


def test_organisations_are_searched_and_sorted(
    administrator: Visitor, service: Service, other_service: Service
) -> None:
    found = page_text(administrator.get(f"{REGISTRY}organisations/?search={service.slug}"))
    assert service.slug in found
    assert other_service.slug not in found
    assert "Nothing found." in page_text(administrator.get(f"{REGISTRY}organisations/?search=%25'%22%3Cb%3E"))
    for direction in (0, 1):
        page = soup(administrator.get(f"{REGISTRY}organisations/?sort=1&desc={direction}&search=service"))
        slugs = [cell.get_text() for cell in page.select("tbody tr td:nth-child(2)")]
        assert len(slugs) > 1
        assert slugs == sorted(slugs, reverse=bool(direction))


@pytest.mark.parametrize(
    "query", ["page=99", "page=-1", "page=x", f"page={'9' * 30}", "sort=99", "sort=-3", "sort=x", "page_size=9999"]
)
def test_a_tampered_address_is_no_error(administrator: Visitor, query: str) -> None:
    assert administrator.get(f"{REGISTRY}areas/?{query}").status_code == 200


def test_every_police_force_area_is_listed(administrator: Visitor) -> None:
    page = soup(administrator.get(f"{REGISTRY}areas/"))
    assert len(page.select("tbody tr")) == 43


def test_the_areas_of_services_are_named(administrator: Visitor, service: Service) -> None:
    page = page_text(administrator.get(f"{REGISTRY}service-areas/"))
    assert "Bedfordshire" in page
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", page)


def test_scheduled_work_is_told_in_words() -> None:
    assert set(SCHEDULE_NAMES) == {schedule.name for schedule in SCHEDULES}


def test_a_further_host_answers_from_the_next_request_on(
    world: World, administrator: Visitor, service: Service
) -> None:
    host = f"www.{service.slug}.example"
    at_host = world.visitor(Service(service.id, service.slug, host))
    assert at_host.get("/").status_code == 404
    assert add_host(administrator, service, f" {host.upper()}. ") == 303
    assert host in page_text(administrator.follow())
    assert at_host.get("/").status_code == 200
    assert at_host.get("/admin/").status_code == 404


@pytest.mark.parametrize(("host", "sentence"), [
    ("", "Enter a host name"),
    ("localhost", "Enter a host name such as www.service.example"),
    ("https://www.service.example/", "Enter a host name such as"),
    ("www.service.example:8000", "Enter a host name such as"),
    ("www..example", "Enter a host name such as"),
    ("-www.service.example", "Enter a host name such as"),
    ("10.0.0.1", "Enter a host name such as"),
    ("a" * 64 + ".example", "Enter a host name such as"),
    ("<b>.example", "Enter a host name such as"),
    ("x." * 130 + "example", "Use 253 characters or fewer"),
    ("other.localhost", "Names that end in localhost belong to Concord"),
])  # fmt: skip
def test_a_bad_host_is_refused_and_kept(administrator: Visitor, service: Service, host: str, sentence: str) -> None:
    assert add_host(administrator, service, host) == 422
    assert administrator.last is not None
    assert sentence in page_text(administrator.last)
    kept = form_values(find_form(soup(administrator.last)))
    assert kept["host"] == host
    assert kept["organisation"] == str(service.id)


def test_a_host_belongs_to_one_service(administrator: Visitor, service: Service, other_service: Service) -> None:
    host = f"shared.{service.slug}.example"
    assert add_host(administrator, service, host) == 303
    assert add_host(administrator, other_service, host) == 422
    assert administrator.last is not None
    assert "belongs to a service already" in page_text(administrator.last)


def test_a_host_with_other_letters_is_kept_as_browsers_send_it(
    world: World, administrator: Visitor, service: Service
) -> None:
    assert add_host(administrator, service, f"dŵr.{service.slug}.example") == 303
    host = f"dŵr.{service.slug}.example".encode("idna").decode()
    assert world.visitor(Service(service.id, service.slug, host)).get("/").status_code == 200


def test_a_service_that_is_not_offered_is_refused(administrator: Visitor, service: Service) -> None:
    strange = Service(service.id.__class__(int=0), "x", "x")
    assert add_host(administrator, strange, "www.strange.example") == 422


def test_adding_a_host_needs_the_token(world: World, administrator: Visitor, service: Service) -> None:
    values = {"organisation": str(service.id), "host": "www.forged.example", "csrf_token": "forged"}
    assert administrator.post(f"{REGISTRY}hosts/new/", values).status_code == 400
    assert "www.forged.example" not in page_text(administrator.get(f"{REGISTRY}hosts/"))


def test_the_pages_hold_no_inline_style_or_script(administrator: Visitor) -> None:
    for name in ("", *LISTS, "hosts/new/"):
        page = soup(administrator.get(REGISTRY + name))
        assert not page.select("style, script:not([src]), [style]"), name
        assert not [tag for tag in page.find_all(True) if any(attribute.startswith("on") for attribute in tag.attrs)]
