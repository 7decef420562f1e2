"""Whether a file may be shown as a service's logo: a small picture that cannot run anything or fetch anything."""

from __future__ import annotations

from xml.etree import ElementTree

from flask_babel import gettext as _

LARGEST = 200_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {SVG + name for name in ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
                                   "text", "tspan", "title", "desc", "defs", "linearGradient", "radialGradient",
                                   "stop", "clipPath")}


def logo_fault(filename: str, data: bytes) -> str | None:
    """Why this file cannot be a logo, or None when it can."""
    if len(data) > LARGEST:
        return str(_("must be smaller than %(size)s kilobytes", size=LARGEST // 1000))
    if filename.endswith(".png"):
        return None if data.startswith(PNG) else str(_("is not a PNG picture"))
    return _svg_fault(data)


def _svg_fault(data: bytes) -> str | None:
    if b"<!" in data.replace(b"<!--", b""):
        return str(_("must have no document type or entities in it"))
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - without a document type there are no entities to expand
    except (ElementTree.ParseError, ValueError, LookupError):
        return str(_("is not an SVG picture"))
    if root.tag != SVG + "svg":
        return str(_("is not an SVG picture"))
    for element in root.iter():
        if element.tag not in DRAWING or any(_acts(*attribute) for attribute in element.items()):
            return str(_("must only draw: no scripts, links, styles or other files"))
    return None


def _acts(name: str, value: str) -> bool:
    """Whether an attribute runs, links or fetches something."""
    plain = name.rpartition("}")[2].lower()
    reaches_out = "url(" in value.lower() and "url(#" not in value.replace(" ", "").lower()
    return plain.startswith("on") or plain in {"href", "style"} or reaches_out
