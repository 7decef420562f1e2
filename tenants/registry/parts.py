"""The parts of a service profile: who runs it, how to reach it, how it looks, speaks and decides."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, Self, get_args

from flask_babel import gettext as _
from pydantic import Field, field_validator, model_validator
from pydantic_core.core_schema import ValidationInfo

from concord.web import analytics
from concord.web import colours as pages
from tenants.registry import fields
from tenants.registry.areas import police_force_areas
from tenants.registry.fields import Dated, Part

Route = Literal["self_harmed", "self_responsible", "police", "police_out_of_court", "probation", "prison",
                "victim_liaison", "victim_services", "youth_justice", "court", "support_agency", "community"]
ScopeOfHarm = Literal["crime", "antisocial_behaviour", "conflict", "relationship_breakdown", "neighbours",
                      "workplace", "family", "school", "business", "bullying"]
DEFAULT = pages.Colours()


class AreaServed(Dated):
    """A police force area that the service covers, or covered."""

    code: str
    start: datetime.date = Field(alias="from")

    @field_validator("code")
    @classmethod
    def _one_of_the_43(cls, code: str) -> str:
        if code not in police_force_areas():
            raise ValueError(_("is not the code of one of the 43 police force areas, such as E23000026"))
        return code


class Provider(Dated):
    """The organisation that does the work, or did: providers change while the service stays."""

    name: fields.Name


class Commissioner(Dated):
    """Who pays for the service: a police and crime commissioner, a mayor, a council or another body."""

    name: fields.Name
    type: Literal["pcc", "mayor", "council", "other"]


class ContactPoint(Part):
    """A person or office to write to."""

    name: fields.OptionalName = None
    email: fields.OptionalEmail = None
    address: fields.OptionalText = None


class Controller(Part):
    """Who answers in law for people's information."""

    name: fields.OptionalName = None
    ico_number: fields.OptionalIcoNumber = None
    lawful_basis: fields.OptionalText = None
    retention: fields.OptionalText = None
    privacy_contact: ContactPoint = ContactPoint()
    protection_officer: ContactPoint = ContactPoint()


class OpeningHours(Part):
    """When the phone is answered; a day that is not set is closed."""

    monday: fields.OptionalHours = None
    tuesday: fields.OptionalHours = None
    wednesday: fields.OptionalHours = None
    thursday: fields.OptionalHours = None
    friday: fields.OptionalHours = None
    saturday: fields.OptionalHours = None
    sunday: fields.OptionalHours = None
    bank_holidays: bool = False


class Contact(Part):
    """How the public reaches the service. What is None is not set, and is never printed.

    ``reply_to`` is the address somebody reads, for answers to e-mail; ``under_18`` says whom the young turn to here.
    """

    phone: fields.OptionalPhone = None
    phone_hours: fields.OptionalLine = None
    hours: OpeningHours = OpeningHours()
    out_of_hours: fields.OptionalText = None
    email: fields.OptionalEmail = None
    reply_to: fields.OptionalEmail = None
    secure_email: fields.OptionalSecureEmail = None
    address: fields.OptionalText = None
    website: fields.OptionalWebAddress = None
    under_18: fields.OptionalText = None

    @property
    def phone_link(self) -> str | None:
        return fields.phone_link(self.phone) if self.phone else None


class Colours(Part):
    """The service's colours. Those that cannot be read on one another are refused."""

    brand: fields.Colour = DEFAULT.brand
    brand_text: fields.Colour = DEFAULT.brand_text
    link: fields.Colour = DEFAULT.link
    link_hover: fields.Colour = DEFAULT.link_hover
    button: fields.Colour = DEFAULT.button
    button_text: fields.Colour = DEFAULT.button_text

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        faults = [_("%(where)s: %(text)s on %(background)s has a contrast of %(ratio)s to 1, and needs %(least)s to 1",
                    where=pair.where, text=pair.text, background=pair.background,
                    ratio=pair.shown, least=f"{pair.least:g}")
                  for pair in pages.failing_pairs(self.for_pages())]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def for_pages(self) -> pages.Colours:
        return pages.Colours(**self.model_dump())


