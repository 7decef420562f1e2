"""The places that a service meets in."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.edits import ChangedByOthers
from tenants.meetings import venues
from tenants.meetings.venue_forms import VenueForm
from tenants.meetings.views import BOTH, blueprint

RECORD = Permission.CASES_RECORD


@blueprint.route("/team/venues")
@access(RECORD, Place.SERVICE)
def venues_list() -> ResponseReturnValue:
    """Every venue, by name."""
    return render_template("meetings/venues.html", venues=venues.venues(also_ended=True))


@blueprint.route("/team/venues/new", methods=BOTH)
@access(RECORD, Place.SERVICE)
def venue_new() -> ResponseReturnValue:
    """A new venue."""
    form = VenueForm()

    def add() -> str:
        venues.add_venue(form.answers)
        return url_for("meetings.venues_list")

    return ask(form, add, lambda: render_template("meetings/venue.html", form=form), told=_("Saved."))


@blueprint.route("/team/venues/<uuid:venue_id>", methods=BOTH)
@access(RECORD, Place.SERVICE)
def venue(venue_id: UUID) -> ResponseReturnValue:
    """What is known of a venue, and changing it."""
    found = venues.venue(venue_id) or abort(404)
    form = VenueForm()
    form.load(venues.values_of(found))

    def change() -> str:
        newest = venues.venue(venue_id, lock=True) or abort(404)
        if form.changed_by_others(venues.values_of(newest)):
            raise ChangedByOthers
        venues.change_venue(newest, form.answers)
        return url_for("meetings.venues_list")

    return ask(form, change, lambda: render_template("meetings/venue.html", form=form), told=_("Saved."))
