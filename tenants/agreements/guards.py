"""What agreements and follow-up add to the moves of a case (DOMAIN E2 T11, T13)."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, Text, and_, cast, exists, false, func, not_, or_, select

from tenants.agreements.models import Agreement, AgreementItem, FollowUp
from tenants.agreements.policy import (
    ATTEMPTS_ENOUGH,
    EARLY_DAYS,
    FINAL,
    TO_BE_TOLD,
    FollowUpKind,
    FollowUpOutcome,
    ItemStatus,
)
from tenants.casework.guards import Condition, guard, judged_on
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.referrals.models import PartyRole

PAGE, TIMES = "agreements.show", 2


@guard(
    "terms_accepted",
    _("A point of the agreement is not accepted by both sides yet. Write down that they accept it, or put the "
      "agreement aside."),
    page=PAGE,
)
def terms_accepted() -> Condition:
    return not_(_some_item(AgreementItem.status == ItemStatus.PROPOSED))


@guard(
    "items_final_and_told",
    _("Each point of the agreement needs an end, and the person harmed must have heard of it from a person."),
    page=PAGE,
)
def items_final_and_told() -> Condition:
    ended = and_(AgreementItem.status.in_(FINAL), AgreementItem.ended_on <= judged_on())
    told = or_(AgreementItem.status.not_in(TO_BE_TOLD), AgreementItem.harmed_told_on <= judged_on())
    return not_(_some_item(not_(and_(ended, func.coalesce(told, false())))))


@guard(
    "followed_up",
    _("Ask each person who took part how they are: some days after the meeting or exchange, and some weeks after it."),
    page=PAGE,
)
def followed_up() -> Condition:
    """Reached, or tried often enough; whoever took part and is not on the list yet was not asked either.

    How somebody is some weeks after is not known earlier (T13).
    """
    return not_(exists().where(CaseParty.case_id == Case.id, not_followed_up()).correlate(Case))


@names("followed_up", _("%(name)s was not asked yet, some days and some weeks after it, how they are."))
def not_followed_up() -> Condition:
    in_time = or_(FollowUp.kind == FollowUpKind.DAYS, FollowUp.done_on >= FollowUp.due_on - EARLY_DAYS)
    tried = or_(FollowUp.outcome == FollowUpOutcome.REACHED, FollowUp.attempts >= ATTEMPTS_ENOUGH)
    asked = func.count().filter(
        FollowUp.kind.in_((FollowUpKind.DAYS, FollowUpKind.WEEKS)), FollowUp.done_on <= judged_on(),
        or_(FollowUp.outcome == FollowUpOutcome.DECLINED, and_(in_time, tried)),
    )
    times: Select[Any] = select(asked).where(FollowUp.party_id == CaseParty.id, FollowUp.episode == Case.episode)
    return and_(
        CaseParty.state == PartyState.PARTICIPATED, times.correlate(CaseParty, Case).scalar_subquery() < TIMES
    )


@names("terms_accepted", _("%(name)s has not accepted a point of the agreement that concerns them."))
def has_not_accepted() -> Condition:
    """For a party: something that concerns them waits for their yes, too."""
    said_yes = AgreementItem.accepted_ids.contains(func.jsonb_build_array(cast(CaseParty.id, Text)))
    concerned = or_(
        AgreementItem.owner_party_id == CaseParty.id, Agreement.party_id == CaseParty.id,
        and_(
            CaseParty.role == PartyRole.HARMED,
            or_(AgreementItem.for_party_id.is_(None), AgreementItem.for_party_id == CaseParty.id),
        ),
    )
    return exists().where(
        Agreement.case_id == Case.id, Agreement.episode == Case.episode, AgreementItem.agreement_id == Agreement.id,
        AgreementItem.status == ItemStatus.PROPOSED, concerned, not_(said_yes),
    ).correlate(Case, CaseParty)


def _some_item(condition: Condition) -> Condition:
    return exists().where(
        Agreement.case_id == Case.id, Agreement.episode == Case.episode,
        AgreementItem.agreement_id == Agreement.id, condition,
    ).correlate(Case)