class Brand(Part):
    """How the service looks, and what it is called where there is no page around it."""

    colours: Colours = Colours()
    logo: fields.OptionalLogoName = None
    summary: fields.OptionalSummary = None
    sender_name: fields.OptionalSenderName = None


class Word(Part):
    """A display word for one and for many."""

    one: fields.Name
    many: fields.Name


class Wording(Part):
    """The words a service shows. What is stored never changes with them."""

    harmed: Word = Word(one="person harmed", many="people harmed")
    responsible: Word = Word(one="person responsible", many="people responsible")
    worker: Word = Word(one="facilitator", many="facilitators")
    referrer: Word = Word(one="professional", many="professionals")
    meeting: Word = Word(one="meeting", many="meetings")


class WelshWording(Wording):
    """The same words in Welsh. They stand after the article, where none of them changes its first letter."""

    harmed: Word = Word(one="person a niweidiwyd", many="pobl a niweidiwyd")
    responsible: Word = Word(one="person cyfrifol", many="pobl gyfrifol")
    worker: Word = Word(one="hwylusydd", many="hwyluswyr")
    referrer: Word = Word(one="gweithiwr proffesiynol", many="gweithwyr proffesiynol")
    meeting: Word = Word(one="cyfarfod", many="cyfarfodydd")


class Policy(Part):
    """Where services rightly differ. The bounds are the national floors: a service may be stricter."""

    live_court_case: Literal["block", "alongside", "any_stage"] = "block"
    responsibility_minimum: Literal["full", "some"] = "some"
    two_facilitators: Literal["must", "warn"] = "warn"
    referral_routes: tuple[Route, ...] = get_args(Route)
    scope: tuple[ScopeOfHarm, ...] = ("crime", "antisocial_behaviour")
    eligibility_basis: Literal["residence", "crime_location", "either", "discretion"] = "either"
    offender_led_domestic_abuse: Literal["accept", "refuse"] = "refuse"
    offender_led_sexual_violence: Literal["accept", "refuse"] = "refuse"
    under_18: Literal["hand_over", "accept"] = "hand_over"
    first_attempt_working_days: Annotated[int, Field(ge=1, le=2)] = 2
    answer_within_working_days: Annotated[int, Field(ge=1, le=10)] = 2
    follow_up_working_days: Annotated[int, Field(ge=1, le=5)] = 5
    follow_up_weeks: Annotated[int, Field(ge=1, le=6)] = 6
    follow_up_months: Annotated[int, Field(ge=3, le=12)] | None = 6
    escape_key: bool = True

    @field_validator("referral_routes", "scope")
    @classmethod
    def _some_and_each_once(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        if not values:
            raise ValueError(_("must name at least one"))
        if len(set(values)) < len(values):
            raise ValueError(_("names the same thing twice"))
        return values

    @field_validator("answer_within_working_days")
    @classmethod
    def _promises_what_is_done(cls, days: int, info: ValidationInfo) -> int:
        if days < info.data.get("first_attempt_working_days", 1):
            raise ValueError(_("must not promise an answer before the first attempt is due"))
        return days


class Analytics(Part):
    """A program of another company that counts visitors, of those we know. Nobody has one by default."""

    provider: Literal["google_analytics", "matomo", "plausible"] | None = None
    account: Annotated[fields.OptionalLine, Field(validate_default=True)] = None

    @field_validator("account")
    @classmethod
    def _an_account_there(cls, account: str | None, info: ValidationInfo) -> str | None:
        provider = info.data.get("provider")
        if provider and not analytics.is_account(provider, account or ""):
            raise ValueError(_("must look like %(example)s", example=analytics.PROVIDERS[provider].example))
        return account if provider else None

    def for_pages(self) -> analytics.Analytics | None:
        return analytics.Analytics(self.provider, self.account) if self.provider and self.account else None
