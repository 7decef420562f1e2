"""What people must have agreed to, and still agree to (DOMAIN E2). Each judges by the days on which things happened."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, not_, or_

from concord.web.dates import uk_today
from tenants.casework import policy
from tenants.casework.conditions import ever_agreed, gave, of_hold, party_of_whom, somebody, wrote
from tenants.casework.guards import Condition, guard, judged_on, ours, whole
from tenants.casework.missing import names
from tenants.casework.models import CaseEvent, CaseParty
from tenants.casework.policy import Stage
from tenants.people.models import Consent, Purpose
from tenants.referrals.models import PartyRole

CONSENT = "casework.consent"
BOTH_STAY = (Stage.PREPARING, Stage.SCHEDULED, Stage.IN_PROCESS)  # nothing goes on there unless both agree


@guard(
    "initiator_agreed",
    _("Nobody has agreed yet that we keep their details and that we contact the other person."),
    page=CONSENT,
)
def initiator_agreed() -> Condition:
    own = CaseParty.stands_in_for_id.is_(None)  # whoever stands in asks for nothing themselves
    return party_of_whom(own, gave(Purpose.STORE_AND_CONTACT), gave(Purpose.APPROACH_OTHER))


@guard(
    policy.BOTH_AGREED,
    _("A person harmed and a person responsible must each have agreed in writing to take part."),
    page=CONSENT,
)
def written_consent_of_both() -> Condition:
    """Each who takes part, of those with whom we work; by the proxy route also whoever stands in (T8)."""
    both = and_(somebody(PartyRole.HARMED), somebody(PartyRole.RESPONSIBLE))
    return and_(both, not_(party_of_whom(ours(), agreed_too_little())))


@names(policy.BOTH_AGREED, _("%(name)s has not agreed in writing to take part."))
def agreed_too_little() -> Condition:
    return not_(wrote(Purpose.TAKE_PART))


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
