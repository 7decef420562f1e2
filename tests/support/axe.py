"""axe, at the page that a browser shows."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# All rules are judged; only what they are against is described, for describing what is well takes axe longest.
JUDGE = """axe.run({resultTypes: ["violations"]}).then(({violations}) =>
    violations.map(({id, nodes}) => `${id} at ${nodes[0].target}`))"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SIZES = ((320, 640), (1280, 900))


def bring_axe(page: Page) -> None:
    """Have every page that this window opens from now on carry axe: the browser is sent it once."""
    page.add_init_script(AXE)


def faults(page: Page) -> list[str]:
    """What axe says against the page as it is shown, and whether it is wider than the screen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = [f"{page.url}: {fault}" for fault in page.evaluate(JUDGE)]
    if page.evaluate(TOO_WIDE):
        found.append(f"{page.url}: scrolls sideways")
    return found


def faults_at_all_sizes(page: Page) -> list[str]:
    """The same on a small phone and on a desktop."""
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} pixels: {fault}" for fault in faults(page)]
    return found
