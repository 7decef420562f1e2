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
from tenants.casework import task_queries, titles, today
from tenants.casework.actions import actions_for, first_among, forward_among, grouped
from tenants.casework.missing import next_lines
from tenants.casework.pages import case_page, found_case
from tenants.casework.timeline import events_of

blueprint = Blueprint("casework", __name__, template_folder="templates")
NEWEST = 12  # so many lines of the timeline stand on the page of a case; the rest on a page of its own


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
    """One case: what is missing, what to do now and what happened last; behind it the way to every form."""
    case = found_case(case_id)
    events, actions = events_of(case_id, most=NEWEST + 1), actions_for(case, current_user)
    return case_page(
        case, "casework/case.html", entries=titles.entries(case, events[:NEWEST]), more=len(events) > NEWEST,
        missing=next_lines(case, current_user), forward=forward_among(actions, case),
        first=first_among(actions, case), groups=grouped(actions, case), tasks=task_queries.of_case(case_id),
    )


@blueprint.route("/team/cases/<uuid:case_id>/timeline")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def timeline(case_id: UUID) -> ResponseReturnValue:
    """All that happened, or what of it was asked for."""
    case, chosen = found_case(case_id), request.args.getlist("show")
    if not set(chosen) <= set(titles.GROUPS):
        abort(404)
    events = events_of(case_id, titles.kinds_of(chosen))
    return case_page(
        case, "casework/timeline.html", entries=titles.entries(case, events), groups=titles.GROUPS, chosen=chosen,
    )


@blueprint.route("/team/cases/<uuid:case_id>/print")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def printable(case_id: UUID) -> ResponseReturnValue:
    """A summary of the case for the team, to print."""
    case = found_case(case_id)
    events = events_of(case_id)
    return case_page(
        case, "casework/print.html", entries=titles.entries(case, events), tasks=task_queries.of_case(case_id),
        printed_by=current_user.name, printed_on=uk_today(),
    )
