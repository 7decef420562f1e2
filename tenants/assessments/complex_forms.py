"""The forms of sensitive and complex cases: the decision, other agencies, who works on the case and who sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ChoicesField, DateField, LongTextField, SelectField
from tenants.assessments import words
from tenants.assessments.policy import AgencyAnswer, AgencyEntryKind
from tenants.assessments.queries import Member
from tenants.assessments.service import AgencyEntry
from tenants.casework.forms import CaseForm, StaffForm
from tenants.casework.kinds import Complexity


class AgencyForm(CaseForm):
    title = _("Another agency")
    agency = SelectField(_("Which agency?"), words.choices(words.AGENCIES), required=_("Choose an agency"))
    kind = ChoiceField(_("What happened?"), words.choices(words.AGENCY_KINDS), required=_("Choose what happened"))
    answer = ChoiceField(
        _("If you asked them to agree, what did they say?"),
        [*words.choices(words.AGENCY_ANSWERS), ("", _("We did not ask that"))],
    )
    note = LongTextField(_("Who was it, and what was said? (optional)"), max_length=5000, rows=3)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.kind.data == AgencyEntryKind.APPROVAL and not self.answer.data:
            self.add_error(_t("Choose what they answered"), "answer")
            return False
        return good

    def entry(self) -> AgencyEntry:
        kind = AgencyEntryKind(self.kind.data)
        answer = AgencyAnswer(self.answer.data) if kind == AgencyEntryKind.APPROVAL else None
        return AgencyEntry(self.agency.data, kind, answer)


class ComplexityForm(CaseForm):
    title = _("Is this case sensitive and complex?")
    complexity = ChoiceField(
        _("What do you decide?"),
        [(Complexity.SENSITIVE_COMPLEX, _("Yes")), (Complexity.STANDARD, _("No, it is a standard case"))],
        required=_("Choose an answer"),
    )
    happened_on = DateField(_("When was this decided?"), default=uk_today, last=uk_today, required=_("Enter the day"))
    note = LongTextField(_("Why? (optional)"), max_length=2000, rows=3)


    def suggest(self, why: list[LazyString], complexity: str) -> None:
        """Say what speaks for it, and start from what was decided, or from that."""
        if why:
            self.advice = _t("It looks sensitive and complex, because %(why)s.", why="; ".join(map(str, why)))
        else:
            self.advice = _t("Nothing that is written down says that it is.")
        if not self.is_submitted():
            decided = complexity != Complexity.NOT_SET
            self.complexity.process_data(complexity if decided else Complexity.SENSITIVE_COMPLEX if why else "")


class SecondForm(StaffForm):
    title = _("Choose a second facilitator")
    happened_on = DateField(_("From which day?"), default=uk_today, last=uk_today, required=_("Enter the day"))


class AccessForm(CaseForm):
    title = _("Who may see this case")
    advice = _("Those who work on the case always see it.")
    restricted = ChoiceField(
        _("Who may see it?"),
        [("no", _("Everybody in the team who may read cases")), ("yes", _("Only those who work on it or are named"))],
        required=_("Choose who may see it"),
    )
    named = ChoicesField(_("Who else may see it, when it is closed to others? (optional)"))
    note = LongTextField(_("Why? (optional)"), max_length=2000, rows=3)

    def show(self, *, restricted: bool, readers: list[Member], staff: list[tuple[UUID, str]]) -> None:
        """Name those who may read it now; whoever closes it starts as one of them."""
        self.named.offer([(str(account_id), name) for account_id, name in staff])
        if not self.is_submitted():
            named = [one.account_id for one in readers] if restricted else [current_user.account_id]
            self.restricted.process_data("yes" if restricted else "no")
            self.named.process_data(list(map(str, named)))
