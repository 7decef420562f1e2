"""Only the Host header says which service answers, and what one service gave a browser is worth nothing at another."""

from __future__ import annotations

import pytest
from refer_form import HARMED, check_page
from werkzeug.test import TestResponse

from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text

COOKIES = ("concord_session", "concord_answers", "concord_form", "concord_preview")
ANOTHER_HOST = ("X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Host", "X-HTTP-Host-Override")


def at(world: World, host: str, path: str = "/", **headers: str) -> TestResponse:
    return world.app.test_client().get(path, headers={"Host": host} | headers)


@pytest.mark.parametrize("spelt", ["{}", "{}:8000", "{}.", "{}.:8000", "UPPER"])
def test_a_service_answers_however_its_host_is_spelt(world: World, service: Service, spelt: str) -> None:
    host = service.host.upper() if spelt == "UPPER" else spelt.format(service.host)
    answer = at(world, host)
    assert (answer.status_code, f"S{service.slug[1:]}".replace("-", " ") in page_text(answer)) == (200, True)


@pytest.mark.parametrize("spelt", [
    "{0}..", "{0}:port", "{0}, {1}", "{0},{1}", "{0} {1}", "{0}/{1}", "{1}@{0}", "{0}#{1}", "%73{0}", ".{0}",
    "evil.{0}", "{0}.evil.example", "[{0}]", "ｓ{0}", "ŵ{0}", "{0}\\{1}", "", ".", ".localhost", "127.0.0.2",
    "'; DROP TABLE people; --.localhost", "x" * 5000 + ".localhost", "national.localhost",
])
def test_a_host_that_is_none_of_ours_names_nobody(
    world: World, service: Service, other_service: Service, spelt: str
) -> None:
    answer = at(world, spelt.format(service.host, other_service.host).encode().decode("latin-1"))
    assert answer.status_code in {400, 404}
    assert "Service" not in page_text(answer)


@pytest.mark.parametrize("header", [*ANOTHER_HOST, "Forwarded"])
def test_no_other_header_chooses_the_service(
    world: World, service: Service, other_service: Service, header: str
) -> None:
    said = f"host={other_service.host}" if header == "Forwarded" else other_service.host
    answer = at(world, service.host, **{header: said})
    assert answer.status_code == 200
    assert other_service.slug.replace("s", "S", 1).replace("-", " ") not in answer.text


def test_an_address_with_a_letter_that_no_database_knows_is_no_page(world: World, service: Service) -> None:
    for path in ("/%00", "/privacy%00", "/refer/%00", "/invitation/%00", "/preview/%00", "/assets/%00"):
        assert at(world, service.host, path).status_code == 404, path


def moved(visitor: Visitor, to: Visitor) -> None:
    """Every cookie of one browser copied into another, at the other's host."""
    for name in COOKIES:
        cookie = visitor.client.get_cookie(name, domain=visitor.service.host)
        if cookie:
            to.client.set_cookie(name, cookie.value, domain=to.service.host)


def test_a_cookie_is_for_its_own_host_alone(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    team = world.sign_in_by_pages(service, world.account(service, Role.SERVICE_MANAGER))
    seen = [visitor.client.get_cookie(name, domain=service.host) for name in ("concord_answers", "concord_form")]
    seen.append(team.client.get_cookie("concord_session", domain=service.host))
    for cookie in seen:
        assert cookie is not None
        assert (cookie.origin_only, cookie.http_only, cookie.same_site, cookie.path) == (True, True, "Lax", "/")


def test_the_cookies_of_one_service_give_nothing_at_another(
    world: World, service: Service, other_service: Service
) -> None:
    team = world.staff(service, Role.SERVICE_MANAGER)
    check_page(world, team, HARMED)
    thief = world.visitor(other_service)
    moved(team, thief)
    assert thief.get("/team/").headers["Location"].startswith("/sign-in")
    assert thief.get("/refer/check").headers["Location"] == "/refer/start-again"
    assert thief.get("/refer/sent").headers["Location"] == "/refer/start-again"
    assert team.get("/refer/check").status_code == 200


def test_who_signed_in_at_the_national_office_is_a_stranger_at_a_service(
    world: World, service: Service, national: Service
) -> None:
    administrator = world.staff(national, Role.ADMINISTRATOR)
    visitor = world.visitor(service)
    moved(administrator, visitor)
    assert visitor.get("/team/").headers["Location"].startswith("/sign-in")
    assert visitor.get("/admin/").status_code == 404


def test_a_page_kept_by_a_cache_is_no_other_services(world: World, service: Service, other_service: Service) -> None:
    """Versions are unique, so one service's tag never stands for another's page."""
    for path in ("/", "/brand.css", "/privacy"):
        ours = at(world, service.host, path)
        tag = ours.headers.get("ETag", '"none"')
        theirs = at(world, other_service.host, path, **{"If-None-Match": tag})
        assert ours.status_code == 200, path
        same = theirs.status_code == 304
        assert not same or at(world, other_service.host, path).data == ours.data, path
