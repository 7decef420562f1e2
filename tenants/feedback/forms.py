"""What staff write down about what people think and how they cope."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, SelectField, TextField
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.feedback import words as said
from tenants.feedback.policy import AnswerKind, Moment, Need, WhyNot
from tenants.feedback.questions_form import QuestionsForm, number_of

SCORES = tuple(str(number) for number in range(1, 6))


class OnPaperForm(CaseForm, QuestionsForm):
    """The same, written down by staff."""

    title = _("Write down what somebody thinks")
    advice = _("Write down what they said. Leave out what they did not answer.")
    party = SelectField(_("Who answered?"), required=_("Choose who answered"))
    through = ChoiceField(_("How did they answer?"), list(said.THROUGH.items()), required=_("Choose how"))

    def prepare(self, case: CaseView) -> None:
        _offer_people(self, case)


class OfferForm(CaseForm):
    title = _("Ask somebody what they think")
    advice = _("After this you can give them a link, send the questions on paper, or ask on the phone.")
    party = SelectField(_("Who is asked?"), required=_("Choose who is asked"))
    answer = ChoiceField(
        _("What do they say?"),
        [("offered", _("They will look at the questions")), ("declined", _("They do not want to answer"))],
        default="offered", required=_("Choose what they say"),
    )

    def prepare(self, case: CaseView) -> None:
        _offer_people(self, case)


class NotOfferedForm(CaseForm):
    title = _("Somebody is not asked")
    party = SelectField(_("Who is not asked?"), required=_("Choose who"))
    why = ChoiceField(
        _("Why?"), [(code, said.WHY_NOT[code]) for code in WhyNot], required=_("Choose why they are not asked")
    )

    def prepare(self, case: CaseView) -> None:
        _offer_people(self, case)


class ScoresForm(CaseForm):
    """How somebody copes, in their own view."""

    title = _("How somebody copes")
    advice = _("Ask them. 1 means very badly, 5 means very well. Leave out what they do not want to talk about.")
    party = SelectField(_("Who?"), required=_("Choose who"))
    moment = ChoiceField(
        _("When?"), [(code, said.MOMENTS[code]) for code in Moment], default=Moment.START, required=_("Choose when")
    )

    def prepare(self, case: CaseView) -> None:
        _offer_people(self, case)

    def scores(self) -> dict[Need, int | None]:
        return {need: number_of(self[str(need)].data) for need in Need}


for _need in Need:
    setattr(ScoresForm, str(_need), SelectField(said.NEEDS[_need], [(score, score) for score in SCORES]))


class NewQuestionForm(ConcordForm):
    """A question of the service's own."""

    words = TextField(_("The question"), max_length=200, required=_("Enter the question"))
    words_cy = TextField(_("The question in Welsh (optional)"), max_length=200)
    kind = ChoiceField(
        _("How is it answered?"), list(said.KINDS.items()), default=AnswerKind.SCALE,
        required=_("Choose how it is answered"),
    )


def _offer_people(form: Any, case: CaseView) -> None:
    form.party.offer([(str(party.id), party.name) for party in case.ours])
