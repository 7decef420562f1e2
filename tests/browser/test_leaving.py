"""Leaving quickly in a real browser: by the button, by Shift three times, by Escape where the service offers it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from refer_form import HARMED, fill_in
from sqlalchemy import func, select

from concord.database import db
from concord.embedded.process import until
from harness import Service, World
from tenants.referrals.models import ReferralDraft

OpenPage = Callable[..., Page]
ELSEWHERE = "https://www.bbc.co.uk/**"
WRITTEN = "Somebody broke the window of my shop."


@pytest.fixture
def without_escape(make_service: Callable[..., Service]) -> Service:
    return make_service(policy={"escape_key": False})


@pytest.fixture
def visit(open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page as `open_page` does; the neutral page answers without a network."""

    def start(service: Service, path: str = "/", **options: object) -> Page:
        page = open_page(service, path, **options)
        page.context.route(ELSEWHERE, _weather)
        return page

    return start


def _weather(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><p>Rain later.</p>")


def has_left(page: Page) -> None:
    expect(page.get_by_text("Rain later.")).to_be_visible()


def is_here(page: Page) -> None:
    assert page.evaluate("document.documentElement.hidden") is False


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.fixture
def writing(visit: Callable[..., Page], world: World) -> Callable[..., Page]:
    """Somebody who came by the form's first page and has written something that they did not send."""

    def start(service: Service, **options: object) -> Page:
        visitor = world.visitor(service)
        question = fill_in(visitor, HARMED, until="happened").request.path
        page = visit(service, "/refer", signed_in=visitor, **options)
        page.goto(page.url.removesuffix("/refer") + question)
        page.locator("textarea").fill(WRITTEN)
        return page

    return start


def test_the_button_blanks_the_page_ends_the_visit_and_going_back_shows_nothing(
    writing: Callable[..., Page], world: World, service: Service
) -> None:
    page = writing(service)
    page.get_by_role("link", name="Leave this page").click()
    has_left(page)
    page.go_back()
    has_left(page)
    # The server hears of it while the browser is elsewhere.
    assert until(lambda: how_many_drafts(world, service) == 0 and page.context.cookies() == [], patience=10)


def how_many_drafts(world: World, service: Service) -> int:
    with world.inside(service):
        return db.session.execute(select(func.count()).select_from(ReferralDraft)).scalar_one()


def test_whoever_comes_back_by_the_address_is_let_in(visit: Callable[..., Page], service: Service) -> None:
    page = visit(service)
    home = page.url
    page.get_by_role("link", name="Leave this page").click()
    has_left(page)
    page.goto(home)
    expect(page.locator("h1")).to_be_visible()
    is_here(page)


def test_without_javascript_the_button_is_a_link(writing: Callable[..., Page], service: Service) -> None:
    page = writing(service, script=False)
    expect(page.get_by_text("Shift 3 times")).to_be_hidden()
    page.get_by_role("link", name="Leave this page").click()
    has_left(page)
    page.go_back()
    expect(page.locator("textarea")).to_have_count(0)


def test_shift_three_times_leaves_also_while_typing_and_says_how_far_it_is(
    writing: Callable[..., Page], service: Service
) -> None:
    page = writing(service)
    progress = page.locator("[data-leave-progress]")
    press(page, "Shift")
    expect(progress).to_have_text("Shift, press 2 more times to leave.")
    press(page, "Shift")
    expect(progress).to_have_text("Shift, press 1 more time to leave.")
    press(page, "Shift")
    has_left(page)


def test_capital_letters_and_slow_presses_do_not_leave(writing: Callable[..., Page], service: Service) -> None:
    page = writing(service)
    press(page, *["Shift+H"] * 4, "Shift", "a", "Shift", "Shift", "Control+Shift", "Shift")
    is_here(page)
    page.clock.install()
    press(page, "b", "Shift", "Shift")
    page.clock.run_for(5001)
    expect(page.locator("[data-leave-progress]")).to_have_text("Too slow. To leave, press Shift 3 times again.")
    press(page, "Shift")
    is_here(page)
    assert "HHHH" in page.locator("textarea").input_value()


def test_escape_leaves_where_the_service_offers_it_also_while_typing(
    visit: Callable[..., Page], writing: Callable[..., Page], service: Service, without_escape: Service
) -> None:
    page = visit(without_escape)
    expect(page.get_by_text("Or press Shift 3 times")).to_be_visible()
    press(page, "Escape")
    is_here(page)
    page = writing(service)
    expect(page.get_by_text("Or press Esc, or Shift 3 times")).to_be_visible()
    press(page, "Escape")
    has_left(page)


# What may be open on a page; each closes by Escape, or is closed by the browser.
OPEN = {
    "a dialog": "<dialog id=open><p>Words</p></dialog>",
    "a popover": "<div id=open popover>Words</div>",
    "a list of suggestions": "<input role=combobox aria-expanded=true aria-label=Town>",
    "a menu": "<button aria-haspopup=menu aria-expanded=true>Menu</button>",
}


@pytest.mark.parametrize("thing", OPEN)
def test_escape_closes_what_is_open_and_leaves_the_next_time(
    visit: Callable[..., Page], service: Service, thing: str
) -> None:
    page = visit(service)
    page.locator("main").evaluate("(main, html) => main.insertAdjacentHTML('beforeend', html)", OPEN[thing])
    page.evaluate("""() => {
        const open = document.getElementById("open");
        open?.matches("dialog") ? open.showModal() : open?.showPopover();
        document.querySelector("main [aria-expanded]")?.addEventListener("keydown", (event) => {
            event.target.setAttribute("aria-expanded", "false");
        });
        document.querySelector("main [aria-expanded]")?.focus();
    }""")
    press(page, "Escape")
    is_here(page)
    expect(page.locator("[aria-expanded=true][aria-haspopup], dialog[open], :popover-open")).to_have_count(0)
    press(page, "Escape")
    has_left(page)


def test_escape_closes_a_browsers_own_list_and_leaves_the_next_time(
    visit: Callable[..., Page], service: Service
) -> None:
    page = visit(service)
    page.locator("main").evaluate(
        "main => main.insertAdjacentHTML('afterbegin', '<label>Town <input list=towns></label>"
        "<datalist id=towns><option>Luton<option>Leighton</datalist><select><option>One<option>Two</select>')"
    )
    page.locator("main select").click()
    press(page, "Escape")
    is_here(page)
    page.locator("main input").press_sequentially("L")
    press(page, "Escape")
    is_here(page)
    press(page, "Escape")
    has_left(page)


def test_escape_that_another_part_of_the_page_or_an_input_method_takes_does_not_leave(
    writing: Callable[..., Page], service: Service
) -> None:
    page = writing(service)
    page.evaluate("""() => document.querySelector("textarea").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Escape", isComposing: true, bubbles: true}))""")
    is_here(page)
    page.evaluate("document.querySelector('textarea').addEventListener('keydown', event => event.preventDefault())")
    press(page, "Escape")
    is_here(page)


@pytest.mark.parametrize("size", [(320, 480), (1280, 700)])
def test_the_button_stays_in_view_while_scrolling_and_typing(
    writing: Callable[..., Page], service: Service, size: tuple[int, int]
) -> None:
    page = writing(service, size=size)
    page.get_by_role("button", name="Continue").scroll_into_view_if_needed()
    expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": size[0], "height": 240})  # an on-screen keyboard
    page.locator("textarea").focus()
    expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport(ratio=1)
    bar = page.locator(".concord-leave").bounding_box()
    assert bar is not None
    assert bar["height"] < 80
