"""The form of a plan: what it is, when, where, who leads it and what is asked."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, ConcordForm, DateField, SelectField, TextField
from concord.web.translations import UK
from tenants.casework.clock import ClockField
from tenants.casework.list_queries import staff_who_record
from tenants.meetings import policy, scripts, venues, words
from tenants.meetings.planning import Plan
from tenants.meetings.queries import MeetingView

NONE = "none"


class PlanForm(EditForm):
    """All but the form may stay open until later."""

    form = ChoiceField(
        _("What is planned?"), [(form, words.FORMS[form]) for form in policy.PLANNED_FORMS],
        required=_("Choose what is planned"),
    )
    day = DateField(_("On which day?"), hint=_("Leave it open until both are ready"))
    start = ClockField(_("When does it start?"), hint=_("For example 2:30pm"))
    end = ClockField(_("When does it end? (optional)"))
    venue = SelectField(_("Where?"), hint=_("For a meeting in a room"))
    lead = SelectField(_("Who leads it?"), required=_("Choose who leads it"))
    second = SelectField(_("Second facilitator"))
    script = ChoiceField(_("Which questions will be asked?"), default=NONE, required=_("Choose the questions"))

    def __init__(self, meeting: MeetingView | None = None, **options: Any) -> None:
        super().__init__(**options)
        staff = [(str(account_id), name) for account_id, name in staff_who_record()]
        self.lead.offer(staff)
        self.second.offer(staff)
        self.venue.offer([(str(venue.id), venue.name) for venue in venues.venues()])
        kept = meeting.activity.script if meeting else None
        offered = dict(scripts.offered()) | ({kept: scripts.scripts()[kept].title} if kept else {})
        self.script.offer([(NONE, _t("No script")), *offered.items()])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.day.data and not self.start.data:
            self.add_error(_t("Enter the time when it starts"), "start")
            return False
        if good and self.start.data and not self.day.data:
            self.add_error(_t("Enter the day"), "day")
            return False
        return good

    def plan(self) -> Plan:
        return Plan(
            form=self.form.data or "", lead_id=UUID(self.lead.data), second_id=_id(self.second.data),
            venue_id=_id(self.venue.data), starts_at=self._moment(self.start.data),
            ends_at=self._moment(self.end.data), script=None if self.script.data == NONE else self.script.data,
        )

    def _moment(self, clock: str | None) -> datetime | None:
        if not clock or not self.day.data:
            return None
        return datetime.combine(self.day.data, time.fromisoformat(clock), UK)


def values_of(meeting: MeetingView) -> dict[str, Any]:
    """What the plan says, as its form shows it."""
    activity = meeting.activity
    staff = {facilitator.duty: str(facilitator.id) for facilitator in meeting.facilitators}
    return {
        "form": activity.form, "day": meeting.day, "start": _clock(activity.starts_at),
        "end": _clock(activity.ends_at), "venue": str(activity.venue_id or ""),
        "lead": staff.get(policy.Duty.LEAD, ""), "second": staff.get(policy.Duty.SECOND, ""),
        "script": activity.script or NONE,
    }


class AttendeeForm(ConcordForm):
    """A supporter from the case, or a professional by name and work."""

    supporter = ChoiceField(_("Who comes?"), required=_("Choose who comes"))
    name = TextField(_("Their name"), hint=_("Only for somebody who comes for their work"))
    work = TextField(_("What they do, and for whom"))


def _clock(moment: datetime | None) -> str:
    return moment.astimezone(UK).strftime("%H:%M") if moment else ""


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
