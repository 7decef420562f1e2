"""The record of what took place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ChoicesField, YesNoField
from tenants.casework import policy as stages
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.meetings import policy, scripts, words
from tenants.meetings.queries import MeetingView
from tenants.meetings.record import Record


class RecordForm(CaseForm):
    """Filled in with what was planned: usually three taps."""

    title = _("Write down what took place")
    form = ChoiceField(
        _("What was it?"), [(form, words.FORMS[form]) for form in policy.PLANNED_FORMS],
        required=_("Choose what it was"),
    )
    attended = ChoicesField(_("Who was there?"), required=_("Choose who was there"))
    ground_rules = YesNoField(_("Were the ground rules given?"), required=_("Choose yes or no"))
    agreement = YesNoField(
        _("Did they come to an agreement?"), hint=_("Its wording is written down apart."),
        required=_("Choose yes or no"),
    )

    def __init__(self, case: CaseView, meeting: MeetingView, **options: Any) -> None:
        super().__init__(case, **options)
        there = [party for party in case.parties if party.state not in stages.OUT]
        people = [(str(party.id), party.name) for party in there]
        people += [(str(other.id), other.name) for other in meeting.attendees]
        self.attended.offer(people)
        if not self.is_submitted():
            self.form.data = self.form.data or meeting.activity.form
            self.attended.data = self.attended.data or [person for person, _name in people]
            self.happened_on.process_data(min(meeting.day or uk_today(), uk_today()))

    def record(self) -> Record:
        return Record(
            form=self.form.data or "", attended=frozenset(UUID(person) for person in self.attended.data or ()),
            ground_rules=scripts.ground_rules().version if self.ground_rules.answer else None,
            agreement_reached=bool(self.agreement.answer),
        )
