"""A real Chromium at a real web server of this test process."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from harness import Service, Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")
PHONE, DESKTOP = (320, 640), (1280, 900)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        assert not os.environ.get("CI"), "CI always has a Chromium"
        pytest.skip("NO CHROMIUM WAS FOUND: the browser tests did not run")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def web_port(app: Flask) -> Iterator[int]:
    """The application on a port of this machine; each host is a name below localhost, which Chromium knows."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, web_port: int) -> Iterator[OpenPage]:
    """Opens a page at a service, as a person with this size of screen, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def start(
        service: Service, path: str, *, size: tuple[int, int] = PHONE, script: bool = True,
        signed_in: Visitor | None = None, **colours: Any,
    ) -> Page:
        viewport: ViewportSize = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, java_script_enabled=script, **colours)
        contexts.append(context)
        cookies = (signed_in.client._cookies or {}).values() if signed_in else ()
        context.add_cookies([
            {"name": cookie.key, "value": cookie.value, "domain": service.host, "path": cookie.path or "/"}
            for cookie in cookies
        ])
        page = context.new_page()
        page.goto(f"http://{service.host}:{web_port}{path}")
        return page

    yield start
    for context in contexts:
        context.close()
