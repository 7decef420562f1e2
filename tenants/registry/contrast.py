"""Which colours of a brand stand on one another, and whether they can be read there (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
PAIRS = (("band_text", "band"), ("link", WHITE), ("link_hover", WHITE), ("link_visited", WHITE),
         ("button_text", "button"))


def failing_pairs(colours: Mapping[str, str]) -> list[str]:
    """A sentence for each pair of colours that people with weak sight could not tell apart."""
    faults = []
    for upper, lower in PAIRS:
        found = contrast(colours[upper], colours.get(lower, lower))
        if found < LEAST_CONTRAST:
            faults.append(_("%(upper)s on %(lower)s has a contrast of %(found)s to 1, and needs %(least)s to 1",
                            upper=upper, lower="white" if lower == WHITE else lower, found=f"{found:.1f}",
                            least=LEAST_CONTRAST))
    return faults


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start:start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
