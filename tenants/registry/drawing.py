"""Reading an SVG so that only its drawing is left: shapes, words and colours. What programs add is left behind.

Styles become attributes, since the pages' policy runs none. What could run, link or fetch is refused, not mended: who
put it there should know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from tenants.registry.faults import LogoRefused

SVG, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
SHAPES = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
    "desc", "defs", "symbol", "use", "linearGradient", "radialGradient", "stop", "clipPath", "mask",
))
WITH_WORDS = frozenset(("text", "tspan", "title", "desc"))
GEOMETRY = frozenset((
    "id", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "d", "points",
    "width", "height", "viewBox", "preserveAspectRatio", "transform", "rotate", "offset", "gradientUnits",
    "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits", "textLength",
    "lengthAdjust", "pathLength", "href",
))
LOOKS = frozenset((
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "color",
    "stop-color", "stop-opacity", "clip-path", "clip-rule", "mask", "display", "visibility", "overflow",
    "font-family", "font-size", "font-style", "font-weight", "text-anchor", "letter-spacing", "word-spacing",
    "dominant-baseline", "paint-order",
))
CALLS = re.compile(r"([\w-]*)\(\s*['\"]?(.?)")
HARMLESS_CALLS = frozenset((
    "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "rotate", "scale", "skewx", "skewy",
))
EMPTY_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[\]<>]*>")
DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([\w-]+)")
DEEPEST = 60
Looks = Mapping[str, str]
ElementTree.register_namespace("", SVG)


def only_drawing(data: bytes) -> bytes:
    """The same picture, and nothing else that was in the file; `LogoRefused` when it is none or does more."""
    root = _parse(data)
    _clean(root, _classes(root))
    _check_copies(root)
    drawing: bytes = ElementTree.tostring(root, encoding="utf-8")
    return drawing


def _parse(data: bytes) -> Element:
    try:
        source = EMPTY_DOCTYPE.sub("", data.decode("utf-8-sig"), count=1)
        if DECLARATION.search(source):
            raise LogoRefused(_("must have no document type or entities in it"))
        root = ElementTree.fromstring(source)  # noqa: S314 - without a document type there are no entities to expand
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError, LookupError):
        raise LogoRefused(_("is not an SVG picture")) from None
    if root.tag != f"{{{SVG}}}svg":
        raise LogoRefused(_("is not an SVG picture"))
    return root


def _classes(root: Element) -> dict[str, Looks]:
    """What the picture's own style sheet says of each class, the one kind of rule that drawing programs write."""
    found: dict[str, Looks] = {}
    for sheet in root.iter(f"{{{SVG}}}style"):
        source = COMMENT.sub("", sheet.text or "")
        if RULE.sub("", source).strip():
            raise _unreadable_styles()
        for selectors, declarations in RULE.findall(source):
            for selector in selectors.split(","):
                named = CLASS.fullmatch(selector.strip())
                if named is None:
                    raise _unreadable_styles()
                found[named[1]] = {**found.get(named[1], {}), **_declared(declarations)}
    return found


def _unreadable_styles() -> LogoRefused:
    return LogoRefused(_("has styles that cannot be kept: save it as “plain SVG” or with “presentation attributes”"))


def _declared(declarations: str) -> Looks:
    parts = (part.partition(":") for part in declarations.split(";"))
    return {name.strip().lower(): value.strip() for name, _colon, value in parts if name.strip()}


def _clean(element: Element, classes: Mapping[str, Looks], depth: int = 0) -> None:
    if depth > DEEPEST:
        raise LogoRefused(_("is too complicated: make it simpler"))
    _clean_attributes(element, classes)
    has_words = _name(element.tag)[1] in WITH_WORDS
    if not has_words:
        element.text = None
    for child in list(element):
        if _is_left_behind(child):
            element.remove(child)
            continue
        _clean(child, classes, depth + 1)
        if not has_words:
            child.tail = None


def _is_left_behind(element: Element) -> bool:
    """Whether an element draws nothing and does nothing, such as an editor's notes."""
    space, name = _name(element.tag)
    if name.lower() == "script" or (space in {SVG, XHTML} and name not in SHAPES | {"style", "metadata"}):
        _refuse(name)
    return space != SVG or name not in SHAPES


def _clean_attributes(element: Element, classes: Mapping[str, Looks]) -> None:
    given: dict[str, str] = {}
    for full_name, value in element.items():
        name = _name(full_name)[1]
        if name.lower().startswith("on") or (name == "href" and not value.strip().startswith("#")):
            _refuse(name)
        given[name] = value
    looks: dict[str, str] = {}
    for name in given.pop("class", "").split():
        looks |= classes.get(name, {})
    looks |= _declared(given.pop("style", ""))
    for name, value in (given | looks).items():
        _check_value(name, value)
    element.attrib.clear()
    element.attrib.update({name: value for name, value in given.items() if name in GEOMETRY | LOOKS})
    element.attrib.update({name: value for name, value in looks.items() if name in LOOKS})


def _check_value(name: str, value: str) -> None:
    """A colour or a place may be computed; nothing may be called that fetches."""
    for called, first in CALLS.findall(value):
        is_own_part = called.lower() == "url" and first == "#"
        if name in GEOMETRY | LOOKS and not is_own_part and called.lower() not in HARMLESS_CALLS | {""}:
            _refuse(called)
    if name in LOOKS and "\\" in value:
        _refuse(name)


def _check_copies(root: Element) -> None:
    """A copy of copies of copies can stop a browser: a part that is used uses no other."""
    uses = f"{{{SVG}}}use"
    parts = {element.get("id"): element for element in root.iter()}
    for use in root.iter(uses):
        part = parts.get((use.get("href") or "#").strip()[1:])
        if part is not None and any(inner.tag == uses for inner in part.iter()):
            raise LogoRefused(_("is too complicated: make it simpler"))


def _refuse(what: str) -> None:
    raise LogoRefused(_("must only draw: no scripts, links, pictures or other files (it has “%(what)s”)", what=what))


def _name(tag: str) -> tuple[str, str]:
    space, _brace, name = tag.rpartition("}")
    return space.removeprefix("{"), name
