"""A leaflet as a tagged PDF (PDF/UA-1) with its own typefaces. Nothing is fetched from anywhere."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

import segno
import structlog
import typst
from flask import current_app
from flask_babel import gettext as _

from concord import storage
from concord.config import Settings
from concord.web.assets import AssetsMissingError
from tenants.leaflet.markup import printed, read_markdown
from tenants.leaflet.queries import Leaflet

PAPER = Path(__file__).with_name("leaflet.typ").read_bytes()
Standards = tuple[Literal["ua-1"], ...]
UA_1: Standards = ("ua-1",)
ANY: Standards = ()
FONTS = Path("@expo-google-fonts")
FACES = (  # of which package which weights; signs that these do not have come from typst's own
    ("atkinson-hyperlegible-next", ("400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic")),
    ("noto-emoji", ("400Regular",)),
)
FAMILIES = {"Atkinson Hyperlegible Next", "Noto Emoji"}
log = structlog.get_logger(__name__)


class Size(StrEnum):
    """The papers there are."""

    A5 = "a5"
    LARGE_PRINT = "large-print"


class Pdf:
    """A finished file, and a mark that changes when it does."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.etag = hashlib.sha256(data).hexdigest()[:32]


def make_pdf(leaflet: Leaflet, size: Size) -> Pdf:
    """The paper of the bound service's leaflet; without its logo while that cannot be had."""
    try:
        return made_once(leaflet, size)
    except storage.FAILURES:
        log.warning("leaflet_made_without_logo")
        return made_once(replace(leaflet, logo_key=None), size)


@lru_cache(maxsize=256)
def made_once(leaflet: Leaflet, size: Size) -> Pdf:
    """One for each thing that a leaflet says."""
    logo = storage.get(leaflet.logo_key).data if leaflet.logo_key else None
    # A letter that no typeface has breaks the standard, and a damaged logo cannot be drawn: neither stops the paper.
    *ways, last = product((UA_1, ANY), (logo, None))
    for standards, picture in ways:
        try:
            return _typeset(leaflet, size, standards, picture)
        except typst.TypstError:
            log.warning("leaflet_not_made_as_meant", standards=standards, logo=picture is not None)
    return _typeset(leaflet, size, *last)


def _typeset(leaflet: Leaflet, size: Size, standards: Standards, logo: bytes | None) -> Pdf:
    content = _content(leaflet, size) | {"logo": list(logo) if logo else None}
    return Pdf(typst.compile(
        PAPER, format="pdf", pdf_standards=list(standards), sys_inputs={"leaflet": json.dumps(content)},
        font_paths=current_app.extensions["concord.leaflet_fonts"], ignore_system_fonts=True,
        timestamp=datetime.combine(leaflet.made_on, time(), UTC),
    ))


def load_fonts(node_modules: Path) -> typst.Fonts:
    """The typefaces: the same on every machine, whatever is installed there."""
    folders = [node_modules / FONTS / package / face for package, faces in FACES for face in faces]
    found = typst.Fonts(include_system_fonts=False, font_paths=folders)
    missing = sorted(FAMILIES.difference(found.families()))
    if missing:
        raise AssetsMissingError(f"{', '.join(missing)} is not installed in {node_modules}: run `npm ci`")
    return found


def _content(leaflet: Leaflet, size: Size) -> dict[str, Any]:
    refer = leaflet.refer_address
    settings: Settings = current_app.extensions["concord.settings"]
    return {
        "demonstration": _("This is a demonstration. Nobody reads what you send.") if settings.demo else "",
        "size": size, "language": leaflet.language, "service": leaflet.service,
        "short-name": leaflet.short_name, "title": leaflet.title,
        "phone": leaflet.phone, "call": _("Call us"), "colours": asdict(leaflet.colours),
        "logo_alt": _("Logo of %(service)s", service=leaflet.service),
        "words": {"language": leaflet.words_language, "blocks": read_markdown(leaflet.words, leaflet.address)},
        "emergency": _("In danger now? Call 999."),
        "refer": {
            "heading": _("Ask us to contact you"), "link": refer, "printed": printed(refer), "code": _qr_code(refer),
            "how": _("Point the camera of a phone at the square, or type this address:"),
            "alt": _("QR code that opens %(address)s", address=printed(refer)),
        },
        "ways": {"heading": _("Talk to us"), "lines": [asdict(line) for line in leaflet.ways]},
        "figures": {"heading": _("Figures"), "lines": [asdict(figure) for figure in leaflet.figures]},
        "about": {"heading": _("About this leaflet"), "lines": [asdict(line) for line in leaflet.about]},
    }


def _qr_code(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", xmldecl=False, light="#fff", omitsize=True)
    return drawing.getvalue().decode()
