"""A service's colours, and whether people can read them: every pair of them that meets on a page."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields

from flask_babel import LazyString, lazy_gettext

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, level AA, text of ordinary size
LEAST_CONTRAST_OF_SHAPES = 3.0  # the same, for lines and bars that mean something
PAGE = "#ffffff"
SURFACE = "#f3f3f3"
DARKER_UNDER_POINTER = 0.25


@dataclass(frozen=True)
class Colours:
    """A service's colours, each ``#rrggbb``."""

    brand: str = "#1f3a5f"
    brand_text: str = "#ffffff"
    link: str = "#1a5a96"
    link_hover: str = "#0f385c"
    button: str = "#1f5f4a"
    button_text: str = "#ffffff"

    def __post_init__(self) -> None:
        for colour in fields(self):
            if not COLOUR.fullmatch(getattr(self, colour.name)):
                raise ValueError(f"{colour.name} is not a colour such as #1f3a5f")


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on a page, where they do, and how far apart they are and have to be."""

    colour: str  # the name of the one to change
    where: LazyString
    text: str
    background: str
    least: float = LEAST_CONTRAST

    @property
    def ratio(self) -> float:
        return contrast_ratio(self.text, self.background)

    @property
    def shown(self) -> str:
        """The ratio for people; cut, not rounded, so that what is too little never looks enough."""
        return f"{math.floor(self.ratio * 100) / 100:g}"

    @property
    def is_shape(self) -> bool:
        return self.least == LEAST_CONTRAST_OF_SHAPES

    @property
    def fails(self) -> bool:
        """Whether people with low vision could not tell the two apart."""
        return self.ratio < self.least


def contrast_ratio(first: str, second: str) -> float:
    """WCAG contrast of two ``#rrggbb`` colours, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def pairs(colours: Colours) -> list[Pair]:
    """Every pair of a service's colours that pages show. Names stay lazy: a page's language is found through here."""
    c, hover = colours, darker(colours.button, DARKER_UNDER_POINTER)
    return [
        Pair("brand_text", lazy_gettext("the name in the header"), c.brand_text, c.brand),
        Pair("brand", lazy_gettext("lines and bars in your colour"), c.brand, SURFACE, LEAST_CONTRAST_OF_SHAPES),
        Pair("link", lazy_gettext("links on the page"), c.link, PAGE),
        Pair("link", lazy_gettext("links in the footer"), c.link, SURFACE),
        Pair("link_hover", lazy_gettext("links under the pointer"), c.link_hover, PAGE),
        Pair("link_hover", lazy_gettext("links under the pointer in the footer"), c.link_hover, SURFACE),
        Pair("button_text", lazy_gettext("words on buttons"), c.button_text, c.button),
        Pair("button_text", lazy_gettext("words on buttons under the pointer"), c.button_text, hover),
    ]


def failing_pairs(colours: Colours) -> list[Pair]:
    """The places where the colours could not be read; they are saved only when there are none."""
    return [pair for pair in pairs(colours) if pair.fails]


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def darker(colour: str, part: float) -> str:
    """The colour with a part of its light taken away."""
    return "#" + "".join(f"{int(int(colour[start : start + 2], 16) * (1 - part)):02x}" for start in (1, 3, 5))
