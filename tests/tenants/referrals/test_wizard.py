"""The table of pages: who is asked what, in which order."""

from __future__ import annotations

import pytest
from refer_form import FAMILY, HARMED, PROFESSIONAL, RESPONSIBLE, Journey

from tenants.referrals import wizard

EVERY_WAY: Journey = HARMED | {
    "reach": {"ways": ["phone", "email", "post"], "phone": "+441632960002", "email": "a@b.example",
              "address": "1 Road"},
    "safe-post": {"safe": "no"},
}
JOURNEYS = [HARMED, RESPONSIBLE, PROFESSIONAL, FAMILY, EVERY_WAY]


def asked(journey: Journey) -> list[str]:
    return [step.name for step in wizard.asked_steps(journey)]


def test_every_page_of_the_table_is_asked_of_somebody() -> None:
    assert {name for journey in JOURNEYS for name in asked(journey)} == set(wizard.BY_NAME)


@pytest.mark.parametrize("journey", [PROFESSIONAL, FAMILY, EVERY_WAY])
def test_each_visitor_is_asked_exactly_what_concerns_them(journey: Journey) -> None:
    assert set(asked(journey)) == set(journey)
    assert wizard.first_unanswered(journey) is None


def test_nobody_is_asked_anything_before_who_they_are() -> None:
    first = wizard.first_unanswered({})
    assert first is not None
    assert first.name == "who"
    assert not wizard.may_open(wizard.BY_NAME["agree"], {})


def test_a_phone_that_is_not_safe_is_not_asked_about_further() -> None:
    unsafe = HARMED | {"safe-phone": {"safe": "no"}}
    assert "phone-rules" not in asked(unsafe)
    assert "phone-rules" not in wizard.with_answers(HARMED, wizard.BY_NAME["safe-phone"], {"safe": "no"})


def test_the_page_before_is_the_one_asked_before() -> None:
    def back(name: str) -> str | None:
        earlier = wizard.before(wizard.BY_NAME[name], PROFESSIONAL)
        return earlier.name if earlier else None

    assert [back(name) for name in ("who", "you", "agency", "person")] == [None, "who", "you", "agency"]
