"""The pages that anybody may read."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from concord import storage
from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import current_organisation
from concord.web.brand import DEFAULT
from concord.web.translations import page_language
from tenants.content import queries as content
from tenants.content.queries import Shown
from tenants.registry.queries import current_profile, stored_profile
from tenants.registry.texts import TextKind
from tenants.site import search_engines
from tenants.site.hours import opening_hours, own_sentence
from tenants.site.navigation import HOME, is_spoken_here, menu
from tenants.site.public import month, public_page, words

blueprint = Blueprint("site", __name__, template_folder="templates")
FIGURES_ON = "what-is-restorative-justice"
FIGURES_ON_HOME = 2
YEAR = 31_536_000
# Nothing in a drawing acts, also when it is opened by itself.
LOGO_POLICY = "default-src 'none'; sandbox"


@blueprint.get("/")
@access(PUBLIC, at=Place.ANYWHERE)
def home() -> ResponseReturnValue:
    """The front door: of a service, or of the national office."""
    page = _page(HOME)
    figures = _listed(TextKind.STATISTIC)[:FIGURES_ON_HOME]
    if current_organisation().is_national:
        return _in_words("site/national.html", page, figures=figures)
    profile = current_profile()
    return _in_words("site/home.html", page, figures=figures, profile=profile,
                     hours=opening_hours(profile.contact.hours), phone_hours=own_sentence(profile.contact),
                     service_data=search_engines.service_data(profile))


@blueprint.get("/<slug>")
@access(PUBLIC, at=Place.ANYWHERE)
def page(slug: str) -> ResponseReturnValue:
    """A page in the organisation's own words, or in the national ones."""
    if slug == HOME:
        abort(404)
    figures = _listed(TextKind.STATISTIC) if slug == FIGURES_ON else []
    return _in_words("site/page.html", _page(slug), figures=figures, may_refer=_may_refer())


@blueprint.get("/contact")
@access(PUBLIC, at=Place.ANYWHERE)
def contact() -> ResponseReturnValue:
    """Every way to reach the organisation."""
    profile = current_profile()
    return _in_words("site/contact.html", _page("contact"), profile=profile, may_refer=_may_refer(),
                     hours=opening_hours(profile.contact.hours), phone_hours=own_sentence(profile.contact))


@blueprint.get("/questions")
@access(PUBLIC, at=Place.ANYWHERE)
def questions() -> ResponseReturnValue:
    """What people often ask."""
    found = _listed(TextKind.QUESTION) or abort(404)
    return public_page("site/questions.html", title=_("Questions and answers"),
                       description=_("What people ask us most about restorative justice, and our answers."),
                       questions=[(shown, words(shown.document.answer, shown.language)) for shown in found],
                       partly_english=_partly_english(found))


@blueprint.get("/films")
@access(PUBLIC, at=Place.ANYWHERE)
def films() -> ResponseReturnValue:
    """Short films. None of them is fetched before somebody presses its link."""
    found = _listed(TextKind.FILM) or abort(404)
    return public_page("site/films.html", title=_("Short films"),
                       description=_("Short films in which people tell what restorative justice was like for them."),
                       films=[(film, _length(film.document.seconds)) for film in found],
                       partly_english=_partly_english(found))


@blueprint.get("/stories")
@access(PUBLIC, at=Place.ANYWHERE)
def stories() -> ResponseReturnValue:
    """What others went through, told with their consent."""
    found = _listed(TextKind.STORY) or abort(404)
    return public_page("site/stories.html", title=_("Stories"), stories=found, partly_english=_partly_english(found),
                       description=_("What other people went through, to read before you decide."))


@blueprint.get("/stories/<key>")
@access(PUBLIC, at=Place.ANYWHERE)
def story(key: str) -> ResponseReturnValue:
    """One story, with its warning before it."""
    shown = content.one(TextKind.STORY, key, page_language())
    if shown is None or not shown.document.body:
        abort(404)
    document = shown.document
    return public_page("site/story.html", title=document.title, description=document.summary, story=document,
                       words=words(document.body, shown.language), language=shown.language)


@blueprint.get("/logo")
@access(PUBLIC, at=Place.ANYWHERE)
def logo() -> Response:
    """The organisation's logo, kept for good under its version."""
    stored = stored_profile()
    if stored.logo_key is None:
        abort(404)
    document = storage.get(stored.logo_key)
    response = Response(document.data, mimetype=stored.logo_type or document.content_type)
    response.headers["Content-Security-Policy"] = LOGO_POLICY
    if request.args.get("v") == stored.id.hex:
        response.cache_control.public, response.cache_control.max_age = True, YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    response.set_etag(stored.id.hex)
    response.make_conditional(request)
    return response


def holding_page() -> Response:
    """What every address of a suspended service answers."""
    settings: Settings = current_app.extensions["concord.settings"]
    g.brand = DEFAULT  # its colours have an address, which is closed as well
    page = render_template(
        "site/holding.html", profile=current_profile(), national_address=settings.public_url + "/"
    )
    return make_response(page, 503, {"Cache-Control": "no-store"})


def _page(slug: str) -> Shown:
    found = content.page(slug, page_language())
    if found is None or not is_spoken_here(slug, is_own=found.is_own):
        abort(404)
    return found


def _listed(kind: TextKind) -> list[Shown]:
    """What is shown of a kind; the national office shows its own only."""
    national = current_organisation().is_national
    return [shown for shown in content.listed(kind, page_language()) if shown.is_own or not national]


def _partly_english(found: list[Shown]) -> bool:
    return any(shown.language != page_language() for shown in found)


def _in_words(template: str, page: Shown, **values: object) -> Response:
    html = words(page.document.body, page.language)
    return public_page(template, title=page.document.title, description=search_engines.description(html),
                       words=html, language=page.language, **values)


def _may_refer() -> bool:
    return not current_organisation().is_national


def _length(seconds: int | None) -> str:
    """How long a film is, to the minute; below that, in seconds."""
    if seconds is None:
        return ""
    if seconds < 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", seconds))
    return str(ngettext("%(num)s minute", "%(num)s minutes", round(seconds / 60)))


@blueprint.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"site_menu": menu, "month": month, "host_of": lambda address: urlsplit(address).hostname}
