"""Find your service, at the national office. At a service the same addresses lead there."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status
from tenants.registry.areas import police_force_areas
from tenants.registry.serving import DIRECTORY, answering
from tenants.site.find import queries
from tenants.site.find.search import find
from tenants.site.find.tiles import tiles

blueprint = Blueprint("find", __name__)


@blueprint.get("/find")
@access(PUBLIC, at=Place.ANYWHERE)
def search() -> ResponseReturnValue:
    """One search box, the map of tiles and the list of all areas."""
    if not current_organisation().is_national:
        return _at_the_national_office()
    served = queries.areas_served()
    found = find(request.args.get("q", ""))
    only = served[found.area_codes[0]] if len(found.area_codes) == 1 else None
    page = render_template(
        "site/find.html", found=found, served=served, only=only, tiles=tiles(), directory=DIRECTORY,
        answering=answering(only.services) if only else (), regions=queries.by_region(served.values()),
    )
    return make_response(page) if found.text else _public(page)


@blueprint.get("/find/<name>")
@access(PUBLIC, at=Place.ANYWHERE)
def area(name: str) -> ResponseReturnValue:
    """One police area: who answers there, or that nobody on Concord does yet."""
    chosen = next((area for area in police_force_areas().values() if area.key == name), None) or abort(404)
    if not current_organisation().is_national:
        return _at_the_national_office()
    served = queries.areas_served()[chosen.code]
    return _public(render_template(
        "site/find_area.html", served=served, answering=answering(served.services), directory=DIRECTORY
    ))


def _at_the_national_office() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["concord.settings"]
    path = request.full_path if request.query_string else request.path
    return redirect(settings.public_url + path, 303)


def _public(page: str) -> Response:
    """Asked again each time, so that a new service shows at once. What somebody looked for is kept nowhere."""
    response = make_response(page)
    if g.organisation.status == Status.LIVE:
        response.cache_control.private = response.cache_control.no_cache = True
    return response
