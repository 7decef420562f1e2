"""A leaflet as a tagged PDF (PDF/UA-1) with its own typefaces. Nothing is fetched from anywhere."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from enum import StrEnum
from functools import cache, lru_cache
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
from tenants.leaflet.markup import printed, read_markdown
from tenants.leaflet.queries import Leaflet

PAPER = Path(__file__).with_name("leaflet.typ").read_bytes()
STANDARDS: tuple[tuple[Literal["ua-1"], ...], ...] = (("ua-1",), ())
FONTS = Path("@expo-google-fonts")
FACES = (  # of which package which weights; signs that these do not have come from typst's own
    ("atkinson-hyperlegible-next", ("400Regular", "700Bold", "400Regular_Italic", "700Bold_Italic")),
    ("noto-emoji", ("400Regular",)),
)
log = structlog.get_logger(__name__)


class Size(StrEnum):
    """The papers there are."""

    A5 = "a5"
    LARGE_PRINT = "large-print"


class LeafletFault(RuntimeError):
    """The paper could not be made in any way."""


class Pdf:
    """A finished file, and a mark that changes when it does."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.etag = hashlib.sha256(data).hexdigest()[:32]


@lru_cache(maxsize=256)
def make_pdf(leaflet: Leaflet, size: Size) -> Pdf:
    """The paper of the bound service's leaflet; made once for each thing that it says."""
    settings: Settings = current_app.extensions["concord.settings"]
    logo = storage.get(leaflet.logo_key).data if leaflet.logo_key else None
    # A letter that no typeface has breaks the standard, and a damaged logo cannot be drawn: neither stops the paper.
    for standards, picture in product(STANDARDS, (logo, None)):
        content = _content(leaflet, size) | {"logo": list(picture) if picture else None}
        try:
            return Pdf(typst.compile(
                PAPER, format="pdf", pdf_standards=list(standards), sys_inputs={"leaflet": json.dumps(content)},
                font_paths=fonts(settings.node_modules), ignore_system_fonts=True,
                timestamp=datetime.combine(leaflet.made_on, time(), UTC),
            ))
        except typst.TypstError:
            log.warning("leaflet_not_made_as_meant", standards=standards, logo=picture is not None)
    raise LeafletFault


@cache
def fonts(node_modules: Path) -> typst.Fonts:
    """The typefaces, read once: the same on every machine, whatever is installed there."""
    folders = [node_modules / FONTS / package / face for package, faces in FACES for face in faces]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _content(leaflet: Leaflet, size: Size) -> dict[str, Any]:
    refer = leaflet.refer_address
    return {
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
