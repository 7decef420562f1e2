"""The guards that casework itself adds to its moves (DOMAIN E2). Each judges by the days on which things happened."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, exists, false, func, not_, or_, select, true

from concord.web.dates import uk_today
from tenants.casework import facts_policy, policy
from tenants.casework.conditions import (
    day_of,
    ever_agreed,
    gave,
    held_for,
    in_time,
    known,
    led_by_responsible,
    of_hold,
    party_of_whom,
    somebody,
    working_days_before,
    wrote,
)
from tenants.casework.guards import TWO_WAY, Condition, guard, judged_on, ours, whole
from tenants.casework.kinds import AttemptOutcome, Complexity, EventKind, Responsibility, YouthJustice
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.casework.policy import Stage
from tenants.casework.record_models import CaseFacts
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.people.models import Answer, Consent, ContactKind, ContactPoint, Purpose, Standing
from tenants.referrals.models import Incident, PartyRole
from tenants.referrals.triage_models import ConflictDeclaration
from tenants.registry.queries import current_profile

FACTS, CONSENT, CONTACT, SIGN_OFFS = "casework.facts", "casework.consent", "casework.contact", "casework.ask_sign_off"
TRIES, DAYS_OF_TRYING, WAYS_TRIED = 3, 10, 2  # working days (T6)
NOT_REACHED = tuple(outcome for outcome in AttemptOutcome if outcome not in TWO_WAY)
ACCEPTED_RESPONSIBILITY = {
    "full": (Responsibility.FULL,), "some": (Responsibility.FULL, Responsibility.PARTIAL),
}
BOTH_STAY = (Stage.PREPARING, Stage.SCHEDULED, Stage.IN_PROCESS)  # nothing goes on there unless both agree


@guard(
    policy.IMPARTIAL,
    _("The lead of this case has not said that they are free of any conflict of interest."),
    page="casework.conflict",
)
def no_conflict_of_interest() -> Condition:
    newest = (
        select(not_(ConflictDeclaration.conflict))
        .where(ConflictDeclaration.incident_id == Case.incident_id, ConflictDeclaration.account_id == Case.lead_id)
        .order_by(ConflictDeclaration.declared_at.desc(), ConflictDeclaration.id.desc())
        .limit(1).correlate(Case)
    )
    return func.coalesce(newest.scalar_subquery(), false())


@guard(
    "in_area_or_exception",
    _("It is not in our area. Write down why we help all the same."),
    page=FACTS,
)
def in_area_or_exception() -> Condition:
    """An area that nobody knows yet is not outside (T1: known or “unknown”)."""
    profile = current_profile()
    if profile.policy.eligibility_basis == "discretion":
        return true()
    outside = exists().where(
        Incident.id == Case.incident_id, Incident.area_code.not_in(profile.areas_on(judged_on()))
    ).correlate(Case)
    return or_(not_(outside), known(CaseFacts.area_exception.is_not(None)))


@guard(
    "complexity_set",
    _("Nobody has said yet whether the case is sensitive and complex."),
    page="assessments.complexity",
)
def complexity_set() -> Condition:
    return known(CaseFacts.complexity != Complexity.NOT_SET)


@guard(
    "youth_justice_checked",
    _("Find out if the person responsible is under 18. Then the youth justice service must agree."),
    page=FACTS,
)
def youth_justice_checked() -> Condition:
    """A service that works with under-18s needs no answer; what the youth justice service works on is not ours (A3)."""
    if current_profile().policy.under_18 == "accept":
        return not_(known(CaseFacts.youth_justice == YouthJustice.HANDED_OVER))
    return known(CaseFacts.youth_justice.in_((YouthJustice.NOT_UNDER_18, YouthJustice.AGREED)))


@guard(
    policy.OFFENDER_LED,
    _("The person responsible asked. After domestic abuse or sexual harm, or when that is not known, a supervisor must "
      "approve it."),
    page=FACTS,
)
def offender_led_allowed() -> Condition:
    rules = current_profile().policy
    refused = [
        fact for fact, rule in (
            (CaseFacts.domestic_abuse, rules.offender_led_domestic_abuse),
            (CaseFacts.sexual_harm, rules.offender_led_sexual_violence),
        ) if rule == "refuse"
    ]
    return or_(
        not_(led_by_responsible()), known(*(fact == Answer.NO for fact in refused)),
        signed_off(SignOffKind.OFFENDER_LED),
    )


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
    policy.BOTH_KNOWN,
    _("The case needs a person harmed and a person responsible. Add the other person first."),
    page="casework.person",
)
def other_party_identified() -> Condition:
    return and_(somebody(PartyRole.HARMED), somebody(PartyRole.RESPONSIBLE))


@guard(
    "initiator_agreed",
    _("Nobody has agreed yet that we keep their details and that we contact the other person."),
    page=CONSENT,
)
def initiator_agreed() -> Condition:
    own = CaseParty.stands_in_for_id.is_(None)  # whoever stands in asks for nothing themselves
    return party_of_whom(own, gave(Purpose.STORE_AND_CONTACT), gave(Purpose.APPROACH_OTHER))


@guard(
    policy.ORDER,
    _("Find out if an order forbids contact. If one does, a supervisor must approve to go on."),
    page=FACTS,
)
def no_contact_order_cleared() -> Condition:
    return or_(known(CaseFacts.no_contact_order == Answer.NO), signed_off(SignOffKind.NO_CONTACT_ORDER))


@guard(
    policy.COURT,
    _("A court case is not over, or it is not known if there is one. A supervisor may approve to go on."),
    page=FACTS,
)
def proceedings_do_not_block() -> Condition:
    blocking = facts_policy.BLOCKING_PROCEEDINGS[current_profile().policy.live_court_case]
    if not blocking:
        return true()
    return or_(known(CaseFacts.proceedings.not_in(blocking)), signed_off(SignOffKind.PROCEEDINGS))


@guard(
    policy.BOTH_AGREED,
    _("A person harmed and a person responsible must each have agreed in writing to take part."),
    page=CONSENT,
)
def written_consent_of_both() -> Condition:
    """By the proxy route that is whoever is present and whoever stands in (T8)."""
    agreed = or_(not_(ours()), wrote(Purpose.TAKE_PART))
    stands_in = party_of_whom(ours(), CaseParty.stands_in_for_id.is_not(None), not_(wrote(Purpose.TAKE_PART)))
    return and_(somebody(PartyRole.HARMED, agreed), somebody(PartyRole.RESPONSIBLE, agreed), not_(stands_in))


@names(policy.BOTH_AGREED, _("%(name)s has not agreed in writing to take part."))
def agreed_too_little() -> Condition:
    return not_(wrote(Purpose.TAKE_PART))


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


@guard(
    "hold_reason_cleared",
    _("The case is on hold because of a court case, and that is not over. Change what is known when it is."),
    page=FACTS,
)
def hold_reason_cleared() -> Condition:
    return or_(not_(held_for("court")), proceedings_do_not_block())


@guard(
    "still_agreed",
    _("Both must still agree to take part. After more than 28 days on hold, ask each of them again."),
    page=CONSENT,
)
def still_agreed() -> Condition:
    """Nothing comes back to where both must agree unless they do; after a long hold they say so again (T17). Until it
    is written down that the hold has ended, nothing goes on: dating that early makes no hold shorter."""
    before = of_hold(CaseEvent.from_stage)
    return and_(
        or_(before.not_in(BOTH_STAY), whole(policy.BOTH_AGREED)), not_(party_of_whom(ours(), not_asked_again())),
    )


@names("still_agreed", _("%(name)s must be asked again: the case was on hold for more than 28 days."))
def not_asked_again() -> Condition:
    since = of_hold(CaseEvent.happened_on)
    short = since >= max(judged_on(), uk_today()) - timedelta(days=policy.HOLD_DAYS_WITHOUT_ASKING_AGAIN)
    return and_(not_(short), ever_agreed(), not_(ever_agreed(Consent.decided_on > since)))


@names("still_agreed", _("%(name)s has not agreed in writing to take part."))
def does_not_agree_now() -> Condition:
    return and_(of_hold(CaseEvent.from_stage).in_(BOTH_STAY), not_(wrote(Purpose.TAKE_PART)))


@guard(
    "unsuitable_signed_off",
    _("A supervisor must approve that the case ends because it is not suitable or not safe."),
    page=SIGN_OFFS,
)
def unsuitable_signed_off() -> Condition:
    return signed_off(SignOffKind.UNSUITABLE)
