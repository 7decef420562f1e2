"""The forms of the facts of a case, and of what each person was asked and told before preparing begins."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, ConfirmField, DateField, LongTextField, SelectField
from tenants.casework import facts_policy, facts_words, words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.referrals.models import PartyRole

ANSWERS = words.choices(facts_words.ANSWERS)
IN_A_ROW = {"classes": "govuk-radios--inline"}


def _asked(fact: str) -> ChoiceField:
    return ChoiceField(facts_words.ASKED[fact], ANSWERS, default="unknown", component=IN_A_ROW)


class FactsForm(CaseForm, EditForm):
    """Several people may know something at once, so a field that somebody else changed is shown beside."""

    title = _("What is known of this case")
    advice = _("“Not known” is an answer. Some of it decides what may happen next.")
    happened_on = DateField(  # never to be taken for the day of the crime
        _("When did you learn this?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )

    crime_group = SelectField(_("Kind of crime or conflict"), words.choices(facts_words.CRIME_GROUPS))
    justice_stage = SelectField(_("Where is the case with the police and courts?"),
                                words.choices(facts_words.JUSTICE_STAGES))
    proceedings = SelectField(_("Is there a court case?"), words.choices(facts_words.PROCEEDINGS))
    court_directed = ConfirmField(_("The court asked for restorative justice before the sentence"))
    no_contact_order = ChoiceField(
        _("Does an order forbid that they have contact?"), ANSWERS, default="unknown",
        hint=_("Such as a restraining order, or a licence condition"), component=IN_A_ROW,
    )
    domestic_abuse = _asked("domestic_abuse")
    sexual_harm = _asked("sexual_harm")
    hate = _asked("hate")
    fatal = _asked("fatal")
    child_harmed = _asked("child_harmed")
    coercive_control = _asked("coercive_control")
    ongoing_harm = _asked("ongoing_harm")
    youth_justice = ChoiceField(
        _("Is the person responsible under 18?"), words.choices(facts_words.YOUTH_JUSTICE), default="unknown",
    )
    area_exception = LongTextField(
        _("Why do we help although it is not in our area? (only then)"), max_length=2000, rows=2,
    )

    def values(self) -> dict[str, Any]:
        """What was said, as the record keeps it."""
        said = {name: self[name].data for name in facts_policy.EDITABLE}
        blank = {name: "unknown" for name, value in said.items() if not value and name not in NOT_CODES}
        return said | blank | {"area_exception": said["area_exception"] or None}


NOT_CODES = ("court_directed", "area_exception")


class ResponsibilityForm(CaseForm):
    title = _("How far they accept responsibility")
    party = ChoiceField(_("Who?"), required=_("Choose who"))
    answer = ChoiceField(
        _("What did they say?"), words.choices(facts_words.RESPONSIBILITY), required=_("Choose an answer"),
    )

    def prepare(self, case: CaseView) -> None:
        offer_people(self, case, PartyRole.RESPONSIBLE)


class OptionsForm(CaseForm):
    title = _("Explain the forms it can take")
    advice = _("They can meet, exchange messages or letters, or meet somebody who stands in.")
    party = ChoiceField(_("Who heard it?"), required=_("Choose who"))
    preferred_form = ChoiceField(
        _("Which would they like?"), words.choices(facts_words.PREFERRED_FORMS), required=_("Choose an answer"),
    )

    def prepare(self, case: CaseView) -> None:
        offer_people(self, case, *PartyRole)


def offer_people(form: ResponsibilityForm | OptionsForm, case: CaseView, *roles: PartyRole) -> None:
    """The people of these roles."""
    form.party.offer([(str(party.id), party.name) for party in case.ours if party.role in roles])
