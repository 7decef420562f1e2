"""The pages on which a service's details are changed, and the name of everything that a profile holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from tenants.details.brand_form import BrandForm
from tenants.details.counting_form import CountingForm
from tenants.details.fields import DetailsForm
from tenants.details.forms import ContactForm, InformationForm, MailForm, WelshWordingForm, WordingForm
from tenants.details.policy_form import PolicyForm
from tenants.details.queries import Version
from tenants.details.service import LOGO, differ, value_at
from tenants.registry.areas import police_force_areas


@dataclass(frozen=True)
class Page:
    """One page of details: what it is about, and its form."""

    name: str
    title: LazyString
    about: LazyString
    form: type[DetailsForm]
    national: bool = True  # whether the national office has it, too


PAGES = {page.name: page for page in (
    Page("contact", _("Contact and opening hours"), _("How people reach you, and when"), ContactForm),
    Page("mail", _("E-mail you send"), _("Who it comes from, and where answers go"), MailForm),
    Page("information", _("People’s information"), _("Who answers for it, and what the law says"), InformationForm),
    Page("wording", _("Your words"), _("What you call people and meetings"), WordingForm),
    Page("welsh-wording", _("Your words in Welsh"), _("The same words, for Welsh pages"), WelshWordingForm),
    Page("policy", _("How you work"), _("Whom you help, with what, and how soon"), PolicyForm, national=False),
    Page("counting", _("Counting visits"), _("Whether another company counts, after a yes"), CountingForm,
         national=False),
    Page("brand", _("Colours and summary"), _("How your pages look and what they say of you"), BrandForm),
)}
# What is not on a page of its own, so that the history can name it.
OTHERS = {
    LOGO: _("Logo"), "name": _("Name"), "short_name": _("Short name"), "slug": _("Address"),
    "reference_prefix": _("Letters before each reference"), "languages": _("Languages"),
    "police_areas": _("Police force areas"), "provider": _("Provider"), "commissioner": _("Commissioner"),
}
EDITABLE = tuple(path for page in PAGES.values() for path in page.form.paths)


@dataclass(frozen=True)
class Difference:
    """One thing that changed, in words."""

    label: str
    before: str
    after: str


def differences(before: Version, after: Version) -> list[Difference]:
    """What is different between two versions, in the order of the pages."""
    named = (name for name in OTHERS if differ(*_values(name, before, after)))
    return editable_differences(before, after) + [
        Difference(str(OTHERS[name]), *(_plain(value) for value in _values(name, before, after)))
        for name in named if name != LOGO
    ]


def editable_differences(before: Version, after: Version) -> list[Difference]:
    """The same, of what managers may change themselves."""
    found = []
    for page in PAGES.values():
        form = page.form(formdata=None)
        found += [
            Difference(form.label(path), *(form.in_words(path, value) for value in _values(path, before, after)))
            for path in page.form.paths if differ(*_values(path, before, after))
        ]
    if before.logo_key != after.logo_key:
        found.append(Difference(str(OTHERS[LOGO]), _logo(before), _logo(after)))
    return found


def _values(path: str, *versions: Version) -> tuple[Any, ...]:
    return tuple(value_at(version.document, path) for version in versions)


def _logo(version: Version) -> str:
    if version.logo_key is None:
        return ""
    return str(gettext("A PNG picture") if version.logo_type == "image/png" else gettext("An SVG picture"))


def _plain(value: Any) -> str:
    """What a profile says in lists and tables, told by its names."""
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, Mapping):
        area = police_force_areas().get(str(value.get("code")))
        return str(area.name) if area else ", ".join(_plain(one) for one in value.values() if one)
    return "" if value is None else str(value)
