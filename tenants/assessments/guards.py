"""What assessments and risks add to the moves of a case (DOMAIN A4, E2 T8 to T10, T17)."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Exists, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tenants.assessments import policy
from tenants.assessments.models import Assessment, RiskAction
from tenants.assessments.policy import Kind, Rating
from tenants.casework.conditions import since_stop
from tenants.casework.guards import Condition, guard, judged_on, ours
from tenants.casework.kinds import Complexity
from tenants.casework.missing import Page, names
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import OUT, Stage
from tenants.casework.record_models import CaseFacts
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off

PAGE, SIGN_OFF = "assessments.index", "casework.ask_sign_off"
FORM = {kind: Page("assessments.assess", about="party_id", more={"kind": str(kind)}) for kind in Kind}


def newest(what: Any, kind: Kind, *also: ColumnElement[bool]) -> ColumnElement[Any]:
    """Of the newest assessment of this kind of the party around it, in the case's episode; null when there is none."""
    return (
        select(what)
        .where(
            Assessment.party_id == CaseParty.id, Assessment.kind == kind, Assessment.episode == Case.episode,
            Assessment.assessed_on <= judged_on(), *also,
        )
        .order_by(Assessment.assessed_on.desc(), Assessment.recorded_at.desc()).limit(1)
        .correlate(CaseParty, Case).scalar_subquery()
    )


def somebody_of_whom(*conditions: ColumnElement[bool]) -> Condition:
    """A person with whom we work and who has not left the case, of whom all this is true."""
    return exists().where(
        CaseParty.case_id == Case.id, ours(), CaseParty.state.not_in(OUT), *conditions
    ).correlate(Case)


def sensitive() -> Condition:
    """A person classed the case as sensitive and complex."""
    return exists().where(
        CaseFacts.case_id == Case.id, CaseFacts.complexity == Complexity.SENSITIVE_COMPLEX
    ).correlate(Case)


def risk_rank(rating: InstrumentedAttribute[str]) -> ColumnElement[int]:
    return case(*((rating == one, number) for number, one in enumerate(policy.RATINGS[Kind.RISK], start=1)))


@guard(
    "assessments_complete",
    _("Each person needs an assessment of eligibility, suitability and risk that is no older than 28 days."),
    page=PAGE,
)
def assessments_complete() -> Condition:
    return not_(somebody_of_whom(or_(*(_not_lately(kind) for kind in Kind))))


def _not_lately(kind: Kind) -> Condition:
    return func.coalesce(newest(Assessment.assessed_on < judged_on() - policy.HOLDS, kind), True)


for _kind, _sentence in {
    Kind.ELIGIBILITY: _("%(name)s needs an assessment of eligibility that is no older than 28 days."),
    Kind.SUITABILITY: _("%(name)s needs an assessment of suitability that is no older than 28 days."),
    Kind.RISK: _("%(name)s needs an assessment of risk that is no older than 28 days."),
}.items():
    names("assessments_complete", _sentence, page=FORM[_kind])(partial(_not_lately, _kind))


@guard(
    "found_suitable",
    _("Somebody was found not eligible or not suitable, or it is not sure yet. The assessment says why."),
    page=PAGE,
)
def found_suitable() -> Condition:
    """What has not been assessed yet is said by the guard before."""
    return not_(somebody_of_whom(in_doubt()))


@names("found_suitable", _("%(name)s was found not eligible or not suitable, or it is not sure yet."))
def in_doubt() -> Condition:
    kinds = (Kind.ELIGIBILITY, Kind.SUITABILITY)
    return or_(*(func.coalesce(newest(Assessment.rating != Rating.YES, kind), False) for kind in kinds))


@guard(
    "each_assessed",
    _("Somebody who came to the case later has not been assessed yet, or was found not eligible or not suitable."),
    page=PAGE,
)
def each_assessed() -> Condition:
    """Who joins after the others were assessed, such as somebody who stands in, is not led past it (T8)."""
    return not_(somebody_of_whom(led_past_it()))


@names("each_assessed", _("%(name)s came to the case later: they have not been assessed yet, or are in doubt."))
def led_past_it() -> Condition:
    return or_(*(newest(Assessment.id, kind).is_(None) for kind in Kind), in_doubt())


@guard(
    "assessment_signed_off",
    _("A supervisor must approve the assessment, because the case is sensitive and complex or a risk is high."),
    page=SIGN_OFF,
)
def assessment_signed_off() -> Condition:
    high = somebody_of_whom(newest(Assessment.rating, Kind.RISK) == Rating.HIGH)
    return or_(not_(or_(sensitive(), high)), signed_off(SignOffKind.ASSESSMENT))


@guard(
    "risk_current",
    _("The last look at the risk of each person must be no older than 14 days, and later than a meeting that was "
      "stopped or put off; and what is to be done about a high risk must be done."),
    page=PAGE,
)
def risk_current() -> Condition:
    """What was seen before a meeting was stopped says nothing of what comes after it (T12)."""
    outdated = or_(
        Assessment.assessed_on < judged_on() - policy.RISK_HOLDS,
        not_(since_stop(Assessment.assessed_on, Assessment.recorded_at)),
    )
    return and_(
        not_(somebody_of_whom(func.coalesce(newest(outdated, Kind.RISK), True))),
        not_(_open_high_action()),
    )


@guard(
    "no_new_risk",
    _("A risk has risen, or something new is to be done about a high risk, since the date was arranged. "
      "Go back to preparing."),
    page=PAGE,
)
def no_new_risk() -> Condition:
    """On the day nothing may be worse than it was when the date was arranged (T10)."""
    new = RiskAction.created_at > _arranged_at()
    return and_(not_(somebody_of_whom(risen())), not_(_open_high_action(new)))


@names("no_new_risk", _("The risk with %(name)s has risen since the date was arranged. Go back to preparing."))
def risen() -> Condition:
    now = newest(risk_rank(Assessment.rating), Kind.RISK)
    then = newest(risk_rank(Assessment.rating), Kind.RISK, Assessment.recorded_at <= _arranged_at())
    return now > func.coalesce(then, 1)


@guard(
    "risk_not_outdated",
    _("The last look at the risk is older than 28 days. Look at it again."),
    page=PAGE,
)
def risk_not_outdated() -> Condition:
    """After a hold: what was never assessed is asked for later (T17)."""
    return not_(somebody_of_whom(outdated_after_hold()))


@names(
    "risk_not_outdated", _("Look at the risk with %(name)s again: the last look is older than 28 days."),
    page=FORM[Kind.RISK],
)
def outdated_after_hold() -> Condition:
    return func.coalesce(newest(Assessment.assessed_on < judged_on() - policy.HOLDS, Kind.RISK), False)


def _open_high_action(*also: ColumnElement[bool]) -> Exists:
    return exists().where(
        RiskAction.case_id == Case.id, RiskAction.high,
        or_(RiskAction.done_on.is_(None), RiskAction.done_on > judged_on()), *also,
    ).correlate(Case)


def _arranged_at() -> ColumnElement[Any]:
    """When a date was last arranged; coming back from a hold arranges none."""
    return (
        select(func.max(CaseEvent.recorded_at))
        .where(
            CaseEvent.case_id == Case.id, CaseEvent.to_stage == Stage.SCHEDULED,
            CaseEvent.from_stage != Stage.ON_HOLD,
        )
        .correlate(Case).scalar_subquery()
    )
