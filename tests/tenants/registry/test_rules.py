"""Where services differ, their policy speaks: the same page says something else at each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tenants.registry.profile import read_profile
from tenants.registry.words import fill

Build = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(("policy", "rule", "sentence"), [
    ({"live_court_case": "block"}, "court_rule", "we have to wait until it has finished"),
    ({"live_court_case": "alongside"}, "court_rule", "It can go on beside whatever they decide"),
    ({"live_court_case": "any_stage"}, "court_rule", "at any stage of the justice process"),
    ({"responsibility_minimum": "full"}, "responsibility_rule", "must take responsibility"),
    ({"responsibility_minimum": "some"}, "responsibility_rule", "accepts some responsibility"),
    ({"two_facilitators": "must"}, "facilitators_rule", "There are always two trained facilitators."),
    ({"two_facilitators": "warn"}, "facilitators_rule", "good practice to have two trained facilitators"),
    ({"referral_routes": ["self_harmed", "victim_services"]}, "who_refers",
     "If you were harmed, you can ask us yourself. Your professional can also ask for you."),
    ({"referral_routes": ["self_harmed", "self_responsible", "police", "police_out_of_court", "court"]}, "who_refers",
     "whether you were harmed or did harm. Others can ask for you: the police or a court."),
    ({"referral_routes": ["police", "court", "prison"]}, "who_refers",
     "Others can ask for you: the police, a prison, or a court."),
    ({"scope": ["crime", "bullying"]}, "scope_rule", "We can help after a crime or bullying."),
    ({"eligibility_basis": "residence"}, "area_rule", "If you live somewhere else, we cannot take your case"),
    ({"eligibility_basis": "crime_location"}, "area_rule", "if it happened in Bedfordshire"),
    ({"eligibility_basis": "either"}, "area_rule", "if you live in Bedfordshire, or if it happened there"),
    ({"eligibility_basis": "discretion"}, "area_rule", "ask us all the same"),
    ({"under_18": "hand_over"}, "young_people_rule", "youth justice team where you live can help you"),
    ({"under_18": "accept"}, "young_people_rule", "you can come to us too"),
    ({}, "harmed_first_rule", "After domestic abuse or sexual violence, only the person who was harmed"),
    ({"offender_led_domestic_abuse": "accept"}, "harmed_first_rule", "After sexual violence, only"),
    ({"offender_led_sexual_violence": "accept"}, "harmed_first_rule", "After domestic abuse, only"),
])
def test_a_policy_is_told_in_a_sentence(
    app: Flask, least: Build, policy: dict[str, Any], rule: str, sentence: str
) -> None:
    with app.app_context():
        assert sentence in fill("{" + rule + "}", read_profile(least(policy=policy)))


def test_a_rule_that_a_service_does_not_have_leaves_nothing_behind(app: Flask, least: Build) -> None:
    accepts = {"offender_led_domestic_abuse": "accept", "offender_led_sexual_violence": "accept"}
    with app.app_context():
        assert fill("- {harmed_first_rule}\n- More.", read_profile(least(policy=accepts))) == "- More.\n"
