"""A page's Markdown as plain data for typst: what people typed stays text and never becomes code of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from markdown_it.tree import SyntaxTreeNode

from concord.web.markdown import parser

FIRST_LEVEL, LAST_LEVEL = 2, 6  # level 1 is the leaflet's own heading
LINKS = {"http", "https", "mailto", "tel"}
TEXT = {"text", "code_inline", "code_block", "fence"}


def read_markdown(text: str, address: str) -> list[dict[str, Any]]:
    """The blocks of a text. Links that begin with a slash lead to ``address``, the service's own."""
    tree = SyntaxTreeNode(parser.parse(text))
    _set_levels(tree)
    return _nodes(tree, address)


def _set_levels(tree: SyntaxTreeNode) -> None:
    """The highest heading is the second level, and none is skipped: readers jump from level to level."""
    headings = [node for node in tree.walk() if node.type == "heading"]
    highest = min((int(node.tag[1]) for node in headings), default=FIRST_LEVEL)
    level = FIRST_LEVEL - 1
    for node in headings:
        level = min(int(node.tag[1]) - highest + FIRST_LEVEL, level + 1, LAST_LEVEL)
        node.meta["level"] = level


def _nodes(parent: SyntaxTreeNode, address: str) -> list[dict[str, Any]]:
    return [data for node in parent.children for data in _node(node, address)]


def _node(node: SyntaxTreeNode, address: str) -> Iterator[dict[str, Any]]:
    kind = node.type
    if kind in TEXT:
        yield {"kind": kind, "text": node.content.removesuffix("\n")}
    elif kind == "inline":
        yield from _nodes(node, address)
    elif kind == "image":  # a leaflet shows no pictures of a page; what they say is said
        yield {"kind": "text", "text": node.content}
    elif kind == "link":
        yield from _link(node, address)
    else:
        yield {"kind": kind, "children": _nodes(node, address)} | _details(node)


def _details(node: SyntaxTreeNode) -> dict[str, Any]:
    match node.type:
        case "heading":
            return {"level": node.meta["level"]}
        case "ordered_list":
            return {"start": int(node.attrs.get("start", 1))}
        case "table":
            return {"columns": len(node.children[0].children[0].children)}
        case _:
            return {}


def _link(node: SyntaxTreeNode, address: str) -> Iterator[dict[str, Any]]:
    """On paper nobody can press a link: an address that its words do not give is printed after them."""
    target = urljoin(address, str(node.attrs["href"]))
    words = _nodes(node, address)
    if urlsplit(target).scheme not in LINKS:
        yield from words
        return
    yield {"kind": "link", "target": target, "children": words}
    shown = printed(target)
    if urlsplit(target).scheme.startswith("http") and shown not in _said(words):
        yield {"kind": "text", "text": f" ({shown})"}


def printed(address: str) -> str:
    """A web address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").removesuffix("/")


def _said(nodes: list[dict[str, Any]]) -> str:
    return "".join(node.get("text", "") + _said(node.get("children", [])) for node in nodes)
