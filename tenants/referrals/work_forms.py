"""The questions for professionals: about their work, and about what each person they write of knows and agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, DateField, EmailField, TextField, uk_today
from tenants.referrals.forms import CHOOSE, YES_NO, YouForm
from tenants.referrals.models import Source


class AgencyForm(ConcordForm):
    source = ChoiceField(
        _("Where do you work?"),
        [
            (Source.POLICE, _("Police")),
            (Source.PROBATION, _("Probation")),
            (Source.PRISON, _("Prison")),
            (Source.VICTIM_SERVICES, _("A service for victims")),
            (Source.YOUTH_JUSTICE, _("Youth justice")),
            (Source.COURT, _("Court")),
            (Source.OTHER_AGENCY, _("Somewhere else")),
        ],
        required=CHOOSE,
    )
    agency = TextField(
        _("Name of your team or organisation"), required=_("Enter the name of your team or organisation")
    )


class WorkContactForm(YouForm):
    """Whoever asks as part of their work."""

    your_email = EmailField(
        _("Your work e-mail address"),
        hint=_("We send the references there. The message names nobody and says nothing of what happened."),
    )


class KeptDateField(DateField):
    """A day that is kept in a draft, where days are text."""

    def process_data(self, value: date | str | None) -> None:
        super().process_data(date.fromisoformat(value) if isinstance(value, str) else value)


class WorkCaseForm(ConcordForm):
    agency_reference = TextField(
        _("Your own reference number (optional)"),
        hint=_("For example a crime number. We quote it when we write to you."),
        autocomplete="off",
    )
    disposal_deadline = KeptDateField(
        _("Is there a deadline for an out-of-court disposal? (optional)"),
        hint=_("For example for a conditional caution. Leave it empty if there is none."),
        first=uk_today,
    )

    @property
    def answers(self) -> dict[str, Any]:
        day = self.disposal_deadline.data
        return super().answers | {"disposal_deadline": day.isoformat() if day else None}


class AgreedForm(ConcordForm):
    agreed = ChoiceField(
        _("Does this person agree that we contact them?"),
        YES_NO,
        hint=_("If you can, ask them before you write to us. We ask them again ourselves."),
        required=CHOOSE,
    )


class OutcomeForm(ConcordForm):
    outcome = ChoiceField(
        _("Does this person agree that we tell you when our work has ended?"),
        YES_NO[:2],
        hint=_("We say no more than that it has ended: never what was said, and never why."),
        required=CHOOSE,
    )
