"""The forms of assessments, risk actions, other agencies and sensitive cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import Field

from concord.web.dates import uk_today
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, DateField, LongTextField, SelectField, YesNoField
from concord.web.translations import uk_date
from tenants.assessments import words
from tenants.assessments.models import RiskAction
from tenants.assessments.policy import RATINGS, Kind, Rating
from tenants.assessments.queries import ActionRow, AssessmentRow
from tenants.assessments.questions import CURRENT
from tenants.assessments.risk_actions import Plan
from tenants.assessments.service import Assessed
from tenants.casework.forms import CaseForm
from tenants.casework.list_queries import staff_who_see
from tenants.casework.queries import CaseView, PartyView
from tenants.casework.service import Act

AS_ANSWERED = "as_answered"
EVERYBODY = "all"


class AssessmentForm(CaseForm):
    """One assessment of one person. `assessment_form` puts the questions before these fields."""

    kind: Kind
    party: PartyView
    last: AssessmentRow | None
    asked: tuple[str, ...]

    rating = ChoiceField(_("What is your rating?"), default=AS_ANSWERED, required=_("Choose a rating"))
    reason = LongTextField(
        _("Why do you rate it in another way? (optional)"), max_length=2000, rows=2,
        hint=_("Only when your rating is not what the answers say."),
    )
    review_on = DateField(_("When do you look at it again? (optional)"), first=uk_today)
    happened_on = DateField(
        _("When did you assess it?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )
    note = LongTextField(_("What else matters? (optional)"), max_length=5000, rows=3)

    def prepare(self, case: CaseView) -> None:
        del case
        self.title, self.about = words.ASKS[self.kind], self.party.name
        self.rating.offer([
            (AS_ANSWERED, _t("What the answers say")),
            *((rating, words.RATINGS[self.kind][rating]) for rating in RATINGS[self.kind]),
        ])
        if self.last:
            self.advice = _t(
                "The answers of %(day)s are filled in. Change what has changed.", day=uk_date(self.last.assessed_on)
            )
            if not self.is_submitted():
                self._fill(self.last)

    def _fill(self, last: AssessmentRow) -> None:
        for question in CURRENT[self.kind].of(self.party.role):
            self[question.code].process_data(last.answers.get(question.code, ""))
        self.note.process_data(last.words or "")

    @property
    def questions(self) -> list[Field]:
        """What is asked, and then what comes of it."""
        return [self[name] for name in (*self.asked, "note", "rating", "reason", "review_on", "happened_on")]

    def assessed(self) -> Assessed:
        asked = CURRENT[self.kind].of(self.party.role)
        rating = None if self.rating.data == AS_ANSWERED else Rating(self.rating.data)
        return Assessed(
            kind=self.kind, answers={question.code: self[question.code].data for question in asked}, rating=rating,
            reason=self.reason.data or None, review_on=self.review_on.data, words=self.note.data or None,
        )

    def act(self) -> Act:
        """What else matters is kept with the assessment."""
        return replace(super().act(), note=None)


def assessment_form(kind: Kind, party: PartyView, last: AssessmentRow | None) -> type[AssessmentForm]:
    """The form of one kind for one person, with the questions of its newest version."""
    asked = {
        question.code: ChoiceField(
            question.text, list(question.answers.items()), hint=question.hint, required=_("Choose an answer"),
            component={"classes": "govuk-radios--inline"},
        )
        for question in CURRENT[kind].of(party.role)
    }
    settings: dict[str, Any] = {"kind": kind, "party": party, "last": last, "asked": tuple(asked)}
    return type("OneAssessmentForm", (AssessmentForm,), asked | settings)


class ActionForm(CaseForm, EditForm):
    """What is to be done about a risk."""

    title = _("Plan what is to be done about a risk")
    what = LongTextField(_("What is to be done?"), max_length=1000, rows=2, required=_("Say what is to be done"))
    high = YesNoField(
        _("Is the risk high?"), hint=_("Then no date is arranged before this is done."),
        required=_("Choose yes or no"),
    )
    owner = SelectField(_("Who does it?"), required=_("Choose who does it"))
    due_on = DateField(_("By when?"), required=_("Enter the day"))

    def prepare(self, case: CaseView) -> None:
        self.owner.offer([(str(account_id), name) for account_id, name in staff_who_see(case.id)])
        del self.happened_on, self.note  # it is about days to come
        if not self.is_submitted() and not self.owner.data:
            self.owner.process_data(str(case.lead_id))

    def act(self) -> Act:
        return Act(current_user.account_id, current_user.role, uk_today())

    def plan(self) -> Plan:
        return Plan(
            what=self.what.data or "", high=bool(self.high.answer), owner_id=UUID(self.owner.data),
            due_on=self.due_on.data or uk_today(),
        )


def values_of(action: ActionRow | RiskAction) -> dict[str, Any]:
    """What the record says, by field."""
    return {"what": action.what, "high": action.high, "owner": str(action.owner_id), "due_on": action.due_on}


class PlanForm(ActionForm):
    party = ChoiceField(_("With whom is the risk?"), required=_("Choose who it is about"))

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        self.party.offer([*((str(party.id), party.name) for party in case.parties), (EVERYBODY, _t("Everybody"))])

    def party_id(self) -> UUID | None:
        return None if self.party.data == EVERYBODY else UUID(self.party.data)


class DoneForm(CaseForm):
    title = _("This is done")
    happened_on = DateField(_("When was it done?"), default=uk_today, last=uk_today, required=_("Enter the day"))
    note = LongTextField(_("How do we know? (needed when the risk is high)"), max_length=2000, rows=3)

    def describe(self, action: ActionRow) -> None:
        self.advice = action.what
