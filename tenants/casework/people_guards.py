"""Whom a case needs, how they were reached, and what they were told and asked (DOMAIN E2)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, exists, false, func, not_, or_, select

from tenants.casework import policy
from tenants.casework.conditions import day_of, in_time, party_of_whom, somebody, working_days_before
from tenants.casework.guards import TWO_WAY, Condition, guard, judged_on, ours
from tenants.casework.kinds import AttemptOutcome, EventKind, Responsibility
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.people.models import ContactKind, ContactPoint, Standing
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

CONTACT = "casework.contact"
TRIES, DAYS_OF_TRYING, WAYS_TRIED = 3, 10, 2  # working days (T6)
NOT_REACHED = tuple(outcome for outcome in AttemptOutcome if outcome not in TWO_WAY)
ACCEPTED_RESPONSIBILITY = {
    "full": (Responsibility.FULL,), "some": (Responsibility.FULL, Responsibility.PARTIAL),
}


@guard(
    policy.BOTH_KNOWN,
    _("The case needs a person harmed and a person responsible. Add the other person first."),
    page="casework.person",
)
def other_party_identified() -> Condition:
    return and_(somebody(PartyRole.HARMED), somebody(PartyRole.RESPONSIBLE))


@guard(policy.REACHED, _("Nobody has spoken with a person of this case yet by a way that is safe."), page=CONTACT)
def safe_route_used() -> Condition:
    return exists().where(
        ContactAttempt.case_id == Case.id, ContactAttempt.safe_route, ContactAttempt.outcome.in_(TWO_WAY),
        in_time(day_of(ContactAttempt.happened_at)),
        CaseParty.id == ContactAttempt.party_id, CaseParty.state.not_in(policy.OUT),
    ).correlate(Case)


@guard(
    "information_given",
    _("Nobody has been told about restorative justice and asked if they want to know more."),
    page="casework.information",
)
def information_given() -> Condition:
    return exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.kind == EventKind.INFORMATION_GIVEN,
        CaseEvent.episode == Case.episode, CaseEvent.happened_on <= judged_on(),
        CaseEvent.detail["offer"].astext != "not_asked",
        CaseParty.id == CaseEvent.party_id, CaseParty.state.not_in(policy.OUT),
    ).correlate(Case)


@guard(
    "tried_long_enough",
    _("Try at least 3 times, by 2 safe ways where there are two, over at least 10 working days."),
    page=CONTACT,
)
def tried_long_enough() -> Condition:
    ways = (
        select(func.count(ContactPoint.id)).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
        .where(
            CaseParty.id == ContactAttempt.party_id, ContactPoint.standing == Standing.SAFE,
            ContactPoint.kind != ContactKind.THEY_CALL, ContactPoint.ended_at.is_(None),
        ).correlate(ContactAttempt).scalar_subquery()
    )
    tried, day = func.count(ContactAttempt.contact_point_id.distinct()), day_of(ContactAttempt.happened_at)
    return (
        select(ContactAttempt.party_id)
        .where(ContactAttempt.case_id == Case.id, ContactAttempt.outcome.in_(NOT_REACHED), in_time(day))
        .group_by(ContactAttempt.party_id)
        .having(and_(
            func.count() >= TRIES, func.min(day) <= working_days_before(judged_on(), DAYS_OF_TRYING),
            or_(tried >= WAYS_TRIED, tried >= ways),
        )).correlate(Case).exists()
    )


@guard(
    "responsibility_accepted",
    _("The person responsible was not asked, or does not accept as much responsibility as we need."),
    page="casework.responsibility",
)
def responsibility_accepted() -> Condition:
    return not_(party_of_whom(ours(), accepts_too_little()))


@names(
    "responsibility_accepted",
    _("%(name)s was not asked, or does not accept as much responsibility as we need."),
)
def accepts_too_little() -> Condition:
    enough = ACCEPTED_RESPONSIBILITY[current_profile().policy.responsibility_minimum]
    own = CaseParty.stands_in_for_id.is_(None)  # whoever stands in did nothing
    return and_(CaseParty.role == PartyRole.RESPONSIBLE, own, CaseParty.responsibility.not_in(enough))


@guard(
    "options_explained",
    _("Each person must hear which forms it can take, and say which they would like."),
    page="casework.options",
)
def options_explained() -> Condition:
    return not_(party_of_whom(ours(), heard_no_options()))


@names("options_explained", _("%(name)s must hear which forms it can take, and say which they would like."))
def heard_no_options() -> Condition:
    heard = and_(CaseParty.preferred_form.is_not(None), CaseParty.options_explained_on <= judged_on())
    return func.coalesce(heard, false()).is_(false())
