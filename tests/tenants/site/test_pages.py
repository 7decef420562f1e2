"""Every public page of every service of the packs: it is there, it leads on, and it is light."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from typing import Any

import html5lib  # type: ignore[import-untyped]  # it has none
import pytest
from bs4 import BeautifulSoup
from known_services import known_services
from werkzeug.test import TestResponse

from harness import Service, World, soup
from tenants.registry.packs import known_packs
from tenants.registry.text_files import default_texts
from tenants.registry.texts import TextKind

KILOBYTE = 1024
GZIP: dict[str, Any] = {"headers": {"Accept-Encoding": "gzip"}}
# Pages that say more than people read at once: how to cover one's tracks, and what the law wants said.
LONG = frozenset({"safety"})
ELSEWHERE = ("http", "tel:", "mailto:", "/find", "/exit", "/sign-in", "/assets/", "#")


@pytest.fixture(scope="module")
def services(world: World, national: Service) -> Iterator[Mapping[str, Service]]:
    with known_services(world, national) as known:
        yield known


@pytest.fixture(scope="module")
def sites(world: World, services: Mapping[str, Service]) -> Mapping[str, Mapping[str, TestResponse]]:
    """Every page of each service that links lead to from its home."""
    return {slug: all_pages(world, service) for slug, service in services.items()}


def all_pages(world: World, service: Service) -> dict[str, TestResponse]:
    visitor, found, waiting = world.visitor(service), dict[str, TestResponse](), ["/"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = visitor.get(path)
            if found[path].mimetype == "text/html" and path != "/refer":
                waiting += links_of(soup(found[path]))
    return found


def links_of(page: BeautifulSoup) -> list[str]:
    links = [str(link["href"]).partition("#")[0] for link in page.select("a[href]")]
    return [link for link in links if link and not link.startswith(ELSEWHERE)]


@pytest.mark.parametrize("slug", known_packs())
def test_no_link_of_a_site_leads_nowhere(sites: Mapping[str, Mapping[str, TestResponse]], slug: str) -> None:
    pages = sites[slug]
    assert {path: page.status_code for path, page in pages.items() if page.status_code != 200} == {}
    assert len(pages) > 10
    assert pages.keys() >= {"/privacy", "/accessibility", "/cookies", "/safety", "/contact", "/easy-read"}


@pytest.mark.parametrize("slug", known_packs())
def test_every_page_has_a_title_of_its_own_and_one_heading(
    sites: Mapping[str, Mapping[str, TestResponse]], slug: str
) -> None:
    pages = {path: soup(page) for path, page in sites[slug].items() if page.mimetype == "text/html"}
    titles = [page.title.get_text() for page in pages.values() if page.title]
    assert len(set(titles)) == len(pages)
    assert {path: len(page.find_all("h1")) for path, page in pages.items() if len(page.find_all("h1")) != 1} == {}


@pytest.mark.parametrize("slug", known_packs())
def test_every_page_is_read_without_a_parse_error(sites: Mapping[str, Mapping[str, TestResponse]], slug: str) -> None:
    for path, page in sites[slug].items():
        if page.mimetype == "text/html":
            parser = html5lib.HTMLParser()
            parser.parse(page.get_data(as_text=True))
            assert [code for _place, code, _values in parser.errors] == [], path


@pytest.mark.parametrize("slug", known_packs())
def test_a_first_visit_stays_under_100_kilobytes_and_the_next_page_under_20(
    world: World, services: Mapping[str, Service], sites: Mapping[str, Mapping[str, TestResponse]], slug: str
) -> None:
    visitor = world.visitor(services[slug])
    home = visitor.get("/", **GZIP)
    page = BeautifulSoup(gzip.decompress(home.get_data()), "html5lib")
    parts = {str(tag.get("href") or tag.get("src")) for tag in page.select("link[rel~=stylesheet], link[rel~=icon], "
                                                                          "script[src], img[src]")}
    scripts = {"/assets/" + name for name in world.app.extensions["concord.assets_by_address"] if name.endswith(".js")}
    weights = {part: len(visitor.get(part, **GZIP).get_data()) for part in parts | scripts}
    first = len(home.get_data()) + sum(weights.values())
    assert first < 100 * KILOBYTE, weights
    pages = {path: len(visitor.get(path, **GZIP).get_data()) for path, answer in sites[slug].items()
             if answer.mimetype == "text/html"}
    assert max(pages.values()) < 20 * KILOBYTE, pages


def test_a_page_that_did_not_change_is_not_sent_again(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    page = visitor.get("/how-it-works", **GZIP)
    assert set(page.headers["Cache-Control"].split(", ")) == {"no-cache", "private"}
    assert "Accept-Encoding" in page.vary
    again = visitor.get("/how-it-works", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_page_with_a_forms_token_is_neither_compressed_nor_kept(world: World, service: Service) -> None:
    page = world.visitor(service).get("/refer", **GZIP)
    assert soup(page).find("input", {"name": "csrf_token"}) is not None
    assert "Content-Encoding" not in page.headers
    assert "no-store" in page.headers["Cache-Control"]


def test_nothing_is_fetched_from_elsewhere_before_a_click(sites: Mapping[str, Mapping[str, TestResponse]]) -> None:
    """Films and stories of other websites are plain links, each behind a word of warning."""
    for slug in ("bedfordshire", "hampshire"):
        for path in ("/films", "/stories"):
            if path in sites[slug]:
                page = soup(sites[slug][path])
                assert page.select("iframe, video, audio, embed, object, main img") == []
                assert all(link.find_parent("details") for link in page.select('main a[href^="https:"]'))
    story = soup(sites["hampshire"]["/stories"]).select_one("#story-joshua ~ details")
    assert story is not None
    assert "hampshire-pcc.gov.uk" in story.get_text()


@pytest.mark.parametrize("key", sorted({key for kind, key in default_texts() if kind == TextKind.PAGE} - LONG))
def test_a_national_page_can_be_read_in_a_few_minutes(key: str) -> None:
    body = default_texts()[TextKind.PAGE, key].model_dump()["body"]
    assert len(body.split()) < 500


def test_there_are_ten_questions_with_answers_or_more() -> None:
    assert 10 <= sum(kind == TextKind.QUESTION for kind, _key in default_texts()) <= 15
