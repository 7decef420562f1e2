"""The one gate: every message asks here, at the moment of sending, whether it may go. What no rule allows is refused.

The rules are the table `RULES`. To a member of the public there is one message: the acknowledgement, to a person who
wrote to us themselves, where they said themselves that e-mail is safe. Every other contact with them is a phone call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from concord.identity.models import AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.notifications.models import MessageKind
from tenants.people.models import ContactKind, Standing, StatedBy
from tenants.referrals.models import ReferrerKind


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
    REFERRED_BY_ANOTHER = "referred_by_another"
    NOT_THEIR_ADDRESS = "not_their_address"
    NOT_THEIR_OWN_WORD = "not_their_own_word"
    NOT_SAFE = "not_safe"
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


Recipient = Member | Writer
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


_ACTIVE = (lambda member: member.status == AccountStatus.ACTIVE, Refusal.ACCOUNT_NOT_ACTIVE)

RULES: dict[tuple[MessageKind, Channel], Rules[Member] | Rules[Writer]] = {
    (MessageKind.NEW_REFERRAL, Channel.EMAIL): Rules(Member, (
        _ACTIVE,
        (lambda member: Permission.REFERRALS_READ in PERMISSIONS[member.role], Refusal.MAY_NOT_READ_REFERRALS),
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
}


def may_send(kind: MessageKind, channel: Channel, recipient: Recipient) -> Refusal | None:
    """None when the message may go now, else the first reason why not."""
    rules = RULES.get((kind, channel))
    return rules.refusal(recipient) if rules else Refusal.NO_RULE_ALLOWS_IT
