"""The parts of which guards of meetings are made: SQL conditions over one row of ``cases``.

A case has one open plan at most, so a condition on "the plan" never mixes two. Every inner select says what it shares
with the one around it, because pages ask for guards beside the people of a case.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from tenants.casework import policy as stages
from tenants.casework.conditions import since_stop
from tenants.casework.guards import judged_on, led_elsewhere
from tenants.casework.kinds import Complexity
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import CaseFacts
from tenants.meetings.models import Activity, ActivityFacilitator, ActivityParty, PreparationMeeting
from tenants.meetings.policy import MAY_GO_AHEAD, TALKS, TALKS_WHEN_COMPLEX
from tenants.people.models import Consent, Decision, Purpose
from tenants.referrals.conflicts import standing

Condition = ColumnElement[bool]
Party = aliased(CaseParty, name="somebody")


def in_plan(*also: Condition) -> Condition:
    """The case has a plan that may go ahead, and this holds of it; or another service leads, and judges by its own."""
    ours = exists().where(
        Activity.case_id == Case.id, Activity.episode == Case.episode, Activity.status.in_(MAY_GO_AHEAD), *also
    ).correlate(Case)
    return or_(led_elsewhere(), ours)


def everybody(says: Condition, *who: Condition) -> Condition:
    """Somebody takes part, and this holds of everybody who does; of some of them only, where ``who`` says so."""
    takes_part = (Party.case_id == Case.id, Party.state.not_in(stages.OUT), *who)
    return and_(
        exists().where(*takes_part).correlate(Case), not_(exists().where(*takes_part, not_(says)).correlate(Case))
    )


def with_us() -> Condition:
    """For `everybody`: those with whom we work ourselves."""
    return Party.kept_by_id.is_(None)


def said(*also: Condition) -> Condition:
    """For `everybody`: what they said to the plan of the case is so. What they say elsewhere, that service tells us."""
    ours = exists().where(
        ActivityParty.party_id == Party.id, ActivityParty.activity_id == Activity.id, Activity.case_id == Case.id,
        Activity.episode == Case.episode, Activity.status.in_(MAY_GO_AHEAD), *also,
    ).correlate(Case, Party)
    return or_(led_elsewhere(), ours)


def talks_held() -> ColumnElement[int]:
    """For `everybody`: how many talks prepared them while they agreed to take part (T9: since they agreed)."""
    agreed = exists().where(
        Consent.person_id == Party.person_id, Consent.incident_id == Case.incident_id,
        Consent.purpose == Purpose.TAKE_PART, Consent.decision == Decision.GIVEN, Consent.episode == Case.episode,
        Consent.decided_on <= PreparationMeeting.held_on,
    ).correlate(Case, Party, PreparationMeeting)
    ended = exists().where(
        Consent.person_id == Party.person_id, Consent.incident_id == Case.incident_id,
        Consent.purpose == Purpose.TAKE_PART, Consent.decision != Decision.GIVEN,
        or_(
            Consent.decided_on > PreparationMeeting.held_on,
            and_(
                Consent.decided_on == PreparationMeeting.held_on,
                Consent.recorded_at > PreparationMeeting.recorded_at,
            ),
        ),
    ).correlate(Case, Party, PreparationMeeting)
    return (
        select(func.count()).select_from(PreparationMeeting).where(
            PreparationMeeting.party_id == Party.id, PreparationMeeting.episode == Case.episode,
            PreparationMeeting.held_on <= judged_on(), agreed, not_(ended),
        ).correlate(Case, Party).scalar_subquery()
    )


def talked_since_stop() -> Condition:
    """For `everybody`: somebody talked with them on their own after the last meeting was stopped or put off."""
    return exists().where(
        PreparationMeeting.party_id == Party.id, PreparationMeeting.episode == Case.episode,
        PreparationMeeting.held_on <= judged_on(),
        since_stop(PreparationMeeting.held_on, PreparationMeeting.recorded_at),
    ).correlate(Case, Party)


def is_complex() -> Condition:
    return exists().where(
        CaseFacts.case_id == Case.id, CaseFacts.complexity == Complexity.SENSITIVE_COMPLEX
    ).correlate(Case)


def talks_needed() -> ColumnElement[int]:
    return case((is_complex(), TALKS_WHEN_COMPLEX), else_=TALKS)


def facilitators(*also: Condition) -> ColumnElement[int]:
    """For `in_plan`: how many of them there are. Whoever has a conflict of interest is none."""
    locked_out = standing(ActivityFacilitator.account_id, Case.incident_id).correlate(ActivityFacilitator, Case)
    return (
        select(func.count()).select_from(ActivityFacilitator).where(
            ActivityFacilitator.activity_id == Activity.id, ActivityFacilitator.removed_at.is_(None),
            not_(locked_out.exists()), *also,
        ).correlate(Case, Activity).scalar_subquery()
    )
