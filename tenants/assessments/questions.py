"""The forms of assessment as data: short, versioned, each answer with what it gives (DOMAIN A3, A4).

A form is never changed once it was in use: a new version stands beside it, and old answers keep their questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.assessments.policy import Kind, Rating
from tenants.referrals.models import PartyRole

YES, NO, UNKNOWN = "yes", "no", "unknown"
LOW, MEDIUM, HIGH = "low", "medium", "high"
YES_OR_NO: dict[str, LazyString] = {YES: _("Yes"), NO: _("No"), UNKNOWN: _("We do not know")}
HOW_HIGH: dict[str, LazyString] = {LOW: _("Low"), MEDIUM: _("Medium"), HIGH: _("High")}


@dataclass(frozen=True)
class Question:
    """``gives``: what an answer pulls the rating down to, where it does. ``topic`` says it in a list or a reason."""

    code: str
    text: LazyString
    topic: LazyString
    gives: Mapping[str, Rating]
    hint: LazyString | str = ""
    answers: Mapping[str, LazyString] = field(default_factory=lambda: YES_OR_NO)
    asked_of: PartyRole | None = None  # of both sides, unless of one only


@dataclass(frozen=True)
class Questions:
    """One version of one form."""

    kind: Kind
    version: str
    asked: tuple[Question, ...]

    def of(self, role: str) -> tuple[Question, ...]:
        return tuple(question for question in self.asked if question.asked_of in {None, role})


NO_STOPS = {NO: Rating.NO, UNKNOWN: Rating.UNSURE}
YES_STOPS = {YES: Rating.NO, UNKNOWN: Rating.UNSURE}
NO_DOUBTS = {NO: Rating.UNSURE, UNKNOWN: Rating.UNSURE}
YES_DOUBTS = {YES: Rating.UNSURE, UNKNOWN: Rating.UNSURE}
AS_SAID = {MEDIUM: Rating.MEDIUM, HIGH: Rating.HIGH}
YES_IS_HIGH = {YES: Rating.HIGH, UNKNOWN: Rating.MEDIUM}

ELIGIBILITY_1 = Questions(Kind.ELIGIBILITY, "eligibility-1", (
    Question("known", _("Do we know for sure who they are?"), _("we know who they are"), NO_STOPS),
    Question("scope", _("Is this something that our service helps with?"), _("our service helps with this"), NO_STOPS),
    Question("facts", _("Do they agree on the basic facts of what happened?"), _("they agree on the facts"), NO_STOPS),
    Question(
        "free", _("Do they want this of their own free will?"), _("they want this of their own free will"), NO_STOPS,
        hint=_("Nobody pushed them, and nothing was promised for it."),
    ),
    Question(
        "law", _("Does a court case or a court order stand in the way?"), _("a court case or order stands in the way"),
        YES_STOPS,
    ),
))
SUITABILITY_1 = Questions(Kind.SUITABILITY, "suitability-1", (
    Question(
        "reasons", _("Do they want this for good reasons?"), _("they want this for good reasons"), NO_STOPS,
        hint=_("Not to hurt somebody, and not to gain something by it."),
    ),
    Question("hopes", _("Can what they hope for come true?"), _("what they hope for can come true"), NO_DOUBTS),
    Question(
        "able", _("With the right support, are they well enough to take part?"), _("they are well enough"), NO_STOPS,
        hint=_("Think of body and mind, learning, alcohol and drugs."),
    ),
    Question("pressure", _("Does anybody press or control them?"), _("somebody presses or controls them"), YES_STOPS),
    Question(
        "coping", _("Do they have people or ways that help them cope?"), _("something helps them cope"), NO_DOUBTS,
    ),
    Question(
        "therapy", _("Could this upset therapy or other help that they get?"), _("it could upset other help they get"),
        YES_DOUBTS,
    ),
    Question(
        "sees_harm", _("Do they see how it hurt the other person?"), _("they see how it hurt the other person"),
        NO_STOPS, asked_of=PartyRole.RESPONSIBLE,
    ),
))
RISK_1 = Questions(Kind.RISK, "risk-1", (
    Question(
        "to_other", _("Could they hurt the other person?"), _("hurting the other person"), AS_SAID,
        hint=_("In body, with words, or later on."), answers=HOW_HIGH,
    ),
    Question(
        "to_them", _("Could taking part hurt them again?"), _("being hurt again"), AS_SAID, answers=HOW_HIGH,
    ),
    Question("to_self", _("Could they hurt themselves?"), _("hurting themselves"), AS_SAID, answers=HOW_HIGH),
    Question(
        "substances", _("Could alcohol or drugs make it unsafe?"), _("alcohol or drugs"), AS_SAID, answers=HOW_HIGH,
    ),
    Question(
        "place", _("Could the place, the way there or somebody near make it unsafe?"), _("the place or the way there"),
        AS_SAID, answers=HOW_HIGH,
    ),
    Question("staff", _("Could it be unsafe for us?"), _("our own safety"), AS_SAID, answers=HOW_HIGH),
    Question(
        "control", _("Does one person have power over the other, or control them?"), _("power or control"), YES_IS_HIGH,
    ),
    Question("order", _("Does an order or a licence limit contact?"), _("an order or a licence"), YES_IS_HIGH),
    Question(
        "without", _("How high is the risk if this does not go ahead?"), _("if this does not go ahead"), {},
        hint=_("This does not change the rating."), answers=HOW_HIGH,
    ),
))
FORMS = {form.version: form for form in (ELIGIBILITY_1, SUITABILITY_1, RISK_1)}
CURRENT: dict[str, Questions] = {
    Kind.ELIGIBILITY: ELIGIBILITY_1, Kind.SUITABILITY: SUITABILITY_1, Kind.RISK: RISK_1,
}
