"""The places that a service meets in."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.handled import handled, mark_handled
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
    if form.validate_on_submit():
        key, home = form.form_key.data or "", url_for("meetings.venues_list")
        if handled(key) is None:
            venues.add_venue(form.answers)
            mark_handled(key, home)
            flash(_("Saved."))
        return redirect(home, 303)
    return render_template("meetings/venue.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/team/venues/<uuid:venue_id>", methods=BOTH)
@access(RECORD, Place.SERVICE)
def venue(venue_id: UUID) -> ResponseReturnValue:
    """What is known of a venue, and changing it."""
    found = venues.venue(venue_id) or abort(404)
    form, status = VenueForm(), 200
    if form.validate_on_submit():
        found = venues.venue(venue_id, lock=True) or abort(404)
        if not form.changed_by_others(venues.values_of(found)):
            venues.change_venue(found, form.answers)
            flash(_("Saved."))
            return redirect(url_for("meetings.venues_list"), 303)
        db.session.rollback()
        status = 409
    elif form.is_submitted():
        status = 422
    form.load(venues.values_of(found))
    return render_template("meetings/venue.html", form=form), status
