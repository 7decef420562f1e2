"""The readiness of a case, and its plan: made, looked at and changed."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.edits import ChangedByOthers
from tenants.casework.missing import Line
from tenants.casework.pages import case_page, found_case
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.meetings import arranging, queries, scripts, service, words
from tenants.meetings import status as plan_status
from tenants.meetings.plan_forms import PlanForm, values_of
from tenants.meetings.policy import OPEN
from tenants.meetings.policy import Said as SideSaid
from tenants.meetings.queries import MeetingView
from tenants.meetings.readiness import readiness as readiness_of
from tenants.meetings.taps import Said, found_meeting, now, tap_page
from tenants.meetings.views import BOTH, blueprint
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

RECORD = Permission.CASES_RECORD
UP, DOWN = "earlier", "later"


@blueprint.route("/team/cases/<uuid:case_id>/readiness")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def readiness(case_id: UUID) -> ResponseReturnValue:
    """Exactly why the meeting or exchange may go ahead, or may not yet."""
    case = found_case(case_id)
    past = queries.meetings_of(case_id)
    open_id = next((one.id for one in past if one.status in OPEN), None)
    meeting = queries.meeting(case_id, open_id) if open_id else None
    return case_page(
        case, "meetings/readiness.html", led_elsewhere=plan_status.is_led_elsewhere(case_id),
        ready=readiness_of(case, meeting), meeting=meeting, past=past, said=words,
        held=queries.held_last(case, past), may_record=current_user.can(RECORD),
    )


@blueprint.route("/team/cases/<uuid:case_id>/meetings/new", methods=BOTH)
@access(RECORD, Place.SERVICE)
def new(case_id: UUID) -> ResponseReturnValue:
    """A new plan."""
    case = found_case(case_id)
    form = PlanForm()
    if not form.is_submitted() and not form.lead.data:
        form.lead.data = str(case.lead_id)

    def plan_it() -> str:
        activity_id = service.plan_meeting(case_id, form.plan(), now())
        return url_for("meetings.plan", case_id=case_id, activity_id=activity_id)

    return ask(form, plan_it, lambda: _plan_page(case, form, url_for("meetings.readiness", case_id=case_id)))


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/change", methods=BOTH)
@access(RECORD, Place.SERVICE)
def change(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Change the plan. What somebody else changed meanwhile is shown beside."""
    case, meeting = found_meeting(case_id, activity_id)
    form = PlanForm(meeting)
    form.load(values_of(meeting))
    home = url_for("meetings.plan", case_id=case_id, activity_id=activity_id)

    def change_it() -> str:
        service.lock_plan(case_id, activity_id, now())
        newest = queries.meeting(case_id, activity_id) or abort(404)
        if form.changed_by_others(values_of(newest)):
            raise ChangedByOthers
        service.change_plan(case_id, activity_id, form.plan(), now())
        return home

    return ask(form, change_it, lambda: _plan_page(case, form, home))


def _plan_page(case: CaseView, form: PlanForm, back: str) -> str:
    record_read("case", case.id)
    case = found_case(case.id) if form.is_submitted() else case  # whoever reads why not sees it as it is now
    return render_template("meetings/change.html", case=case, form=form, back=back, wording=current_profile().wording)


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>", methods=BOTH)
@access(RECORD, Place.SERVICE)
def plan(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """One plan or meeting: everything that was decided, who agrees, and why it may go ahead or may not."""
    return tap_page(case_id, activity_id, PLAN_TAPS, _show)


def _show(case: CaseView, meeting: MeetingView, faults: list[Line]) -> ResponseReturnValue:
    script = scripts.scripts().get(meeting.activity.script or "")
    seats = arranging.seating(case, meeting)
    return case_page(
        case, "meetings/plan.html", 422 if faults else 200, meeting=meeting, faults=faults, said=words, script=script,
        ready=readiness_of(case, meeting) if meeting.is_open else None, rules=scripts.ground_rules(),
        seating=seats, sides_meet=arranging.sides_meet(seats), speaking=arranging.speaking(case, meeting),
    )


def _agree(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    service.agree(case_id, activity_id, UUID(said["party"]), act)


def _answer(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    says = PartyRole(said["side"]), SideSaid(said["answer"])
    service.answer(case_id, activity_id, UUID(said["attendee"]), says, act)


def _remove(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    service.remove_attendee(case_id, activity_id, UUID(said["attendee"]), act)


def _arrange(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    """One chair or turn goes one place up or down."""
    case, meeting = found_meeting(case_id, activity_id)
    seats, turns = arranging.seating(case, meeting), arranging.speaking(case, meeting)
    by = {UP: -1, DOWN: 1}[said["by"]]
    sit = arranging.moved(seats, said["place"] if said["list"] == "seating" else "", by)
    speak = arranging.moved(turns, said["place"] if said["list"] == "speaking" else "", by)
    service.rearrange(case_id, activity_id, sit, speak, act)


def _postpone(case_id: UUID, activity_id: UUID, _said: Said, act: Act) -> None:
    service.postpone(case_id, activity_id, act)


def _cancel(case_id: UUID, activity_id: UUID, _said: Said, act: Act) -> str:
    service.cancel(case_id, activity_id, act)
    return url_for("meetings.readiness", case_id=case_id)


def _take_up(case_id: UUID, activity_id: UUID, _said: Said, act: Act) -> None:
    service.take_up_again(case_id, activity_id, act)


PLAN_TAPS = {
    "agree": _agree, "answer": _answer, "remove": _remove, "arrange": _arrange, "postpone": _postpone,
    "cancel": _cancel, "take_up": _take_up,
}
