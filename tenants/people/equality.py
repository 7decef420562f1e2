"""What people may tell us about themselves so that the service can see whom it reaches (DOMAIN B8), as data.

The questions follow the GOV.UK pattern for equality information, ethnicity the 19 groups of the census in England and
Wales. Nobody has to answer; what is kept is codes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.people.details import locked_person
from tenants.people.models import EqualityAnswers
from tenants.people.refusals import Refused

RATHER_NOT = "prefer_not_to_say"


@dataclass(frozen=True)
class Question:
    """One question with its answers; "prefer not to say" is an answer of each."""

    code: str
    label: LazyString
    answers: dict[str, LazyString]

    @property
    def choices(self) -> list[tuple[str, LazyString]]:
        return [*self.answers.items(), (RATHER_NOT, _("Prefer not to say"))]


ETHNICITY = {
    "white_british": _("White: English, Welsh, Scottish, Northern Irish or British"),
    "white_irish": _("White: Irish"),
    "white_gypsy_traveller": _("White: Gypsy or Irish Traveller"),
    "white_roma": _("White: Roma"),
    "white_other": _("White: any other White background"),
    "mixed_white_black_caribbean": _("Mixed: White and Black Caribbean"),
    "mixed_white_black_african": _("Mixed: White and Black African"),
    "mixed_white_asian": _("Mixed: White and Asian"),
    "mixed_other": _("Mixed: any other Mixed or multiple background"),
    "asian_indian": _("Asian: Indian"),
    "asian_pakistani": _("Asian: Pakistani"),
    "asian_bangladeshi": _("Asian: Bangladeshi"),
    "asian_chinese": _("Asian: Chinese"),
    "asian_other": _("Asian: any other Asian background"),
    "black_caribbean": _("Black: Caribbean"),
    "black_african": _("Black: African"),
    "black_other": _("Black: any other Black background"),
    "other_arab": _("Other: Arab"),
    "other_any": _("Other: any other ethnic group"),
}
YES_NO = {"yes": _("Yes"), "no": _("No")}
QUESTIONS = (
    Question("ethnicity", _("What is your ethnic group?"), ETHNICITY),
    Question("sex", _("What is your sex?"), {"female": _("Female"), "male": _("Male")}),
    Question("gender_same", _("Is your gender the same as the sex you were registered as at birth?"), YES_NO),
    Question(
        "disability",
        _("Do you have a physical or mental health condition that has lasted, or will last, 12 months or more?"),
        YES_NO,
    ),
    Question("disability_impact", _("Does it make daily life harder?"), {
        "a_lot": _("Yes, a lot"), "a_little": _("Yes, a little"), "not_at_all": _("Not at all"),
    }),
    Question("religion", _("What is your religion?"), {
        "none": _("No religion"), "buddhist": _("Buddhist"), "christian": _("Christian"), "hindu": _("Hindu"),
        "jewish": _("Jewish"), "muslim": _("Muslim"), "sikh": _("Sikh"), "other": _("Any other religion"),
    }),
    Question("orientation", _("Which of these best describes your sexual orientation?"), {
        "heterosexual": _("Heterosexual or straight"), "gay_lesbian": _("Gay or lesbian"), "bisexual": _("Bisexual"),
        "other": _("Other sexual orientation"),
    }),
)
CODES = {question.code: frozenset({*question.answers, RATHER_NOT}) for question in QUESTIONS}


def equality_of(person_id: UUID) -> EqualityAnswers | None:
    """What somebody answered, or that they would rather not; None when nobody asked."""
    statement = select(EqualityAnswers).where(EqualityAnswers.person_id == person_id)
    return db.session.execute(statement).scalar_one_or_none()


def locked_equality(person_id: UUID) -> EqualityAnswers | None:
    """The same, for this act alone until the transaction ends."""
    statement = select(EqualityAnswers).where(EqualityAnswers.person_id == person_id).with_for_update()
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()


def record_equality(person_id: UUID, answers: Mapping[str, str], *, recorded_by: UUID, recorded_at: datetime) -> None:
    """Keep what they chose to answer; a question that they passed over is left out."""
    given = {code: answer for code, answer in answers.items() if answer}
    if any(answer not in CODES.get(code, ()) for code, answer in given.items()):
        raise Refused(str(_("Choose from the answers on this page")))
    _keep(person_id, given, recorded_by, recorded_at)


def decline_equality(person_id: UUID, *, recorded_by: UUID, recorded_at: datetime) -> None:
    """They would rather not answer any of it. What they answered before is gone."""
    _keep(person_id, None, recorded_by, recorded_at)


def _keep(person_id: UUID, answers: dict[str, str] | None, recorded_by: UUID, recorded_at: datetime) -> None:
    locked_person(person_id)  # of two who write the first answers, one waits
    row = locked_equality(person_id)
    if row is None:
        row = EqualityAnswers(id=uuid7(), person_id=person_id, version=0)
        db.session.add(row)
    row.answers, row.declined = answers, answers is None
    row.recorded_by, row.recorded_at, row.version = recorded_by, recorded_at, row.version + 1
    db.session.flush()
    record_act("change", "person", person_id, part="equality")
