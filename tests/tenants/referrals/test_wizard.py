"""The table of pages: who is asked what, in which order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from refer_form import FAMILY, HARMED, PERSON, RESPONSIBLE, WORK, Journey

from harness import Service, World
from tenants.referrals import wizard
from tenants.referrals.wizard import Task

YOUNG: Journey = {"age": {"adult": "no"}, "under-18": {}}
EVERY_WAY: Journey = HARMED | YOUNG | {
    "reach": {"ways": ["phone", "email", "post"], "phone": "+441632960002", "email": "a@b.example",
              "address": "1 Road"},
    "safe-post": {"safe": "yes"}, "post-care": {"plain_envelope": "yes"},
}
WHO_AGREES: Journey = PERSON | {"knows": {"knows": "yes"}, "agreed": {"agreed": "yes"}, "outcome": {"outcome": "yes"}}
TOLD: Journey = WORK | {"people": {"p1": PERSON, "p2": WHO_AGREES}}
ONE_EACH: list[Journey] = [HARMED, RESPONSIBLE, FAMILY, EVERY_WAY, WORK | PERSON, WORK | WHO_AGREES]


@pytest.fixture(autouse=True)
def inside(world: World, service: Service) -> Iterator[None]:
    """What is asked depends on the service."""
    with world.inside(service):
        yield


def asked(journey: Journey) -> list[str]:
    return [step.name for step in wizard.asked_steps(journey)]


def back(name: str, journey: Journey, person: str = "") -> str | None:
    earlier = wizard.before(wizard.BY_NAME[name], journey, person)
    return earlier.name if earlier else None


def test_every_page_of_the_table_is_asked_of_somebody() -> None:
    assert {name for journey in ONE_EACH for name in asked(journey)} == set(wizard.BY_NAME)


@pytest.mark.parametrize("journey", [FAMILY, EVERY_WAY, WORK | PERSON, WORK | WHO_AGREES])
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
    assert {"phone-rules", "phone-care"}.isdisjoint(asked(unsafe))
    assert "phone-rules" not in wizard.with_answers(HARMED, wizard.BY_NAME["safe-phone"], {"safe": "no"})


def test_the_page_before_is_the_one_asked_before() -> None:
    assert [back(name, FAMILY) for name in ("who", "you", "person", "knows")] == [
        None, "person-area", "you", "person-age"
    ]


def test_a_professional_goes_back_within_one_task() -> None:
    assert [back(name, TOLD) for name in ("agency", "work-contact", "happened", "agree-for-people")] == [
        None, "agency", None, None
    ]
    assert [back(name, TOLD, "p2") for name in ("person", "person-age")] == [None, "person"]


@pytest.mark.parametrize("missing", ["agency", "happened", "reported"])
def test_nothing_can_be_sent_while_a_task_is_not_done(missing: str) -> None:
    assert wizard.complete(TOLD)
    assert not wizard.complete({name: said for name, said in TOLD.items() if name != missing})


def test_nothing_can_be_sent_without_a_person_or_while_one_of_them_is_incomplete() -> None:
    assert not wizard.complete(WORK)
    started = {"person": {"role": "harmed"}}
    assert not wizard.complete(TOLD | {"people": {"p1": PERSON, "p2": started}})


def test_a_page_about_a_person_stands_below_a_person_and_no_other_page_does() -> None:
    person, work = wizard.BY_NAME["person"], wizard.BY_NAME["agency"]
    assert [wizard.may_open(person, TOLD, key) for key in ("", "p1", "p3", "p4", "nobody")] == [
        False, True, True, False, False
    ]
    assert [wizard.may_open(work, TOLD, key) for key in ("", "p1")] == [True, False]
    assert not wizard.may_open(wizard.BY_NAME["name"], HARMED, "p1")


def test_what_is_said_of_one_person_is_unknown_to_the_pages_of_another() -> None:
    changed = wizard.with_answers(TOLD, wizard.BY_NAME["person-name"], {"name": "Somebody Else"}, "p2")
    assert wizard.about(changed, "p1")["person-name"] == PERSON["person-name"]
    assert "outcome" not in wizard.about(changed, "p1")
    assert wizard.about(changed, "p2")["person-name"] == {"name": "Somebody Else"}


def test_no_more_people_than_ten_are_written_of_in_one_go() -> None:
    given = dict(WORK)
    for number in range(1, wizard.MOST_PEOPLE + 1):
        key = wizard.next_person(given)
        assert key == f"p{number}"
        given = wizard.with_answers(given, wizard.first_of_person(), {"role": "harmed"}, key)
    assert wizard.next_person(given) is None
    assert wizard.next_person(wizard.without_person(given, "p10")) == "p11", "no number is given twice"


def test_a_professional_who_turns_out_to_be_a_friend_has_no_list_of_people_any_more() -> None:
    changed = wizard.with_answers(TOLD, wizard.BY_NAME["who"], {"who": "someone_else"})
    assert set(changed) - {wizard.LAST} == {"who", "person-area", "happened", "reported"}


def test_every_task_has_pages() -> None:
    assert {step.task for step in wizard.STEPS} == set(Task)
