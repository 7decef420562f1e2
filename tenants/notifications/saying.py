"""What each kind of message that an event calls for says to its recipient, with the facts of the bound organisation."""

from __future__ import annotations

from collections.abc import Callable

from concord.database import db
from concord.tenancy import scope
from concord.tenancy.hosts import address_of
from concord.tenancy.models import Organisation
from tenants.links import service as links
from tenants.notifications import words
from tenants.notifications.gate import Agency, Holder, Recipient
from tenants.notifications.models import MessageKind
from tenants.notifications.words import Words
from tenants.referrals import agency, held
from tenants.registry.queries import current_profile


def _say_new_referral(_recipient: Recipient) -> Words:
    return words.new_referral(_address("/sign-in"))


def _say_acknowledgement(_recipient: Recipient) -> Words:
    return words.acknowledgement(current_profile().policy.answer_within_working_days)


def _say_held_expiry(_recipient: Recipient) -> Words:
    return words.held_expiry(held.count_expiring(), held.NOTICE.days, _address("/sign-in"))


def _say_agency_confirmation(recipient: Recipient) -> Words:
    referral = _agency(recipient)
    link = _address(f"/refer/agency/{agency.token_for(referral.referral_id)}")
    return words.agency_confirmation(organisation().name, referral.reference, link, agency.LINK_LASTS.days)


def _say_agency_outcome(recipient: Recipient) -> Words:
    referral = _agency(recipient)
    return words.agency_outcome(referral.reference, ended=referral.ended)


def _say_link(recipient: Recipient) -> Words:
    """The token is made now, so that it stands nowhere but in this message."""
    if not isinstance(recipient, Holder):
        raise TypeError("the gate lets this go to holders of links only")
    lasts = links.lasts(recipient.link_id)
    return words.link(_address(f"/go/{links.mint(recipient.link_id)}"), lasts.days if lasts else None)


def _agency(recipient: Recipient) -> Agency:
    if not isinstance(recipient, Agency):
        raise TypeError("the gate lets this go to agencies only")
    return recipient


SAYS: dict[MessageKind, Callable[[Recipient], Words]] = {
    MessageKind.NEW_REFERRAL: _say_new_referral,
    MessageKind.HELD_EXPIRY: _say_held_expiry,
    MessageKind.HANDOVER_OFFER: lambda _recipient: words.handover_offer(_address("/sign-in")),
    MessageKind.AGENCY_CONFIRMATION: _say_agency_confirmation,
    MessageKind.AGENCY_OUTCOME: _say_agency_outcome,
    MessageKind.ACKNOWLEDGEMENT: _say_acknowledgement,
    MessageKind.LINK: _say_link,
}


def _address(path: str) -> str:
    return address_of(organisation().slug, path)


def organisation() -> Organisation:
    """The bound organisation."""
    return db.session.get_one(Organisation, scope.current_tenant_id())
