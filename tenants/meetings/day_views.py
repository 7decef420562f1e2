"""The day of a meeting, on a phone: who goes on, who is there, start, break, stop, and how everybody is after it."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.csrf import csrf_exempt, from_own_page
from tenants.casework.missing import Line
from tenants.casework.pages import act_page, case_page
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.meetings import scripts, service, words
from tenants.meetings.day_forms import RecordForm
from tenants.meetings.policy import Welfare
from tenants.meetings.queries import MeetingView
from tenants.meetings.readiness import readiness as readiness_of
from tenants.meetings.taps import Said, found_meeting, now, tap_page
from tenants.meetings.views import BOTH, blueprint

RECORD = Permission.CASES_RECORD


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/day", methods=BOTH)
@access(RECORD, Place.SERVICE)
def day(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """What is done on the day, one tap each."""
    return tap_page(case_id, activity_id, DAY_TAPS, _show)


def _show(case: CaseView, meeting: MeetingView, faults: list[Line]) -> ResponseReturnValue:
    return case_page(
        case, "meetings/day.html", 422 if faults else 200, meeting=meeting, faults=faults, said=words,
        ready=readiness_of(case, meeting), rules=scripts.ground_rules(),
        script=scripts.scripts().get(meeting.activity.script or ""),
    )


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/stop", methods=BOTH)
@access(RECORD, Place.SERVICE)
@csrf_exempt
def stop(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Stop at once. No token can be too old for it: that the tap comes from a page of ours is enough."""
    case, meeting = found_meeting(case_id, activity_id)
    if request.method == "POST" and from_own_page():
        stopped = service.stop(case_id, activity_id, now())
        flash(_("Stopped. Look after everybody first; the rest can wait.") if stopped else _("It was over already."))
        return redirect(url_for("meetings.day", case_id=case_id, activity_id=activity_id), 303)
    return case_page(case, "meetings/stop.html", 200 if request.method == "GET" else 400, meeting=meeting, said=words)


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/record", methods=BOTH)
@access(RECORD, Place.SERVICE)
def record(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Write down what took place."""
    _case, meeting = found_meeting(case_id, activity_id)

    def do(form: RecordForm) -> None:
        service.complete(case_id, activity_id, form.record(), form.act())

    return act_page(case_id, lambda case: RecordForm(case, meeting), do)


def _confirm(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> str | None:
    goes_on = {"yes": True, "no": False}[said["answer"]]
    service.confirm(case_id, activity_id, UUID(said["party"]), act, goes_on=goes_on)
    return None


def _arrive(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    service.arrive(case_id, activity_id, UUID(said["account"]), act)


def _start(case_id: UUID, activity_id: UUID, _said: Said, act: Act) -> None:
    service.start(case_id, activity_id, act)


def _pause(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    service.pause(case_id, activity_id, act, goes_on=said["goes_on"] == "yes")


def _postpone(case_id: UUID, activity_id: UUID, _said: Said, act: Act) -> str:
    service.postpone(case_id, activity_id, act)
    return url_for("meetings.plan", case_id=case_id, activity_id=activity_id)


def _welfare(case_id: UUID, _activity_id: UUID, said: Said, act: Act) -> None:
    service.check_welfare(case_id, UUID(said["party"]), Welfare(said["welfare"]), act)


DAY_TAPS = {
    "confirm": _confirm, "arrive": _arrive, "start": _start, "pause": _pause, "postpone": _postpone,
    "welfare": _welfare,
}
