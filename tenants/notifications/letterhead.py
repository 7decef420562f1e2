"""What stands around a message: who it comes from, where answers go, and whom to call.

Staff and agencies see the service. The public sees nothing of it: who reads over a person's shoulder, or has their
password, would learn from a name alone what the message is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from tenants.notifications.gate import Agency, Member, Recipient
from tenants.registry.queries import stored_profile
from tenants.site.brand import brand_of


@dataclass(frozen=True)
class Letterhead:
    """A sender's name, an address for answers, and the last lines; each may be empty."""

    sender_name: str = ""
    reply_to: str | None = None
    footer: str = ""


def letterhead(recipient: Recipient) -> Letterhead:
    """What the recipient may know of the bound organisation."""
    if not isinstance(recipient, Member | Agency):
        return Letterhead()
    brand = brand_of(stored_profile())
    lines = ["-- ", str(brand.name), *([brand.phone] if brand.phone else [])]
    return Letterhead(brand.sender_name, brand.reply_to or None, "\n" + "\n".join(lines) + "\n")
