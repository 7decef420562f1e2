"""How an organisation looks and how it is reached: what every page's header, footer and colours are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_babel import LazyString, lazy_gettext
from markupsafe import escape

from concord.identity.access import PUBLIC, Place, access
from concord.web import assets  # the module, not its function: each of the two imports the other
from concord.web.analytics import Analytics
from concord.web.colours import DARKER_UNDER_POINTER, Colours, darker

# Where "Leave this page" leads: dull, never personal, and known to everybody (what the GOV.UK pattern uses).
NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True)
class Brand:
    """What pages show of an organisation. An empty text means "not set" and is left out of the page."""

    name: str | LazyString
    short_name: str = ""
    summary: str | LazyString = ""  # one line, for search engines and wherever a page is shared
    phone: str = ""
    email: str = ""
    sender_name: str = ""  # of e-mail to staff and agencies; the public's comes without one
    reply_to: str = ""  # where they answer to
    hours: str | LazyString = ""
    logo_url: str = ""
    picture_url: str = ""  # the logo where it is no drawing: other websites show only those beside a link
    languages: tuple[str, ...] = ("en",)
    colours: Colours = field(default_factory=Colours)
    escape_key: bool = False  # leaves too, beside the button and Shift
    analytics: Analytics | None = None  # a program of another company that counts visitors; nobody has one by default


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
        "--concord-button-hover": darker(colours.button, DARKER_UNDER_POINTER),
        "--concord-button-edge": darker(colours.button, 0.5),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


@lru_cache(maxsize=512)
def _fingerprint(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def brand_css_url() -> str:
    """The address of this organisation's stylesheet; it changes when a colour does. "" without an organisation."""
    if current_brand() is DEFAULT:
        return ""
    return f"/brand.css?v={_fingerprint(stylesheet(current_brand().colours))}"


@blueprint.get("/brand.css")
@access(PUBLIC, at=Place.ANYWHERE, before_live=True)
def brand_css() -> Response:
    """The organisation's colours."""
    return _kept_under_version(stylesheet(current_brand().colours), "text/css")


def _kept_under_version(content: str, mimetype: str) -> Response:
    """Kept for good under its version, otherwise checked again each time."""
    response = Response(content, mimetype=mimetype)
    response.set_etag(_fingerprint(content))
    if request.args.get("v") == _fingerprint(content):
        response.cache_control.public, response.cache_control.max_age = True, 31_536_000
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def icon(letter: str, colours: Colours) -> str:
    """The little picture of a browser's tab: the service's first letter on its colour."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{colours.brand}"/>'
        f'<text x="16" y="23.5" font-family="system-ui,sans-serif" font-size="21" font-weight="700" '
        f'text-anchor="middle" fill="{colours.brand_text}">{escape(letter)}</text></svg>'
    )


def _icon_of(brand: Brand) -> str:
    return icon(str(brand.short_name or brand.name)[:1].upper(), brand.colours)


def brand_icon_url() -> str:
    """The address of this organisation's icon; without an organisation, the neutral one that forms have too."""
    if current_brand() is DEFAULT:
        return assets.asset("icon.svg")
    return f"/icon.svg?v={_fingerprint(_icon_of(current_brand()))}"


@blueprint.get("/icon.svg")
@access(PUBLIC, at=Place.ANYWHERE, before_live=True)
def brand_icon() -> Response:
    """The organisation's icon."""
    return _kept_under_version(_icon_of(current_brand()), "image/svg+xml")


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {
        "brand": current_brand, "brand_css_url": brand_css_url, "brand_icon_url": brand_icon_url,
        "neutral_page": NEUTRAL_PAGE,
    }
