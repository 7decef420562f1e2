"""Markdown of a service's own pages, as safe HTML in GOV.UK's styles. Raw HTML in it is shown as text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FIRST_LEVEL, LAST_LEVEL = 2, 6  # h1 is the page's own heading
HEADINGS = {2: "govuk-heading-m", 3: "govuk-heading-s"}
CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--l govuk-section-break--visible",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
}
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {tag: {"class"} for tag in TAGS}
ATTRIBUTES |= {"a": {"class", "href"}, "img": {"src", "alt"}, "ol": {"class", "start"}}
parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=256)
def render_markdown(text: str) -> Markup:
    """The text as HTML: its highest heading becomes an h2, links carry ``rel=noopener``, images only from this site."""
    tokens = parser.parse(text)
    _set_levels(tokens)
    _set_classes(tokens)
    html = nh3.clean(
        parser.renderer.render(tokens, parser.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        attribute_filter=_only_own_images,
    )
    return Markup(html)  # noqa: S704 - nh3 has just cleaned it


def _set_levels(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=FIRST_LEVEL)
    for token in headings:
        level = min(int(token.tag[1]) - highest + FIRST_LEVEL, LAST_LEVEL)
        token.tag = f"h{level}"
        if token.nesting == 1:
            token.attrSet("class", HEADINGS.get(level, "govuk-heading-s"))


def _set_classes(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in CLASSES and not token.hidden:
            token.attrSet("class", CLASSES[token.type])
        _set_classes(token.children or ())


def _only_own_images(tag: str, attribute: str, value: str) -> str | None:
    own = value.startswith("/") and not value.startswith(("//", "/\\"))
    return None if (tag, attribute) == ("img", "src") and not own else value
