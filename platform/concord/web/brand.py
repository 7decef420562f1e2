"""How an organisation looks and how it is reached: what every page's header, footer and colours are made of."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import lru_cache

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_babel import LazyString, lazy_gettext

from concord.identity.access import PUBLIC, Place, access

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5  # WCAG 2.2, level AA, text of ordinary size
PAGE = "#ffffff"
SURFACE = "#f3f3f3"


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
class Brand:
    """What pages show of an organisation. An empty text means "not set" and is left out of the page."""

    name: str | LazyString
    short_name: str = ""
    phone: str = ""
    email: str = ""
    hours: str | LazyString = ""
    logo_url: str = ""
    languages: tuple[str, ...] = ("en",)
    colours: Colours = field(default_factory=Colours)


@dataclass(frozen=True)
class FailingPair:
    """Two colours that people with low vision could not tell apart, and where they meet."""

    where: str
    text: str
    background: str
    ratio: float


BrandLoader = Callable[[], Brand | None]
DEFAULT = Brand(lazy_gettext("Restorative justice services"))
blueprint = Blueprint("brand", __name__)


def brand_loader(app: Flask, load: BrandLoader) -> None:
    """Say who knows the brand of the organisation of a request. It is asked once a request and may answer None."""
    app.extensions["concord.brand"] = load


def current_brand() -> Brand:
    """The brand of this request's organisation; the neutral default where there is none."""
    if "brand" not in g:
        load: BrandLoader = current_app.extensions.get("concord.brand", lambda: None)
        g.brand = load() or DEFAULT
    brand: Brand = g.brand
    return brand


def contrast_ratio(first: str, second: str) -> float:
    """WCAG contrast of two ``#rrggbb`` colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def failing_pairs(brand: Brand) -> list[FailingPair]:
    """The places where the brand's text could not be read; a brand is saved only when there are none."""
    # Names are looked up only for what fails: the language of a page depends on the brand, which is read through here.
    c = brand.colours
    pairs = (
        (lazy_gettext("the name in the header"), c.brand_text, c.brand),
        (lazy_gettext("links on the page"), c.link, PAGE),
        (lazy_gettext("links in the footer"), c.link, SURFACE),
        (lazy_gettext("links under the pointer"), c.link_hover, PAGE),
        (lazy_gettext("words on buttons"), c.button_text, c.button),
    )
    found = ((where, text, back, contrast_ratio(text, back)) for where, text, back in pairs)
    return [FailingPair(str(where), text, back, ratio) for where, text, back, ratio in found if ratio < LEAST_CONTRAST]


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _darker(colour: str, part: float) -> str:
    return "#" + "".join(f"{int(int(colour[start : start + 2], 16) * (1 - part)):02x}" for start in (1, 3, 5))


@lru_cache(maxsize=256)
def stylesheet(colours: Colours) -> str:
    """The brand as custom properties: GOV.UK Frontend's own, and those of ``concord.css``."""
    properties = {
        "--govuk-brand-colour": colours.brand,
        "--govuk-link-colour": colours.link,
        "--govuk-link-hover-colour": colours.link_hover,
        "--concord-brand-text": colours.brand_text,
        "--concord-button": colours.button,
        "--concord-button-text": colours.button_text,
        "--concord-button-hover": _darker(colours.button, 0.25),
        "--concord-button-edge": _darker(colours.button, 0.5),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


@lru_cache(maxsize=256)
def _version(colours: Colours) -> str:
    return hashlib.sha256(stylesheet(colours).encode()).hexdigest()[:16]


def brand_css_url() -> str:
    """The address of this organisation's stylesheet; it changes when a colour does. "" without an organisation."""
    if current_brand() is DEFAULT:
        return ""
    return f"/brand.css?v={_version(current_brand().colours)}"


@blueprint.get("/brand.css")
@access(PUBLIC, at=Place.ANYWHERE, before_live=True)
def brand_css() -> Response:
    """The organisation's colours. Kept for good under its version, otherwise checked again each time."""
    colours = current_brand().colours
    response = Response(stylesheet(colours), mimetype="text/css")
    response.set_etag(_version(colours))
    if request.args.get("v") == _version(colours):
        response.cache_control.public, response.cache_control.max_age = True, 31_536_000
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"brand": current_brand, "brand_css_url": brand_css_url}
