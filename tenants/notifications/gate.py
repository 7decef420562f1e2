"""The one gate: every message asks here, at the moment of sending, whether it may go. What no rule allows is refused.

The rules are the table `RULES`. To a member of the public there are two messages, where they said themselves that
e-mail is safe: the acknowledgement, to a person who wrote to us themselves, and a link that somebody of the service
made for them. Every other contact with them is a phone call.
An agency that referred somebody is asked whether the address is its own, and hears of the end if the person agreed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from concord.identity.models import AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.notifications.models import MessageKind
from tenants.people.models import ContactKind, Standing, StatedBy
from tenants.referrals.models import ReferralStatus, ReferrerKind


class Channel(StrEnum):
    EMAIL = "email"
    TEXT = "text"
    POST = "post"


class Refusal(StrEnum):
    """Why a message does not go; kept with it."""

    NO_RULE_ALLOWS_IT = "no_rule_allows_it"
    ACCOUNT_NOT_ACTIVE = "account_not_active"
    ACCOUNT_NOT_INVITED = "account_not_invited"
    MAY_NOT_READ_REFERRALS = "may_not_read_referrals"
    MAY_NOT_TAKE_CASES = "may_not_take_cases"
    REFERRED_BY_ANOTHER = "referred_by_another"
    NOT_THEIR_ADDRESS = "not_their_address"
    NOT_THEIR_OWN_WORD = "not_their_own_word"
    NOT_SAFE = "not_safe"
    NOT_FROM_AN_AGENCY = "not_from_an_agency"
    IS_HELD = "is_held"
    CONFIRMED_ALREADY = "confirmed_already"
    NOT_CONFIRMED = "not_confirmed"
    NO_CONTACT_WANTED = "no_contact_wanted"
    LINK_HAS_ENDED = "link_has_ended"
    PERSON_DID_NOT_AGREE = "person_did_not_agree"
    NOT_DECIDED = "not_decided"
    ADDRESS_REFUSED = "address_refused"


@dataclass(frozen=True)
class Member:
    """Somebody of the organisation, as their account is now."""

    address: str
    status: AccountStatus
    role: Role


@dataclass(frozen=True)
class Writer:
    """The person a referral is about, at one of their addresses, as all of it is now."""

    address: str
    kind: ContactKind
    stated_by: StatedBy
    standing: Standing
    referrer: ReferrerKind
    address_is_theirs: bool
    language: str


@dataclass(frozen=True)
class Agency:
    """A professional's address at work, and the referral that they sent, as all of it is now."""

    address: str
    referral_id: UUID
    reference: str
    referrer: ReferrerKind
    status: ReferralStatus
    confirmed: bool
    may_hear_outcome: bool
    ended: bool
    language: str
    case_id: UUID | None = None


@dataclass(frozen=True)
class Holder:
    """A person of a case for whom a link was made, at one of their addresses, as all of it is now."""

    address: str
    kind: ContactKind
    stated_by: StatedBy
    standing: Standing
    unsafe_now: bool  # ended, found on both sides of a case, or watched
    address_is_theirs: bool
    wants_contact: bool
    agreed: bool  # to what the link is about, where that needs it
    link_waits: bool
    link_id: UUID
    case_id: UUID
    party_id: UUID
    language: str


Recipient = Member | Writer | Agency | Holder
Who = TypeVar("Who", bound=Recipient)


@dataclass(frozen=True)
class Rules(Generic[Who]):
    """For one kind of recipient: each thing that must hold, and what is said where it does not."""

    recipient: type[Who]
    needs: tuple[tuple[Callable[[Who], bool], Refusal], ...]

    def refusal(self, recipient: Recipient) -> Refusal | None:
        if not isinstance(recipient, self.recipient):
            return Refusal.NO_RULE_ALLOWS_IT
        return next((refusal for holds, refusal in self.needs if not holds(recipient)), None)


