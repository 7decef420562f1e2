"""Cases as the team sees them: where the day starts, the list, and one case."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework import queries, task_queries, titles, today
from tenants.casework.actions import actions_for, forward_among
from tenants.casework.pages import case_page, found_case

blueprint = Blueprint("casework", __name__, template_folder="templates")


@blueprint.route("/team/")
@access(Permission.OWN_ACCOUNT, Place.SERVICE)
def landing() -> ResponseReturnValue:
    """Where the day starts: who to contact, what is due, what waits, and the way to every page of this account."""
    case_work = current_user.can(Permission.CASES_READ_OWN)
    tasks = task_queries.of_account(current_user) if case_work else []
    figures = [(number, str(one.label), one.address) for number, one in today.figures(current_user)]
    if tasks:
        record_read("task_list", None, cases=sorted({str(task.case_id) for task in tasks}))
    return render_template(
        "casework/landing.html", figures=figures, case_work=case_work,
        contacts=[task for task in tasks if task.is_contact], others=[task for task in tasks if not task.is_contact],
    )


@blueprint.route("/team/cases/<uuid:case_id>")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def show(case_id: UUID) -> ResponseReturnValue:
    """One case: what to do next and what happened; then the way to every form."""
    case, chosen = found_case(case_id), request.args.getlist("show")
    if not set(chosen) <= set(titles.GROUPS):
        abort(404)
    events, actions = queries.timeline(case_id, titles.kinds_of(chosen)), actions_for(case, current_user)
    return case_page(
        case, "casework/case.html", entries=titles.entries(case, events), actions=actions,
        forward=forward_among(actions, case), tasks=task_queries.of_case(case_id), groups=titles.GROUPS, chosen=chosen,
    )


@blueprint.route("/team/cases/<uuid:case_id>/print")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def printable(case_id: UUID) -> ResponseReturnValue:
    """A summary of the case for the team, to print."""
    case = found_case(case_id)
    events = queries.timeline(case_id)
    return case_page(
        case, "casework/print.html", entries=titles.entries(case, events), tasks=task_queries.of_case(case_id),
        printed_by=current_user.name, printed_on=uk_today(),
    )
