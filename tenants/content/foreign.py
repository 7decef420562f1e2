"""Facts in a text that belong to another service: forgotten when its words were copied from there (DOMAIN D5).

Other services' phones are not readable here, so every number, e-mail address and postcode that is neither the
service's own nor a national helpline is named: that catches all of them. Names and web addresses are in the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import phonenumbers
from flask_babel import gettext as _

from concord.tenancy.hosts import host_of
from concord.web.phones import kept_number, phone_for_people
from tenants.registry.packs import known_packs, load_known_pack
from tenants.registry.profile import ServiceProfile
from tenants.registry.queries import current_profile, services
from tenants.registry.text_files import default_texts

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")


@dataclass(frozen=True)
class Facts:
    """What can be told from a text by its looks, in one spelling each."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()


def facts_in(text: str) -> Facts:
    return Facts(frozenset(_phones(text)), frozenset(email.lower().rstrip(".") for email in EMAIL.findall(text)),
                 frozenset("".join(code.split()) for code in POSTCODE.findall(text)))


def foreign_facts(text: str) -> list[str]:
    """A sentence for each fact in the text that is not the bound service's own."""
    profile = current_profile()
    found, own, national = facts_in(text), facts_in(_said_by(profile)), _national_facts()
    packs = {slug: facts for slug, facts in _facts_of_packs().items() if slug != profile.slug}
    return [
        *(_number_sentence(phone, packs)
          for phone in sorted(found.phones - own.phones - national.phones)),
        *(_("%(email)s is not in your contact details. Check that it is right.", email=email)
          for email in sorted(found.emails - own.emails - national.emails)),
        *(_("The postcode %(code)s is not in your contact details. Check that it is right.",
            code=f"{code[:-3]} {code[-3:]}") for code in sorted(found.postcodes - own.postcodes)),
        *_other_names(text, profile),
    ]


def facts_of_others(text: str) -> list[str]:
    """The same of a service's own details: new ones are no surprise there, but another service's are."""
    profile = current_profile()
    found, own = facts_in(text), facts_in(_said_by(profile))
    packs = {slug: facts for slug, facts in _facts_of_packs().items() if slug != profile.slug}
    phones = {phone for phone in found.phones - own.phones if any(phone in facts.phones for facts in packs.values())}
    return [*(_number_sentence(phone, packs) for phone in sorted(phones)), *_other_names(text, profile)]


def _number_sentence(phone: str, packs: dict[str, Facts]) -> str:
    shown = phone_for_people(phone)
    owner = next((slug for slug, facts in packs.items() if phone in facts.phones), None)
    if owner:
        name = load_known_pack(owner).profile.name
        return str(_("%(phone)s is the phone number of another service: %(name)s.", phone=shown, name=name))
    return str(_("The phone number %(phone)s is not in your contact details. Check that it is right.", phone=shown))


def _other_names(text: str, profile: ServiceProfile) -> list[str]:
    """Other services that the text names or links to. The national office speaks of all of them."""
    if profile.kind == "national":
        return []
    own, said = profile.name.casefold(), " ".join(text.casefold().split())
    others = [service for service in services() if service.slug != profile.slug]
    names = {service.name for service in others} | _names_of_packs(profile.slug)
    sentences = [_("The text names another service: %(name)s.", name=name) for name in sorted(names)
                 if name.casefold() not in own and re.search(rf"\b{re.escape(name.casefold())}\b", said)]
    hosts = sorted(host_of(service.slug) for service in others)
    return sentences + [_("The text links to another service: %(host)s.", host=host) for host in hosts
                        if re.search(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", said)]


@cache
def _names_of_packs(own_slug: str) -> frozenset[str]:
    profiles = [load_known_pack(slug).profile for slug in known_packs() if slug != own_slug]
    return frozenset(name for profile in profiles if profile.kind == "service"
                     for name in (profile.name, profile.short_name))


@cache
def _facts_of_packs() -> dict[str, Facts]:
    return {slug: facts_in(_said_by(load_known_pack(slug).profile)) for slug in known_packs()}


@cache
def _national_facts() -> Facts:
    """Helplines and offices that the national texts name are everybody's."""
    return facts_in("\n".join(document.model_dump_json() for document in default_texts().values()))


def _said_by(profile: ServiceProfile) -> str:
    return "\n".join(_strings(profile.model_dump(mode="json")))


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _phones(text: str) -> Iterable[str]:
    for match in phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.POSSIBLE):
        number = kept_number(match.raw_string)
        if number:
            yield number
