"""All that a service says about itself, as one checked value: read from a file, a form or the database.

A developer is never needed to add or change a service: whatever differs between services is a line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import combinations
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core.core_schema import ValidationInfo

from tenants.registry import fields, parts
from tenants.registry.faults import ProfileError, profile_error

__all__ = ["ProfileError", "ServiceProfile", "read_profile", "today_in_the_uk", "warnings"]

NATIONAL_SLUG = "national"
RESERVED_SLUGS = frozenset({"www", "api", "mail", "smtp", "admin", "team", "static", "assets", "localhost"})


class ServiceProfile(fields.Part):
    """One regional service, or the national office."""

    kind: Literal["service", "national"] = "service"
    slug: fields.Slug
    name: fields.Name
    short_name: fields.ShortName
    reference_prefix: str
    languages: tuple[Literal["en", "cy"], ...] = ("en",)
    police_areas: Annotated[tuple[parts.AreaServed, ...], Field(validate_default=True)] = ()
    provider: tuple[parts.Provider, ...] = ()
    commissioner: tuple[parts.Commissioner, ...] = ()
    controller: parts.Controller = parts.Controller()
    contact: parts.Contact = parts.Contact()
    brand: parts.Brand = parts.Brand()
    wording: parts.Wording = parts.Wording()
    wording_cy: parts.WelshWording | None = None
    policy: parts.Policy = parts.Policy()
    analytics: parts.Analytics = parts.Analytics()

    @field_validator("slug")
    @classmethod
    def _a_host_of_its_own(cls, slug: str, info: ValidationInfo) -> str:
        if slug in RESERVED_SLUGS:
            raise ValueError(_("is kept for Concord itself"))
        if (slug == NATIONAL_SLUG) != (info.data.get("kind") == "national"):
            raise ValueError(_("must be “national” for the national office, and for no service"))
        return slug

    @field_validator("reference_prefix")
    @classmethod
    def _two_to_four_letters(cls, prefix: str) -> str:
        if not (2 <= len(prefix) <= 4 and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
            raise ValueError(_("must be two to four capital letters, such as BED"))
        return prefix

    @field_validator("languages")
    @classmethod
    def _english_always(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if languages not in {("en",), ("en", "cy")}:
            raise ValueError(_("must be en, or en and cy"))
        return languages

    @field_validator("police_areas")
    @classmethod
    def _somewhere_once(cls, areas: tuple[parts.AreaServed, ...], info: ValidationInfo) -> tuple[parts.AreaServed, ...]:
        national = info.data.get("kind") == "national"
        if national and areas:
            raise ValueError(_("must be empty for the national office, which has no area of its own"))
        if not national and not areas:
            raise ValueError(_("must name at least one police force area"))
        for one, other in combinations(areas, 2):
            if one.code == other.code and _overlap(one, other):
                raise ValueError(_("names %(code)s twice for the same days", code=one.code))
        return areas

    def words_in(self, language: str) -> parts.Wording:
        """The service's own words in a language; in Welsh the national ones, when it has none."""
        return (self.wording_cy or parts.WelshWording()) if language == "cy" else self.wording

    def provider_on(self, day: date) -> parts.Provider | None:
        return next((provider for provider in self.provider if provider.holds_on(day)), None)

    def commissioner_on(self, day: date) -> parts.Commissioner | None:
        return next((commissioner for commissioner in self.commissioner if commissioner.holds_on(day)), None)

    def areas_on(self, day: date) -> list[str]:
        """Codes of the police force areas covered on a day."""
        return [area.code for area in self.police_areas if area.holds_on(day)]


def read_profile(data: Mapping[str, Any]) -> ServiceProfile:
    """Check what a file, a form or the database says; raise `ProfileError` with every fault at once."""
    try:
        return ServiceProfile.model_validate(dict(data))
    except ValidationError as error:
        raise profile_error(error, _FIELD_NAMES) from None


def warnings(profile: ServiceProfile, on: date | None = None) -> list[str]:
    """A sentence for each thing that is not set or is out of date. None of them stops the profile."""
    day = on or today_in_the_uk()
    return [sentence for value, sentence in _wanted(profile, day) if not value]


def _wanted(profile: ServiceProfile, day: date) -> list[tuple[object, str]]:
    contact, controller = profile.contact, profile.controller
    wanted: list[tuple[object, str]] = [
        (contact.phone, _("No phone number is set, so no page shows one.")),
        (contact.email, _("No e-mail address is set, so no page shows one.")),
        (controller.name, _("No controller is set: nobody is named as answering for people's information.")),
        (controller.privacy_contact.email or controller.privacy_contact.address,
         _("No privacy contact is set: people are not told whom to ask about their information.")),
        (controller.lawful_basis, _("The privacy page does not say which law lets you keep people's information.")),
        (controller.retention, _("The privacy page does not say how long you keep people's information.")),
        (profile.brand.logo, _("No logo is set, so pages show the name alone.")),
    ]
    if contact.phone:
        wanted.append((contact.phone_hours, _("No phone hours are set, so nobody knows when you answer.")))
    if profile.kind == "service":
        wanted += [
            (profile.areas_on(day), _("No police force area is covered today.")),
            (profile.provider_on(day), _("No provider is set for today.")),
            (profile.commissioner_on(day), _("No commissioner is set for today.")),
        ]
    if "cy" in profile.languages:
        wanted.append((profile.wording_cy, _("Welsh is switched on, but your own words have no Welsh.")))
    return wanted


def today_in_the_uk() -> date:
    return datetime.now(ZoneInfo("Europe/London")).date()


def _overlap(one: fields.Dated, other: fields.Dated) -> bool:
    return ((one.start or date.min) <= (other.end or date.max)) and ((other.start or date.min) <= (one.end or date.max))


def _field_names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


_FIELD_NAMES = frozenset().union(
    _field_names(ServiceProfile),
    *(_field_names(part) for part in vars(parts).values() if isinstance(part, type) and issubclass(part, fields.Part)))
