"""The questions about what people think, as a form: for themselves, or for staff who write down what they say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, ConfirmField, LongTextField, YesNoField
from concord.web.translations import page_language
from tenants.feedback.policy import QUESTIONS, RANGE, AnswerKind, Question
from tenants.feedback.queries import QuestionRow, own_questions
from tenants.feedback.service import Answers

OWN = "own_"


class QuestionsForm(ConcordForm):
    """The questions of the whole country, then the service's own. Everything may be left out."""

    def given(self) -> Answers:
        """What was answered."""
        own = {field.name.removeprefix(OWN): field.data for field in self if field.name.startswith(OWN) and field.data}
        numbers = {question.column: number_of(self[question.column].data) for question in QUESTIONS}
        return Answers(numbers, self["words"].data or None, own)


class ByLinkForm(QuestionsForm):
    """The same, for the person themselves: to say no is an answer, too."""

    rather_not = ConfirmField(_("I would rather not answer"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The link works once: to press the button too early is no answer."""
        if not super().validate(extra_validators):
            return False
        if not self.rather_not.data and self.given().empty:
            self.add_error(_("Answer one question, or say that you would rather not answer"), "rather_not")
        return not self.errors


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
    return ChoiceField(label, numbers, component={"classes": "concord-scale"}, **options)


def number_of(answer: str | None) -> int | None:
    return {"yes": 1, "no": 0}.get(answer, int(answer) if answer.isdecimal() else None) if answer else None
