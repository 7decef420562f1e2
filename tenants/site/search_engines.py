"""What search engines are told: addresses, descriptions, and who the service is. All else is closed to them."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from markupsafe import Markup

from concord.config import Settings
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import address_of, current_organisation
from concord.tenancy.models import Status
from concord.web.dates import uk_today
from tenants.content import queries as content
from tenants.registry.areas import police_force_areas
from tenants.registry.parts import OpeningHours
from tenants.registry.profile import ServiceProfile
from tenants.registry.texts import TextKind
from tenants.site.hours import DAYS
from tenants.site.navigation import FIND, menu

blueprint = Blueprint("search_engines", __name__)
# Forms, what is behind the sign-in, and the way out.
CLOSED = ("/refer", "/exit", "/preview", "/sign-in", "/account", "/team/", "/national/", "/admin/")
LONGEST_DESCRIPTION = 155
FIRST_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)


@blueprint.get("/robots.txt")
@access(PUBLIC, at=Place.ANYWHERE)
def robots() -> Response:
    """What may be listed: the public pages, and no form. Of a demonstration: nothing."""
    if is_listed():
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {own_address('/sitemap.xml')}"]
    else:
        lines = ["User-agent: *", "Disallow: /"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access(PUBLIC, at=Place.ANYWHERE)
def sitemap() -> Response:
    """The addresses of all public pages of a live service."""
    if not is_listed():
        abort(404)
    national = current_organisation().is_national
    paths = ["/", *(link.path for link in menu().links if national or link.slug != FIND)]  # elsewhere it leads there
    if national:
        paths += [f"/find/{area.key}" for area in police_force_areas().values()]
    if menu().has("stories"):
        paths += [f"/stories/{story.key}" for story in content.listed(TextKind.STORY) if story.document.body]
    page = render_template("site/sitemap.xml", addresses=[own_address(path) for path in paths])
    response = Response(page, mimetype="application/xml")
    response.cache_control.private = response.cache_control.no_cache = True
    return response


def is_listed() -> bool:
    """Whether search engines may know of this organisation: it is live, and no demonstration."""
    settings: Settings = current_app.extensions["concord.settings"]
    return current_organisation().status == Status.LIVE and not settings.demo


def own_address(path: str = "") -> str:
    """The full address of a page of this organisation; without a path, of the page at hand."""
    settings: Settings = current_app.extensions["concord.settings"]
    organisation, path = current_organisation(), path or request.path
    return settings.public_url + path if organisation.is_national else address_of(organisation.slug, path)


def description(words: str) -> str:
    """The beginning of a page's first paragraph, as it stands below its title in a list of results."""
    first = FIRST_PARAGRAPH.search(words)
    text = " ".join(Markup(first[1] if first else words).striptags().split())  # noqa: S704 - its tags are taken off
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def service_data(profile: ServiceProfile) -> dict[str, Any]:
    """The service in the words of schema.org. What is not set is left out."""
    today, contact = uk_today(), profile.contact
    provider, commissioner = profile.provider_on(today), profile.commissioner_on(today)
    areas = [police_force_areas()[code].name for code in profile.areas_on(today)]
    return _set_only({
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": profile.name,
        "serviceType": "Restorative justice",
        "url": own_address("/"),
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in areas],
        "serviceOperator": _organisation("Organization", provider.name if provider else None),
        "provider": _organisation("GovernmentOrganization", commissioner.name if commissioner else None),
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": own_address("/refer"),
            "servicePhone": _set_only({
                "@type": "ContactPoint", "telephone": contact.phone_link, "hoursAvailable": _hours(contact.hours),
            }) if contact.phone else None,
        },
        "email": contact.email,
    })


def _organisation(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _hours(hours: OpeningHours) -> list[dict[str, str]]:
    week = [(day, getattr(hours, day)) for day in DAYS]
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": f"https://schema.org/{day.title()}",
         "opens": f"{opening.opens:%H:%M}", "closes": f"{opening.closes:%H:%M}"}
        for day, opening in week if opening is not None
    ]


def _set_only(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _set_only(value) if isinstance(value, dict) else value for name, value in data.items() if value}
