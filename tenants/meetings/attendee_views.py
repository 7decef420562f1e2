"""Adding somebody who comes to a meeting."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from tenants.casework.supporters import supporters_of
from tenants.meetings import service
from tenants.meetings.plan_forms import AttendeeForm
from tenants.meetings.taps import found_meeting, now
from tenants.meetings.views import BOTH, blueprint
from tenants.registry.queries import current_profile

PROFESSIONAL = "professional"


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/attendee", methods=BOTH)
@access(Permission.CASES_RECORD, Place.SERVICE)
def attendee(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """A supporter whom one side wants to bring, or a professional."""
    case, _meeting = found_meeting(case_id, activity_id)
    form = AttendeeForm()
    listed = [(str(one.id), one.name) for one in supporters_of(case_id)]
    form.supporter.offer([*listed, (PROFESSIONAL, _("Somebody who comes for their work"))])
    home = url_for("meetings.plan", case_id=case_id, activity_id=activity_id)

    def act() -> str:
        if form.supporter.data == PROFESSIONAL:
            service.add_professional(case_id, activity_id, form.name.data or "", form.work.data or "", now())
        else:
            service.add_supporter(case_id, activity_id, UUID(form.supporter.data), now())
        return home

    def show() -> str:
        record_read("case", case_id)
        wording = current_profile().wording
        return render_template("meetings/attendee.html", case=case, form=form, back=home, wording=wording)

    return ask(form, act, show)
