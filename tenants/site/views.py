"""The pages that anybody may read."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from concord import storage
from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status
from concord.web.brand import DEFAULT
from concord.web.markdown import render_markdown
from concord.web.translations import page_language
from tenants.content import queries as content
from tenants.registry.queries import current_profile, stored_profile
from tenants.registry.texts import PageText
from tenants.registry.words import fill
from tenants.site.hours import opening_hours

blueprint = Blueprint("site", __name__, template_folder="templates")
HOME = "home"
YEAR = 31_536_000
# A drawing may carry styles of its own but never a script, also when it is opened by itself.
LOGO_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/")
@access(PUBLIC, at=Place.ANYWHERE)
def home() -> ResponseReturnValue:
    """The front door: of a service, or of the national office."""
    page = content.page_text(HOME, page_language()) or abort(404)
    if current_organisation().is_national:
        return _public("site/national.html", page)
    profile = current_profile()
    return _public("site/home.html", page, profile=profile, hours=opening_hours(profile.contact.hours))


@blueprint.get("/<slug>")
@access(PUBLIC, at=Place.ANYWHERE)
def page(slug: str) -> ResponseReturnValue:
    """A page in the organisation's own words, or in the national ones."""
    found = content.page_text(slug, page_language()) if slug != HOME else None
    if found is None:
        abort(404)
    return _public("site/page.html", found, may_refer=not current_organisation().is_national)


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


@blueprint.get("/robots.txt")
@access(PUBLIC, at=Place.ANYWHERE)
def robots() -> Response:
    """What search engines may list: the public pages, and no form."""
    closed = ("/refer", "/exit", "/sign-in", "/team/", "/national/", "/admin/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def holding_page() -> Response:
    """What every address of a suspended service answers."""
    settings: Settings = current_app.extensions["concord.settings"]
    g.brand = DEFAULT  # its colours have an address, which is closed as well
    page = render_template(
        "site/holding.html", profile=current_profile(), national_address=settings.public_url + "/"
    )
    return make_response(page, 503, {"Cache-Control": "no-store"})


def _public(template: str, page: PageText, **values: object) -> Response:
    """A public page. Browsers ask again each time, so that a change shows at once; search engines may list it."""
    words = render_markdown(fill(page.body, current_profile()))
    response = make_response(render_template(template, title=page.title, words=words, **values))
    if g.organisation.status == Status.LIVE:
        response.cache_control.private = response.cache_control.no_cache = True
    return response
