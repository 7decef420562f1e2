"""What a service's leaflet says, from what the service publishes at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from concord.tenancy.hosts import address_of
from concord.web.brand import current_brand
from concord.web.colours import Colours
from concord.web.dates import uk_today
from concord.web.translations import page_language, uk_date
from tenants.content import queries as content
from tenants.leaflet.markup import printed
from tenants.registry.parts import Contact
from tenants.registry.profile import ServiceProfile
from tenants.registry.queries import stored_profile
from tenants.registry.texts import StatisticText, TextKind
from tenants.registry.words import fill
from tenants.site.hours import opening_hours, own_sentence
from tenants.site.public import month

SLUG = "leaflet"


@dataclass(frozen=True)
class Line:
    """A fact with its name, and where a press on it leads."""

    label: str
    value: str
    link: str = ""


@dataclass(frozen=True)
class Figure:
    """A statistic with what it counts and where it comes from."""

    figure: str
    text: str
    scope: str
    source: str
    language: str


@dataclass(frozen=True)
class Leaflet:
    """Everything that stands in a leaflet: two that are equal make the same paper."""

    language: str
    service: str
    short_name: str
    phone: str
    title: str
    words: str  # Markdown, filled
    words_language: str
    ways: tuple[Line, ...]
    figures: tuple[Figure, ...]
    about: tuple[Line, ...]
    address: str
    colours: Colours
    logo_key: str | None
    made_on: date

    @property
    def refer_address(self) -> str:
        return f"{self.address}/refer"


def current_leaflet() -> Leaflet | None:
    """The bound service's leaflet in the language of the page; None when nobody wrote one."""
    language = page_language()
    words = content.page(SLUG, language)
    if words is None:
        return None
    stored, brand = stored_profile(), current_brand()
    with force_locale(words.language):
        filled = fill(words.document.body, stored.profile)
    address = address_of(stored.profile.slug, "")
    return Leaflet(
        language=language, service=str(brand.name), short_name=brand.short_name, phone=brand.phone,
        title=words.document.title, words=filled,
        words_language=words.language, ways=_ways(stored.profile.contact), figures=_figures(language),
        about=_about(stored.profile, address), address=address,
        colours=brand.colours, logo_key=stored.logo_key, made_on=uk_today(),
    )


def _ways(contact: Contact) -> tuple[Line, ...]:
    """How to reach the service; what is not set is left out."""
    lines = (
        Line(_("Call us"), contact.phone or "", f"tel:{contact.phone_link}"),
        Line(_("When we answer the phone"), _hours(contact) if contact.phone else ""),
        Line(_("When we are closed"), contact.out_of_hours or ""),
        Line(_("E-mail us"), contact.email or "", f"mailto:{contact.email}"),
        Line(_("Our address"), contact.address or ""),
        Line(_("Our other website"), printed(contact.website or ""), contact.website or ""),
    )
    return tuple(line for line in lines if line.value)


def _hours(contact: Contact) -> str:
    lines = [own_sentence(contact)] if own_sentence(contact) else []
    days = [_("%(days)s: %(times)s", days=days, times=times) for days, times in opening_hours(contact.hours)]
    if days:
        days.append(_("Open on bank holidays") if contact.hours.bank_holidays else _("Closed on bank holidays"))
    return "\n".join(lines + days)


def _figures(language: str) -> tuple[Figure, ...]:
    return tuple(
        _figure(shown.document, shown.language) for shown in content.listed(TextKind.STATISTIC, language)
    )


def _figure(figure: StatisticText, language: str) -> Figure:
    """All of a figure in the language in which it was written."""
    with force_locale(language):
        scope = _("What it counts: %(scope)s", scope=figure.scope)
        return Figure(figure.figure, figure.text, scope, _source(figure), language)


def _source(figure: StatisticText) -> str:
    return str(_("Where it comes from: %(source)s, %(month)s", source=figure.source, month=month(figure.date)))


def _about(profile: ServiceProfile, address: str) -> tuple[Line, ...]:
    """Who stands behind the service, who answers for information, and how old the paper is."""
    today = uk_today()
    provider, commissioner = profile.provider_on(today), profile.commissioner_on(today)
    lines = (
        Line(_("Who runs this service"), provider.name if provider else ""),
        Line(_("Who pays for it"), commissioner.name if commissioner else ""),
        Line(_("Who answers for your information"), profile.controller.name or ""),
        Line(_("What we do with what you tell us"), printed(f"{address}/privacy"), f"{address}/privacy"),
        Line(_("This leaflet was made on"), uk_date(today)),
        Line(_("The newest leaflet"), printed(f"{address}/{SLUG}"), f"{address}/{SLUG}"),
    )
    return tuple(line for line in lines if line.value)
