"""Calendars: one entry to download, and a private address that a facilitator's own calendar reads."""

from __future__ import annotations

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity.access import PUBLIC, Place, access
from concord.identity.permissions import Permission
from concord.web.calendars import Entry, calendar_file
from tenants.casework.pages import found_case
from tenants.meetings import calendars
from tenants.meetings.views import BOTH, blueprint

RECORD = Permission.CASES_RECORD


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/entry.ics")
@access(RECORD, Place.SERVICE)
def entry(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """One entry. A calendar that has it takes the change from a newer one."""
    found_case(case_id)
    found = calendars.entry_of(case_id, activity_id) or abort(404)
    answer = _calendar([found])
    answer.headers["Content-Disposition"] = "attachment; filename=meeting.ics"
    return answer


@blueprint.route("/calendar/<token>.ics")
@access(PUBLIC, Place.SERVICE)
def feed(token: str) -> ResponseReturnValue:
    """Everything that one facilitator has on, for whoever holds the secret address: their own calendar."""
    account_id = calendars.whose(token)
    if account_id is None:
        abort(404)
    return _calendar(calendars.entries_of(account_id))


def _calendar(entries: list[Entry]) -> Response:
    answer = Response(calendar_file(entries, request.host, _("Meeting")), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/team/calendar", methods=BOTH)
@access(RECORD, Place.SERVICE)
def calendar() -> ResponseReturnValue:
    """Make, renew or end one's own feed. Its address is shown once, right after it was made."""
    address = ""
    if request.method == "POST" and request.form.get("act") == "end":
        calendars.end_feed(current_user.account_id)
        flash(_("The address is ended. Calendars get nothing from it any more."))
        return redirect(url_for("meetings.calendar"), 303)
    if request.method == "POST":
        token = calendars.make_feed(current_user.account_id)
        address = url_for("meetings.feed", token=token, _external=True)
    made_at = calendars.feed_made_at(current_user.account_id)
    return render_template("meetings/calendar.html", address=address, made_at=made_at)
