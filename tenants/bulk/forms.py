"""The forms of imports and exports."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from concord.web.forms import (
    ChoiceField,
    ChoicesField,
    ConcordForm,
    DateField,
    FileField,
    PasswordField,
    uk_today,
)
from tenants.bulk import words
from tenants.bulk.exporting import Choice, What
from tenants.bulk.sheets import CSV, LARGEST_MEGABYTES, MOST_ROWS, XLSX
from tenants.casework.kinds import Audience
from tenants.casework.words import STAGES, choices
from tenants.registry.queries import current_profile


class SendForm(ConcordForm):
    file = FileField(
        _("File with past cases"),
        hint=_("CSV or Excel (.xlsx), up to %(size)s MB and %(most)s rows.", size=LARGEST_MEGABYTES,
               most=f"{MOST_ROWS:,}"),
        required=_("Choose a file"), component={"attributes": {"accept": ".csv,.xlsx"}},
    )


class DecideForm(ConcordForm):
    """A button."""


class ExportForm(ConcordForm):
    what = ChoiceField(
        _("What do you want to export?"), choices(words.WHAT), hints=words.WHAT_HINTS, required=_("Choose what")
    )
    audience = ChoiceField(
        _("Who is it for?"), required=_("Choose who it is for"),
        hint=_("For one side, the file holds only what that side may see: nothing of the other side."),
    )
    stages = ChoicesField(_("Stages"), choices(STAGES), hint=_("None chosen means all."))
    opened_from = DateField(_("Opened on or after"), last=uk_today)
    opened_to = DateField(_("Opened on or before"))
    kind = ChoiceField(
        _("Kind of file"), [(CSV, _("CSV")), (XLSX, _("Excel (.xlsx)"))], default=CSV, required=_("Choose a kind")
    )
    password = PasswordField(
        _("Your password"), required=_("Enter your password"),
        hint=_("We ask again because the file holds people’s details."),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        wording = current_profile().wording
        self.audience.offer(words.audiences(wording.harmed.one, wording.responsible.one))

    def validate_opened_to(self, field: Field) -> None:
        if self.opened_from.data and field.data and field.data < self.opened_from.data:
            raise ValidationError(gettext("This is before the first day"))

    def choice(self) -> Choice:
        return Choice(
            What(self.what.data), Audience(self.audience.data), self.kind.data, tuple(self.stages.data or ()),
            self.opened_from.data, self.opened_to.data,
        )
