"""Writing down a meeting or exchange that took place."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework.pages import act_page
from tenants.meetings import service
from tenants.meetings.forms import ActivityForm

blueprint = Blueprint("meetings", __name__)


@blueprint.route("/team/cases/<uuid:case_id>/activity", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def activity(case_id: UUID) -> ResponseReturnValue:
    """Write down what took place, and when."""

    def do(form: ActivityForm) -> None:
        service.complete_activity(case_id, form.form.data or "", form.act())

    return act_page(case_id, ActivityForm, do)
