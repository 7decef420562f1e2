"""Find your service, at the national office. At a service the same addresses lead there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import current_organisation
from tenants.registry.areas import police_force_areas
from tenants.registry.serving import DIRECTORY, answering
from tenants.site.find import queries
from tenants.site.find.search import find
from tenants.site.find.tiles import tiles
from tenants.site.public import public_page

blueprint = Blueprint("find", __name__)


@blueprint.get("/find")
@access(PUBLIC, at=Place.ANYWHERE)
def search() -> ResponseReturnValue:
    """One search box, the map of tiles and the list of all areas."""
    if not current_organisation().is_national:
        return _at_the_national_office()
    served, found = queries.areas_served(), find(request.args.get("q", ""))
    only = served[found.area_codes[0]] if len(found.area_codes) == 1 else None
    values: dict[str, Any] = {
        "found": found, "served": served, "only": only, "answering": answering(only.services) if only else (),
        "tiles": tiles(), "regions": queries.by_region(served.values()), "directory": DIRECTORY,
    }
    if found.text:  # what somebody looked for is kept by no browser
        return render_template("site/find.html", title=_("Find your service: what we found"), **values)
    description = _("Find the restorative justice service for your town, county or police area.")
    return public_page("site/find.html", title=_("Find your service"), description=description, **values)


@blueprint.get("/find/<name>")
@access(PUBLIC, at=Place.ANYWHERE)
def area(name: str) -> ResponseReturnValue:
    """One police area: who answers there, or that nobody on Concord does yet."""
    chosen = next((area for area in police_force_areas().values() if area.key == name), None) or abort(404)
    if not current_organisation().is_national:
        return _at_the_national_office()
    served = queries.areas_served()[chosen.code]
    return public_page(
        "site/find_area.html", title=_("%(area)s: find your service", area=chosen.name), served=served,
        description=_("Restorative justice for people in the police area %(area)s.", area=chosen.name),
        answering=answering(served.services), directory=DIRECTORY,
    )


def _at_the_national_office() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["concord.settings"]
    path = request.full_path if request.query_string else request.path
    return redirect(settings.public_url + path, 303)
