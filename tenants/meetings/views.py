"""What is written down about meetings in one small form each, and the way to the plan of a case."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework.pages import act_page, found_case
from tenants.meetings import queries, service, status
from tenants.meetings.forms import ActivityForm, PrepareForm, ReadyForm, WelfareForm
from tenants.meetings.policy import Held, Welfare

blueprint = Blueprint("meetings", __name__, template_folder="templates")
BOTH = ["GET", "POST"]


@blueprint.route("/team/cases/<uuid:case_id>/activity", methods=BOTH)
@access(Permission.CASES_RECORD, Place.SERVICE)
def activity(case_id: UUID) -> ResponseReturnValue:
    """Write down what took place, and when."""

    def do(form: ActivityForm) -> None:
        service.complete_activity(case_id, form.form.data or "", form.act())

    return act_page(case_id, ActivityForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/preparation", methods=BOTH)
@access(Permission.CASES_RECORD, Place.SERVICE)
def prepare(case_id: UUID) -> ResponseReturnValue:
    """Write down a talk with one person on their own."""

    def do(form: PrepareForm) -> None:
        service.prepare(case_id, UUID(form.party.data), Held(form.held.data), form.act(), ready=form.ready.answer)

    return act_page(case_id, PrepareForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/ready", methods=BOTH)
@access(Permission.CASES_RECORD, Place.SERVICE)
def ready(case_id: UUID) -> ResponseReturnValue:
    """Write down whether somebody is ready."""

    def do(form: ReadyForm) -> None:
        service.mark_ready(case_id, UUID(form.party.data), form.act(), ready=bool(form.ready.answer))

    return act_page(case_id, ReadyForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/welfare", methods=BOTH)
@access(Permission.CASES_RECORD, Place.SERVICE)
def welfare(case_id: UUID) -> ResponseReturnValue:
    """Write down how somebody is right after a meeting or exchange."""

    def do(form: WelfareForm) -> None:
        service.check_welfare(case_id, UUID(form.party.data), Welfare(form.welfare.data), form.act())

    return act_page(case_id, WelfareForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/plan")
@access(Permission.CASES_RECORD, Place.SERVICE)
def current(case_id: UUID) -> ResponseReturnValue:
    """The plan of a case, wherever it stands: on its day the page of the day; where there is none, a new one."""
    case = found_case(case_id)
    activity_id = queries.open_activity_id(case.id)
    if activity_id is None:
        page = "handover.before" if status.is_led_elsewhere(case_id) else "meetings.new"
        return redirect(url_for(page, case_id=case_id), 303)
    planned = queries.meeting(case_id, activity_id)
    page = "meetings.day" if planned and planned.is_on_its_day else "meetings.plan"
    return redirect(url_for(page, case_id=case_id, activity_id=activity_id), 303)
