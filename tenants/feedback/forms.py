"""The forms of feedback: the questions themselves, and what staff write down about asking them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, ConfirmField, LongTextField, SelectField, TextField, YesNoField
from concord.web.translations import page_language
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.feedback import words as said
from tenants.feedback.policy import QUESTIONS, RANGE, AnswerKind, Moment, Need, Question, WhyNot
from tenants.feedback.queries import QuestionRow, own_questions
from tenants.feedback.service import Answers

OWN = "own_"
SCORES = tuple(str(number) for number in range(1, 6))


class QuestionsForm(ConcordForm):
    """The questions of the whole country, then the service's own. Everything may be left out."""

    def given(self) -> Answers:
        """What was answered."""
        own = {field.name.removeprefix(OWN): field.data for field in self if field.name.startswith(OWN) and field.data}
        numbers = {question.column: _number(self[question.column].data) for question in QUESTIONS}
        return Answers(numbers, self["words"].data or None, own)


class ByLinkForm(QuestionsForm):
    """The same, for the person themselves: to say no is an answer, too."""

    rather_not = ConfirmField(_("I would rather not answer"))


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
        return {need: _number(self[str(need)].data) for need in Need}


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


def questions_form(base: type[QuestionsForm]) -> Any:
    """A form with every question that is asked now; a class, because its fields are the service's."""
    fields: dict[str, Any] = {question.column: _field(question) for question in QUESTIONS}
    fields |= {f"{OWN}{question.id.hex}": _own_field(question) for question in own_questions()}
    fields["words"] = LongTextField(_("Is there anything that you want to tell us?"), max_length=5000, rows=4)
    return type(base.__name__, (base,), fields)


def _field(question: Question) -> Any:
    if question.kind == AnswerKind.YES_NO:
        return YesNoField(question.words)
    low, high = question.ends or ("", "")
    least, most = RANGE[question.kind]
    hint = _("%(least)s means: %(low)s. %(most)s means: %(high)s.", least=least, low=low, most=most, high=high)
    return _scale(question.words, question.kind, hint=hint)


def _own_field(question: QuestionRow) -> Any:
    label = question.said(page_language())
    if question.kind == AnswerKind.WORDS:
        return LongTextField(label, max_length=2000, rows=3)
    if question.kind == AnswerKind.YES_NO:
        return YesNoField(label)
    return _scale(label, AnswerKind(question.kind))


def _scale(label: Any, kind: AnswerKind, **options: Any) -> Any:
    least, most = RANGE[kind]
    numbers = [(str(number), str(number)) for number in range(least, most + 1)]
    inline = {"classes": "govuk-radios--inline"}
    return ChoiceField(label, numbers, component=inline, **options)


def _offer_people(form: Any, case: CaseView) -> None:
    form.party.offer([(str(party.id), party.name) for party in case.parties])


def _number(answer: str | None) -> int | None:
    return {"yes": 1, "no": 0}.get(answer, int(answer) if answer.isdecimal() else None) if answer else None