_FROM_AGENCY = (
    lambda agency: agency.referrer == ReferrerKind.PROFESSIONAL and bool(agency.address), Refusal.NOT_FROM_AN_AGENCY
)
_NOT_HELD = (lambda agency: agency.status != ReferralStatus.HELD, Refusal.IS_HELD)
_ACTIVE = (lambda member: member.status == AccountStatus.ACTIVE, Refusal.ACCOUNT_NOT_ACTIVE)
_READS = (lambda member: Permission.REFERRALS_READ in PERMISSIONS[member.role], Refusal.MAY_NOT_READ_REFERRALS)

RULES: dict[tuple[MessageKind, Channel], Rules[Member] | Rules[Writer] | Rules[Agency] | Rules[Holder]] = {
    (MessageKind.NEW_REFERRAL, Channel.EMAIL): Rules(Member, (_ACTIVE, _READS)),
    (MessageKind.HELD_EXPIRY, Channel.EMAIL): Rules(Member, (_ACTIVE, _READS)),
    (MessageKind.HANDOVER_OFFER, Channel.EMAIL): Rules(Member, (
        _ACTIVE,
        (lambda member: Permission.CASES_TRANSFER in PERMISSIONS[member.role], Refusal.MAY_NOT_TAKE_CASES),
    )),
    (MessageKind.AGENCY_CONFIRMATION, Channel.EMAIL): Rules(Agency, (
        _FROM_AGENCY, _NOT_HELD, (lambda agency: not agency.confirmed, Refusal.CONFIRMED_ALREADY),
    )),
    (MessageKind.AGENCY_OUTCOME, Channel.EMAIL): Rules(Agency, (
        _FROM_AGENCY, _NOT_HELD,
        (lambda agency: agency.status in {ReferralStatus.ACCEPTED, ReferralStatus.CLOSED}, Refusal.NOT_DECIDED),
        (lambda agency: agency.may_hear_outcome, Refusal.PERSON_DID_NOT_AGREE),
        (lambda agency: agency.confirmed, Refusal.NOT_CONFIRMED),
    )),
    (MessageKind.TEST, Channel.EMAIL): Rules(Member, (_ACTIVE,)),
    (MessageKind.INVITATION, Channel.EMAIL): Rules(Member, (
        (lambda member: member.status == AccountStatus.INVITED, Refusal.ACCOUNT_NOT_INVITED),
    )),
    (MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL): Rules(Writer, (
        (lambda writer: writer.referrer == ReferrerKind.SELF, Refusal.REFERRED_BY_ANOTHER),
        (lambda writer: writer.address_is_theirs and writer.kind == ContactKind.EMAIL, Refusal.NOT_THEIR_ADDRESS),
        (lambda writer: writer.stated_by == StatedBy.SELF, Refusal.NOT_THEIR_OWN_WORD),
        (lambda writer: writer.standing == Standing.SAFE, Refusal.NOT_SAFE),
    )),
    (MessageKind.LINK, Channel.EMAIL): Rules(Holder, (
        (lambda holder: holder.wants_contact, Refusal.NO_CONTACT_WANTED),
        (lambda holder: holder.link_waits, Refusal.LINK_HAS_ENDED),
        (lambda holder: holder.agreed, Refusal.PERSON_DID_NOT_AGREE),
        (lambda holder: holder.address_is_theirs and holder.kind == ContactKind.EMAIL, Refusal.NOT_THEIR_ADDRESS),
        (lambda holder: holder.stated_by == StatedBy.SELF, Refusal.NOT_THEIR_OWN_WORD),
        (lambda holder: holder.standing == Standing.SAFE and not holder.unsafe_now, Refusal.NOT_SAFE),
    )),
}


def may_send(kind: MessageKind, channel: Channel, recipient: Recipient) -> Refusal | None:
    """None when the message may go now, else the first reason why not."""
    rules = RULES.get((kind, channel))
    return rules.refusal(recipient) if rules else Refusal.NO_RULE_ALLOWS_IT
