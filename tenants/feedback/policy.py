"""The questions that every service asks, as versioned data, and the needs that support is measured by (DOMAIN B6).

A change of a question is a new `QUESTIONS_VERSION`: answers keep the version under which they were given, and answers
to different questions are not added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

QUESTIONS_VERSION = "2026.1"


class AnswerKind(StrEnum):
    """How a question is answered, and with it the numbers that stand for the answers."""

    SCALE = "scale"  # 1 to 5
    YES_NO = "yes_no"  # 1 or 0
    TEN = "ten"  # 0 to 10
    WORDS = "words"


RANGE = {AnswerKind.SCALE: (1, 5), AnswerKind.YES_NO: (0, 1), AnswerKind.TEN: (0, 10)}


@dataclass(frozen=True)
class Question:
    """A question of the whole country; ``column`` is that of its answers."""

    column: str
    kind: AnswerKind
    words: LazyString
    ends: tuple[LazyString, LazyString] | None = None  # what the lowest and the highest number mean


QUESTIONS = (
    Question("satisfied", AnswerKind.SCALE, _("How happy are you with how we worked with you?"),
             (_("Not happy at all"), _("Very happy"))),
    Question("heard", AnswerKind.SCALE, _("Did you feel that people listened to you?"),
             (_("Not at all"), _("Very much"))),
    Question("safe", AnswerKind.SCALE, _("Did you feel safe?"),
             (_("Not at all"), _("All the time"))),
    Question("voluntary", AnswerKind.YES_NO, _("Was it your own choice to take part?")),
    Question("coping", AnswerKind.SCALE, _("Do you cope better with what happened than before?"),
             (_("Not at all"), _("Much better"))),
    Question("recommend", AnswerKind.TEN, _("Would you tell others in your place to do the same?"),
             (_("Never"), _("Yes, very much"))),
)


class Need(StrEnum):
    """The eight categories of need by which "cope and recover" is measured."""

    HEALTH = "health"
    HOME = "home"
    FAMILY = "family"
    SKILLS = "skills"
    SUBSTANCES = "substances"
    MONEY = "money"
    OUTLOOK = "outlook"
    OTHERS = "others"


class Moment(StrEnum):
    START = "start"
    END = "end"


class InvitationStatus(StrEnum):
    """`not_offered` has a reason; to decline is an answer."""

    OFFERED = "offered"
    ANSWERED = "answered"
    DECLINED = "declined"
    NOT_OFFERED = "not_offered"


class WhyNot(StrEnum):
    """Why somebody who took part was not asked."""

    NO_CONSENT = "no_consent"
    NOT_SAFE = "not_safe"
    NOT_REACHED = "not_reached"
    TOO_MUCH = "too_much"


class Through(StrEnum):
    LINK = "link"
    PAPER = "paper"
    PHONE = "phone"
    IN_PERSON = "in_person"
