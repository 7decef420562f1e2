"""The brand of an organisation, made from its profile: for pages, e-mail and papers alike."""

from __future__ import annotations

from uuid import UUID

from flask import g
from flask_babel import LazyString

from concord.tenancy import scope
from concord.web.brand import Brand
from tenants.registry.parts import Contact
from tenants.registry.queries import NoProfile, StoredProfile, stored_profile
from tenants.registry.service import PNG
from tenants.site.hours import opening_hours, own_sentence


def brand_of_this_request() -> Brand | None:
    """How the organisation of the request looks; None where there is none, or nobody has described it yet."""
    organisation = g.get("organisation")
    if organisation is None:
        return None
    try:
        return brand_of(_profile_of(organisation.id))
    except NoProfile:
        return None


def _profile_of(organisation_id: UUID) -> StoredProfile:
    """Its profile, also while an administrator's act stands inside another service's scope: the page stays its own."""
    if scope.current().tenant_id == organisation_id:
        return stored_profile()
    with scope.bound_to(organisation_id):
        return stored_profile()


def brand_of(stored: StoredProfile) -> Brand:
    """How an organisation looks and is reached: the one source of its brand. Needs no request."""
    profile, contact = stored.profile, stored.profile.contact
    logo_url = f"/logo?v={stored.id.hex}" if stored.logo_key else ""
    return Brand(
        name=profile.name,
        short_name=profile.short_name,
        summary=profile.brand.summary or "",
        sender_name=profile.brand.sender_name or profile.name,
        reply_to=contact.reply_to or contact.email or "",
        phone=contact.phone or "",
        email=contact.email or "",
        # In words only when the page asks: its language depends on the brand that is being made here.
        hours=LazyString(_hours_in_words, contact),
        logo_url=logo_url,
        picture_url=logo_url if stored.logo_type == PNG else "",
        languages=profile.languages,
        colours=profile.brand.colours.for_pages(),
        escape_key=profile.policy.escape_key,
        analytics=profile.analytics.for_pages(),
    )


def _hours_in_words(contact: Contact) -> str:
    return own_sentence(contact) or "; ".join(f"{days} {times}" for days, times in opening_hours(contact.hours))
