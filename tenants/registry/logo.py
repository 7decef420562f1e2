"""A service's logo: a small picture of which only the drawing is kept. What could run, link or fetch is refused."""

from __future__ import annotations

from flask_babel import gettext as _

from tenants.registry.drawing import only_drawing
from tenants.registry.faults import LogoRefused
from tenants.registry.raster import only_pixels

__all__ = ["LARGEST", "LogoRefused", "clean_logo"]

LARGEST = 200_000
KINDS = {"svg": only_drawing, "png": only_pixels}


def clean_logo(filename: str, data: bytes) -> bytes:
    """The picture without what programs leave in it; `LogoRefused` says in a sentence why it cannot be a logo."""
    clean = KINDS.get(filename.lower().rpartition(".")[2])
    if clean is None:
        raise LogoRefused(_("must be an SVG or PNG file"))
    if len(data) > LARGEST:
        raise LogoRefused(_("must be smaller than %(size)s kilobytes", size=LARGEST // 1000))
    return clean(data)
