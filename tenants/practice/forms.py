"""The forms of practice records: one short page for each kind."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ConcordForm, DateField, LongTextField, TextField, YesNoField
from tenants.practice import words
from tenants.practice.models import Level, RecordKind
from tenants.practice.service import Practised

MOST_HOURS = 200


class HoursField(TextField):
    """Hours as people write them: 2, 1.5 or 1½. ``minutes`` is a whole number."""

    def understand(self, text: str) -> str:
        try:
            hours = float(text.replace("½", ".5").replace(",", ".").lower().removesuffix("hours").removesuffix("h"))
        except ValueError:
            raise ValueError(_t("Enter hours in figures, like 2 or 1.5")) from None
        if not 0.25 <= hours <= MOST_HOURS:  # also refuses what is not a number
            raise ValueError(_t("Enter hours from a quarter to %(most)s", most=MOST_HOURS))
        return f"{hours:g}"

    @property
    def minutes(self) -> int | None:
        return round(float(self.data) * 60) if self.data else None


class PracticeForm(ConcordForm):
    """What every form of practice has."""

    kind: RecordKind
    title: LazyString
    happened_on = DateField(_("When was it?"), default=uk_today, last=uk_today, required=_("Enter the day"))
    words = LongTextField(_("Note (optional)"), max_length=2000, rows=3)

    def practised(self) -> Practised:
        return Practised(
            kind=self.kind, happened_on=self.happened_on.data or uk_today(), words=self.words.data or None,
            **self.more(),
        )

    def more(self) -> dict[str, Any]:
        return {}


class LevelForm(PracticeForm):
    kind = RecordKind.LEVEL
    title = _("Write down a level")
    level = ChoiceField(
        _("Which level?"), list(words.LEVELS.items()), hints=words.MAY, required=_("Choose a level")
    )
    happened_on = DateField(_("From which day?"), default=uk_today, last=uk_today, required=_("Enter the day"))
    until = DateField(_("Until which day? (optional)"), hint=_("Accreditation holds for two years."))

    def more(self) -> dict[str, Any]:
        return {"level": Level(self.level.data), "until": self.until.data}


class SupervisionForm(PracticeForm):
    kind = RecordKind.SUPERVISION
    title = _("Write down supervision")


class ObservedForm(PracticeForm):
    kind = RecordKind.OBSERVED
    title = _("Write down that practice was observed")


class TrainingForm(PracticeForm):
    kind = RecordKind.TRAINING
    title = _("Write down training")
    hours = HoursField(
        _("How many hours?"), required=_("Enter the hours"), component={"classes": "govuk-input--width-3"}
    )
    approved = YesNoField(
        _("Did the Restorative Justice Council approve it?"), required=_("Choose yes or no"),
    )

    def more(self) -> dict[str, Any]:
        return {"minutes": self.hours.minutes, "approved": bool(self.approved.answer)}


FORMS: dict[str, type[PracticeForm]] = {
    str(form.kind): form for form in (LevelForm, SupervisionForm, ObservedForm, TrainingForm)
}
