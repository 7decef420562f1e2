"""What must be known of a case, its area and its courts before it goes on (DOMAIN E2)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, not_, or_, true

from tenants.casework import facts_policy, policy
from tenants.casework.conditions import held_for, known, led_by_responsible
from tenants.casework.guards import Condition, guard, judged_on
from tenants.casework.kinds import Complexity, YouthJustice
from tenants.casework.models import Case
from tenants.casework.record_models import CaseFacts
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.people.models import Answer
from tenants.referrals.models import Incident
from tenants.registry.queries import current_profile

FACTS = "casework.facts"


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
    "hold_reason_cleared",
    _("The case is on hold because of a court case, and that is not over. Change what is known when it is."),
    page=FACTS,
)
def hold_reason_cleared() -> Condition:
    return or_(not_(held_for("court")), proceedings_do_not_block())
