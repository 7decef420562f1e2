"""The choice between English and Welsh: a link that keeps the page, remembered by a cookie of this host alone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.web.translations import COOKIE, in_visitors_language, languages_to_choose, page_language

NAMES = {"en": "English", "cy": "Cymraeg"}  # each in its own words, so never translated
KEPT_SECONDS = 365 * 24 * 60 * 60
blueprint = Blueprint("languages", __name__)


@dataclass(frozen=True)
class LanguageLink:
    """One language that this page may be read in."""

    code: str
    name: str
    url: str
    is_current: bool


def language_links() -> list[LanguageLink]:
    """What the switch shows; empty where there is nothing to choose."""
    languages = languages_to_choose()
    if len(languages) < 2 or not in_visitors_language() or g.get("public_pages_closed"):
        return []
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return [
        LanguageLink(code, NAMES[code], url_for("languages.choose", language=code, to=here), code == page_language())
        for code in languages
    ]


@blueprint.get("/language/<language>")
@access(PUBLIC, at=Place.ANYWHERE)
def choose(language: str) -> ResponseReturnValue:
    """Back to the page the visitor came from, in the other language. Changes nothing but their own cookie."""
    if language not in languages_to_choose():
        abort(404)
    response = redirect(_own_page(request.args.get("to", "/")), 303)
    settings: Settings = current_app.extensions["concord.settings"]
    response.set_cookie(
        COOKIE, language, max_age=KEPT_SECONDS, secure=settings.secure, httponly=True, samesite="Lax"
    )
    return response


def _own_page(address: str) -> str:
    """An address of this host, whatever the link was made into: never a way to another site."""
    parts = urlsplit(address)
    is_own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_own and not parts.scheme and not parts.netloc else "/"


def in_language(language: str) -> Markup:
    """`` lang="en"`` for what is not in the page's language, so that a screen reader says it right; else nothing."""
    return Markup("") if language == page_language() else Markup(' lang="{}"').format(language)


def said(text: str, language: str) -> str:
    """Words within a sentence of the page, marked with their language when it is another one."""
    mark = in_language(language)
    return Markup("<span{}>{}</span>").format(mark, text) if mark else text


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals |= {"language_links": language_links, "in_language": in_language, "said": said}
