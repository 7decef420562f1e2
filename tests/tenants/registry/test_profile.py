"""What a service may say about itself, and how each slip is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tenants.registry.areas import police_force_areas
from tenants.registry.profile import ProfileError, ServiceProfile, read_profile, warnings

Build = Callable[..., dict[str, Any]]
TODAY = date(2026, 11, 21)
AREA = {"code": "E23000026", "from": "2023-04-01"}


def faults(document: dict[str, Any]) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        read_profile(document)
    return refused.value.messages


def test_the_least_a_service_must_say_is_enough(least: Build) -> None:
    assert read_profile(least()).name == "Well Springs"


def test_an_empty_document_names_everything_that_is_missing() -> None:
    assert faults({}) == ["slug: is missing", "name: is missing", "short_name: is missing",
                          "reference_prefix: is missing", "police_areas: must name at least one police force area"]


@pytest.mark.parametrize(("changed", "message"), [
    ({"name": ""}, "name: must not be empty"),
    ({"name": 3}, "name: must be text"),
    ({"name": "x" * 101}, "name: must have at most 100 characters"),
    ({"name": "Well\x00Springs"}, "name: Take out the characters that cannot be shown."),
    ({"nmae": "Well Springs"}, "nmae: is not known here; did you mean name?"),
    ({"zzz": 1}, "zzz: is not known here"),
    ({"kind": "charity"}, "kind: must be one of: service, national"),
    ({"slug": "Well Springs"}, "slug: must be small letters, numbers and hyphens, and start with a letter"),
    ({"slug": "ab"}, "slug: must have at least 3 characters"),
    ({"slug": "admin"}, "slug: is kept for Concord itself"),
    ({"slug": "national"}, "slug: must be “national” for the national office, and for no service"),
    ({"kind": "national", "police_areas": []}, "slug: must be “national” for the national office, and for no service"),
    ({"reference_prefix": "BEDFO"}, "reference_prefix: must be two to four capital letters, such as BED"),
    ({"reference_prefix": "bed"}, "reference_prefix: must be two to four capital letters, such as BED"),
    ({"reference_prefix": "ÉÀ"}, "reference_prefix: must be two to four capital letters, such as BED"),
    ({"languages": ["cy"]}, "languages: must be en, or en and cy"),
    ({"languages": ["en", "fr"]}, "languages.2: must be one of: en, cy"),
    ({"police_areas": []}, "police_areas: must name at least one police force area"),
    ({"police_areas": [AREA, {"code": "E99", "from": "2023-04-01"}]},
     "police_areas.2.code: is not the code of one of the 43 police force areas, such as E23000026"),
    ({"police_areas": [{"code": "E23000026"}]}, "police_areas.1.from: is missing"),
    ({"police_areas": [AREA | {"from": "1 April"}]}, "police_areas.1.from: must be a date such as 2026-04-01"),
    ({"police_areas": [AREA | {"to": "2023-04-01"}]}, "police_areas.1.to: must be after the day it starts"),
    ({"police_areas": [AREA, AREA]}, "police_areas: names E23000026 twice for the same days"),
    ({"slug": "national", "kind": "national"},
     "police_areas: must be empty for the national office, which has no area of its own"),
    ({"provider": [{"name": "Well Springs", "from": "2024-01-01", "to": "2023-01-01"}]},
     "provider.1.to: must be after the day it starts"),
    ({"commissioner": [{"name": "A council", "type": "king"}]},
     "commissioner.1.type: must be one of: pcc, mayor, council, other"),
    ({"controller": {"ico_number": "12"}},
     "controller.ico_number: must be a registration number of the Information Commissioner, such as ZA123456"),
    ({"contact": {"phone": "0800 12"}}, "contact.phone: must be a phone number in full, such as 0800 952 3000"),
    ({"contact": {"phone": "0800 952 3000<b>"}},
     "contact.phone: must be a phone number in full, such as 0800 952 3000"),
    ({"contact": {"email": "team"}}, "contact.email: must be an e-mail address such as team@example.org"),
    ({"contact": {"secure_email": "team@example.org"}},
     "contact.secure_email: must be a secure e-mail address that ends in .cjsm.net"),
    ({"contact": {"website": "javascript:alert(1)"}}, "contact.website: must be a web address that starts with https://"),
    ({"contact": {"hours": {"monday": "nine to five"}}}, "contact.hours.monday: must be two times such as 09:00-17:00"),
    ({"contact": {"hours": {"monday": "17:00-09:00"}}}, "contact.hours.monday: must close after it opens"),
    ({"contact": {"hours": {"bank_holidays": "sometimes"}}}, "contact.hours.bank_holidays: must be true or false"),
    ({"contact": "0800 952 3000"}, "contact: must be a table with its own lines"),
    ({"brand": {"colours": {"link": "blue"}}}, "brand.colours.link: must be a colour of six figures such as #1d5c4a"),
    ({"brand": {"logo": "../secret.svg"}}, "brand.logo: must be the name of an SVG or PNG file, such as logo.svg"),
    ({"brand": {"colours": {"button": "#ffff00"}}},
     "brand.colours: words on buttons: #ffffff on #ffff00 has a contrast of 1.07 to 1, and needs 4.5 to 1"),
    ({"wording": {"worker": {"one": "practitioner"}}}, "wording.worker.many: is missing"),
    ({"policy": {"live_court_case": "maybe"}}, "policy.live_court_case: must be one of: block, alongside, any_stage"),
    ({"policy": {"referral_routes": ["friend"]}}, "policy.referral_routes.1: must be one of: self_harmed, "),
    ({"policy": {"referral_routes": []}}, "policy.referral_routes: must name at least one"),
    ({"policy": {"scope": ["crime", "crime"]}}, "policy.scope: names the same thing twice"),
    ({"policy": {"scope": "crime"}}, "policy.scope: must be a list"),
    ({"policy": {"first_attempt_working_days": 3}}, "policy.first_attempt_working_days: must be 2 or less"),
    ({"policy": {"first_attempt_working_days": 0}}, "policy.first_attempt_working_days: must be 1 or more"),
    ({"policy": {"follow_up_weeks": "six"}}, "policy.follow_up_weeks: must be a whole number"),
    ({"policy": {"follow_up_working_days": 6}}, "policy.follow_up_working_days: must be 5 or less"),
    ({"policy": {"answer_within_working_days": 1}},
     "policy.answer_within_working_days: must not promise an answer before the first attempt is due"),
])
def test_each_fault_is_named_once_with_its_field_in_plain_words(
    least: Build, changed: dict[str, Any], message: str,
) -> None:
    assert [fault[:len(message)] for fault in faults(least(**changed))] == [message]


def test_faults_of_different_fields_are_all_named_at_once(least: Build) -> None:
    document = least(slug="Bad Slug", police_areas=[], contact={"phone": "1", "email": "x"},
                     brand={"colours": {"brand": "#ffffff"}, "logo": "logo.exe"}, policy={"under_18": "maybe"})
    assert [fault.partition(":")[0] for fault in faults(document)] == [
        "slug", "police_areas", "contact.phone", "contact.email", "brand.colours", "brand.logo", "policy.under_18",
    ]


def test_empty_boxes_of_a_form_are_not_set(least: Build) -> None:
    contact = read_profile(least(contact={"phone": "", "email": "  ", "address": "\n"})).contact
    assert (contact.phone, contact.email, contact.address) == (None, None, None)


def test_what_is_not_set_is_warned_about_in_words(least: Build) -> None:
    said = warnings(read_profile(least()), TODAY)
    assert "No phone number is set, so no page shows one." in said
    assert "No e-mail address is set, so no page shows one." in said
    assert any("controller" in sentence for sentence in said)


def test_what_is_set_is_not_warned_about(least: Build) -> None:
    whole = least(
        provider=[{"name": "Well Springs"}], commissioner=[{"name": "A commissioner", "type": "pcc"}],
        controller={"name": "Well Springs", "lawful_basis": "Because.", "retention": "Seven years.",
                    "privacy_contact": {"email": "privacy@example.org"}},
        contact={"phone": "0808 157 0100", "phone_hours": "Monday to Friday, 9am to 5pm", "email": "team@example.org"},
        brand={"logo": "logo.svg"},
    )
    assert warnings(read_profile(whole), TODAY) == []


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"contact": {"phone": "0808 157 0100"}}, "No phone hours are set, so nobody knows when you answer."),
    ({"languages": ["en", "cy"]}, "Welsh is switched on, but your own words have no Welsh."),
    ({"provider": [{"name": "Before", "to": "2025-07-31"}]}, "No provider is set for today."),
    ({"police_areas": [AREA | {"to": "2025-07-31"}]}, "No police force area is covered today."),
])
def test_what_is_half_set_or_out_of_date_is_warned_about(least: Build, changed: dict[str, Any], sentence: str) -> None:
    assert sentence in warnings(read_profile(least(**changed)), TODAY)


def test_a_service_outlives_its_providers(least: Build) -> None:
    profile = read_profile(least(provider=[{"name": "First", "to": "2025-07-31"},
                                           {"name": "Second", "from": "2025-08-01"}]))
    held = [profile.provider_on(date(2025, 7, 31)), profile.provider_on(date(2025, 8, 1))]
    assert [provider and provider.name for provider in held] == ["First", "Second"]


def test_an_area_may_be_left_and_taken_up_again(least: Build) -> None:
    profile = read_profile(least(police_areas=[AREA | {"to": "2024-03-31"}, AREA | {"from": "2025-04-01"}]))
    days = [date(2024, 3, 31), date(2024, 4, 1), date(2025, 4, 1)]
    assert [profile.areas_on(day) for day in days] == [["E23000026"], [], ["E23000026"]]


def test_a_profile_comes_back_from_the_database_as_it_was(least: Build) -> None:
    profile = read_profile(least(contact={"phone": "0808 157 0100", "hours": {"monday": "09:00-17:30"}},
                                 provider=[{"name": "Well Springs", "from": "2020-01-01"}]))
    stored = json.loads(json.dumps(profile.model_dump(mode="json")))
    assert stored["contact"]["hours"]["monday"] == "09:00-17:30"
    assert stored["provider"][0]["from"] == "2020-01-01"
    assert read_profile(stored) == profile


def test_a_profile_that_was_read_cannot_be_changed(least: Build) -> None:
    profile = read_profile(least())
    with pytest.raises(ValidationError, match="frozen"):
        profile.contact.phone = "999"


def test_welsh_letters_and_emoji_are_kept(least: Build) -> None:
    assert read_profile(least(name="Gwasanaeth Tŷ Ŵy 🕊️")).name == "Gwasanaeth Tŷ Ŵy 🕊️"


def test_there_are_43_police_force_areas_and_the_welsh_ones_say_that_their_population_is_unknown() -> None:
    areas = police_force_areas()
    assert len(areas) == 43
    assert areas["E23000026"].population == 674_992
    assert {area.name for area in areas.values() if area.population is None} == {
        "North Wales", "Gwent", "South Wales", "Dyfed-Powys"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(ServiceProfile.model_fields)), ANYTHING, max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_says_it_is_read_or_refused_in_our_own_words(least: Build, changed: dict[str, Any]) -> None:
    try:
        read_profile(least(**changed))
        said = ["name: nothing is wrong"]
    except ProfileError as refused:
        said = refused.messages
    assert said
    for message in said:
        assert ": " in message
        assert " should " not in message
