"""In a real browser nothing comes from elsewhere before a yes; after it the program runs under the policy."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from harness import Service

OpenPage = Callable[..., Page]
ACCOUNTS = {"google_analytics": "G-ABC1234567", "matomo": "example.matomo.cloud/1", "plausible": "service.example"}
# Each program as far as the page can tell: it says what it was told, and asks its own house.
STARTED = {
    "google_analytics": "document.title = dataLayer[1][2].page_location; fetch('https://x.google-analytics.com/g')",
    "matomo": "document.title = _paq[2][1]; fetch('https://example.matomo.cloud/matomo.php')",
    "plausible": "document.title = plausible.q[0][1].u; fetch('https://plausible.io/api/event')",
}


@pytest.mark.parametrize("provider", ACCOUNTS)
def test_after_a_yes_the_program_runs_and_is_told_only_the_address_of_the_page(
    open_page: OpenPage, make_service: Callable[..., Service], provider: str
) -> None:
    page = open_page(make_service(analytics={"provider": provider, "account": ACCOUNTS[provider]}), "/privacy")
    asked: list[str] = []
    refused: list[str] = []

    def answer(route: Route, request: Request) -> None:
        asked.append(request.url)
        route.fulfill(status=200, content_type="text/javascript", body=STARTED[provider],
                      headers={"Access-Control-Allow-Origin": "*"})

    page.context.route(re.compile("^https:"), answer)
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    here = page.url
    assert asked == []
    with page.expect_request(lambda request: request.resource_type == "fetch"):
        page.get_by_role("button", name="Yes, use").click()
    expect(page).to_have_title(here)
    assert len(asked) == 2
    assert refused == []
