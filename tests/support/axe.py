"""axe, at the page that a browser shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe says against the page as it is shown, and whether it is wider than the screen."""
    page.evaluate(AXE)
    results: dict[str, Any] = page.evaluate("axe.run()")
    found = [f"{page.url}: {fault['id']} at {fault['nodes'][0]['target']}" for fault in results["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url}: scrolls sideways")
    return found
