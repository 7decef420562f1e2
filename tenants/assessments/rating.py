"""What answers come to, and why: the worst that any answer gives, with the answers that gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenants.assessments.policy import RATINGS, Rating
from tenants.assessments.questions import Question, Questions


@dataclass(frozen=True)
class Suggestion:
    """A rating, and each question whose answer led to it; none when nothing speaks against the best."""

    rating: Rating
    because: tuple[tuple[Question, str], ...]


def suggest(form: Questions, role: str, answers: Mapping[str, Any]) -> Suggestion:
    best = RATINGS[form.kind][0]
    given = [
        (question.gives.get(answers.get(question.code, ""), best), question, answers.get(question.code, ""))
        for question in form.of(role)
    ]
    rating = max((rating for rating, *_rest in given), key=RATINGS[form.kind].index, default=best)
    because = tuple((question, answer) for one, question, answer in given if one == rating != best)
    return Suggestion(rating, because)


def is_worse(form_kind: str, rating: str, before: str | None) -> bool:
    """Whether a rating is worse than the one before it; a first one is worse than none."""
    order = RATINGS[form_kind]
    return before is None or order.index(Rating(rating)) > order.index(Rating(before))
