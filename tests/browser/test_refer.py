"""A person on a small phone asks to be contacted: without JavaScript, by keyboard alone, and leaves in a hurry."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from harness import Service

OpenPage = Callable[..., Page]
NEUTRAL = "https://www.bbc.co.uk/**"


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def test_the_form_works_on_a_small_phone_without_javascript(open_page: OpenPage, service: Service) -> None:
    page = open_page(service, "/", script=False)
    page.locator("main").get_by_text("Ask us to contact you").first.click()
    page.get_by_role("button", name="Start now").click()
    go_on(page)  # how to leave quickly
    page.locator("input[value=harmed]").check()
    go_on(page)
    go_on(page)
    page.locator("input[value=yes]").check()
    go_on(page)
    page.locator("input[value=crime]").check()
    page.locator("textarea").fill("Somebody broke the window of my shop.")
    go_on(page)
    page.locator("input[value=unknown]").check()
    go_on(page)
    page.locator("input[name=name]").fill("Siân Example")
    go_on(page)
    page.locator("input[value=they_call]").check()
    go_on(page)
    go_on(page)
    page.locator("input[type=checkbox]").check()
    go_on(page)
    expect(page.get_by_text("Somebody broke the window of my shop.")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("TST-")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Somebody broke the window of my shop.")).to_have_count(0)


def test_the_form_can_be_begun_by_keyboard_alone(open_page: OpenPage, service: Service) -> None:
    page = open_page(service, "/refer")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.get_by_role("button", name="Start now").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="If you need to leave quickly")).to_be_visible()
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    page.locator("input[value=harmed]").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    expect(page.locator("select")).to_be_visible()


def test_leaving_goes_to_a_neutral_page_and_the_answers_are_gone(open_page: OpenPage, service: Service) -> None:
    page = open_page(service, "/refer")

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<title>Weather</title><p>Rain later.</p>")

    page.context.route(NEUTRAL, answer)
    page.get_by_role("button", name="Start now").click()
    go_on(page)  # how to leave quickly
    page.locator("input[value=harmed]").check()
    go_on(page)
    here = page.url
    page.get_by_text("Leave this page").first.click()
    expect(page.get_by_text("Rain later.")).to_be_visible()
    page.goto(here)
    expect(page.locator("select")).to_have_count(0)


def test_a_page_with_errors_says_so_first_and_leads_to_the_field(open_page: OpenPage, service: Service) -> None:
    page = open_page(service, "/refer")
    page.get_by_role("button", name="Start now").click()
    go_on(page)  # how to leave quickly
    go_on(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.name") == "who"
