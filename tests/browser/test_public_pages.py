"""The public pages as people meet them: without a script, on the smallest phone, while they load."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from axe import bring_axe, faults, faults_at_all_sizes
from known_services import known_services
from playwright.sync_api import Page, Route

from harness import Service, World

WATCH = """window.moved = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value })
  .observe({type: "layout-shift", buffered: true});"""
MENU = "nav.concord-menu summary"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
PHONE, DESKTOP = (320, 640), (1280, 900)
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def services(world: World, national: Service) -> Iterator[Mapping[str, Service]]:
    with known_services(world, national) as known:
        yield known


def test_the_menu_and_the_answers_open_without_a_script(open_page: OpenPage, service: Service) -> None:
    page = open_page(service, "/questions", script=False)
    for summary, hidden in ((MENU, "nav >> text=If you did harm"), ("#court summary", "#court p")):
        assert not page.locator(hidden).first.is_visible()
        page.click(summary)
        assert page.locator(hidden).first.is_visible()
        page.click(summary)


def test_axe_finds_nothing_where_everything_is_open(open_page: OpenPage, services: Mapping[str, Service]) -> None:
    for slug, path in (("bedfordshire", "/films"), ("bedfordshire", "/questions"), ("hampshire", "/stories"),
                       ("national", "/")):
        page = open_page(services[slug], path)
        bring_axe(page)
        said = console_of(page)
        page.reload()
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert faults_at_all_sizes(page) == []
        assert said == [], f"the security policy, or a fault, at {slug}{path}"


@pytest.mark.parametrize("colours", [{"forced_colors": "active"}, {"color_scheme": "dark"}], ids=["forced", "dark"])
def test_axe_finds_nothing_on_any_page_in_colours_of_the_visitors_own(
    open_page: OpenPage, services: Mapping[str, Service], colours: dict[str, str]
) -> None:
    """At 320 points wide, which is also a desktop's window enlarged to 400%."""
    page = open_page(services["hampshire"], "/sitemap.xml", size=PHONE, **colours)
    listed = re.findall(r"<loc>(.*?)</loc>", page.content())
    assert len(listed) > 15
    origin = urlsplit(page.url).netloc
    bring_axe(page)
    for address in listed:
        page.goto(urlsplit(address)._replace(scheme="http", netloc=origin).geturl())
        assert faults(page) == []


def console_of(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_arrives(
    open_page: OpenPage, services: Mapping[str, Service], size: tuple[int, int]
) -> None:
    """The logo comes last, as over a slow connection."""
    page = open_page(services["hampshire"], "/", size=size)
    late: list[Route] = []
    page.route("**/logo?*", lambda route: late.append(route))  # noqa: PLW0108 - Playwright takes no builtin
    page.add_init_script(WATCH)
    page.reload(wait_until="domcontentloaded")
    while not late:
        page.wait_for_timeout(10)
    page.evaluate(PAINTED)
    late[0].continue_()
    page.wait_for_load_state("load")
    page.evaluate(PAINTED)
    assert page.evaluate("window.moved") == 0
