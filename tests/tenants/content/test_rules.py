"""What no text may say, and what an editor is asked before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from concord.tenancy import scope
from harness import Service, Visitor, World, page_text, soup
from tenants.content import policy
from tenants.content.comparison import changed_words
from tenants.content.figures import loose_figures
from tenants.content.models import TextName
from tenants.content.reading import reading_age
from tenants.registry.packs import known_packs, load_known_pack
from tenants.registry.text_files import default_texts
from tenants.registry.texts import Text, TextKind

HOME = "/team/content/page/home/en"
HARDEST_DEFAULT, HARDEST_OF_A_PACK = 10, 13


@pytest.mark.parametrize(("text", "figures"), [
    ("It led to a 27% reduction in overall crime.", ["27%"]),
    ("Up to 14 per cent fewer. Then 14 percent.", ["14 per cent", "14 percent"]),
    ("Lleihad o 27 y cant.", ["27 y cant"]),
    ("7 in 10 people were happy.", ["7 in 10"]),
    ("Two out of every three victims agreed.", ["Two out of every three"]),
    ("It saves £8 for every £1 spent.", ["£8 for every £1"]),
    ("Call 0800 952 3000, 24 hours a day, from age 10 to 17.", []),
    ("We answer within 10 working days. It was written on 21 November 2026.", []),
    ("About 3 in 10 minutes, 5 in 2024 and two in a room.", []),
    ("Read [more](https://example.org/a%20b) at https://example.org/50%25.", []),
])
def test_a_statistic_in_a_text_is_found_and_nothing_else_is(text: str, figures: list[str]) -> None:
    assert loose_figures(text) == figures


@pytest.mark.parametrize("act", ["draft", "publish"])
def test_a_figure_in_a_text_is_refused_and_sent_to_the_statistics(manager: Visitor, act: str) -> None:
    answer = manager.submit(HOME, {"body": "It cuts overall crime by 27%.", "act": act})
    assert answer.status_code == 422
    assert "“27%” is a statistic. Enter it under “Statistics”" in page_text(answer)
    assert "It cuts overall crime by 27%." in page_text(answer)


def every_text() -> Iterator[tuple[str, TextName, Text]]:
    for owner, texts in [("default", default_texts()), *((one, load_known_pack(one).texts) for one in known_packs())]:
        for (kind, key), text in texts.items():
            yield owner, TextName(kind, key), text


def test_the_texts_that_come_with_concord_keep_the_rules(app: Flask) -> None:
    with app.app_context(), scope.no_service():
        broken = {(owner, name): found for owner, name, text in every_text()
                  if (found := policy.faults(name, text) + policy.missing_to_publish(text))}
    assert broken == {}


def test_the_national_texts_can_be_read_at_ten_and_those_of_services_by_most() -> None:
    ages = {(owner, name.kind, name.key): reading_age(policy.words_of(text)) or 0 for owner, name, text in every_text()}
    hard = {name: age for name, age in ages.items() if age > (HARDEST_DEFAULT if name[0] == "default"
                                                              else HARDEST_OF_A_PACK)}
    assert hard == {}
    assert ages["default", TextKind.PAGE, "home"] > 0


@pytest.mark.parametrize(("text", "least", "most"), [
    ("The cat sat on the mat. It was a big cat. The dog ran to the cat. The cat ran up a tree. " * 2, 5, 6),
    ("Considerable organisational responsibilities necessitate comprehensive deliberation. " * 6, 20, 60),
])
def test_the_reading_age_rises_with_long_words_and_sentences(text: str, least: int, most: int) -> None:
    age = reading_age(text)
    assert age is not None
    assert least <= age <= most


def test_headings_addresses_and_few_words_do_not_count() -> None:
    plain = "We help you. You choose what happens. You can stop. " * 5
    assert reading_age(f"## Incomprehensibilities\n\n{plain}") == reading_age(plain)
    assert reading_age("Too few words.") is None


def test_an_editor_sees_the_reading_age_and_advice_when_it_is_high(manager: Visitor) -> None:
    assert "Reading age of this text: about" in page_text(manager.get(HOME))
    assert "Use shorter words" not in page_text(manager.last) if manager.last else False
    hard = "Considerable organisational responsibilities necessitate comprehensive multidisciplinary deliberation. " * 6
    manager.submit(HOME, {"body": hard, "act": "draft"})
    assert "Use shorter words" in page_text(manager.follow())


@pytest.mark.parametrize(("words", "doubt"), [
    ("Call 0330 0881 339.", "is the phone number of another service: Staffordshire"),
    ("Call 01632 960123.", "The phone number 01632 960123 is not in your contact details."),
    ("Write to team@elsewhere.example.", "team@elsewhere.example is not in your contact details."),
    ("Come to MK40 1AA.", "The postcode MK40 1AA is not in your contact details."),
    ("Ask West Mercia.", "The text names another service: West Mercia."),
])
def test_facts_of_another_service_are_asked_about_before_publishing(
    world: World, service: Service, manager: Visitor, words: str, doubt: str
) -> None:
    asked = manager.submit(HOME, {"body": words, "act": "publish"})
    assert asked.status_code == 422
    assert doubt in page_text(asked)
    assert words not in page_text(world.visitor(service).get("/"))
    assert manager.submit(None, {"sure": "y", "act": "publish"}).status_code == 303
    assert words in page_text(world.visitor(service).get("/"))


def test_another_service_is_known_by_its_name_and_its_address(
    world: World, service: Service, other_service: Service, manager: Visitor
) -> None:
    name = other_service.slug.replace("service-", "Service ")
    asked = manager.submit(HOME, {"body": f"Ask {name} at https://{other_service.host}/.", "act": "publish"})
    assert f"The text names another service: {name}." in page_text(asked)
    assert f"The text links to another service: {other_service.host}." in page_text(asked)


def test_own_facts_and_national_helplines_are_not_asked_about(manager: Visitor) -> None:
    words = "Call 0808 157 0001 or e-mail hello@service.example. In danger? 999. Or 0808 2000 247."
    assert manager.submit(HOME, {"body": words, "act": "publish"}).status_code == 303


def test_changes_are_marked_for_eyes_and_ears() -> None:
    marked = changed_words("You can <stop> now.", "You may <stop> now, too.")
    hidden = '<span class="govuk-visually-hidden">{}: </span>'
    assert marked == (
        f"You <del>{hidden.format('taken out')}can</del> <ins>{hidden.format('put in')}may</ins> &lt;stop&gt; "
        f"<del>{hidden.format('taken out')}now.</del><ins>{hidden.format('put in')}now, too.</ins>"
    )


def test_a_figure_is_old_after_two_years_unless_somebody_checked_it() -> None:
    text = next(text for _owner, name, text in every_text() if name.kind == TextKind.STATISTIC)
    recent = text.model_copy(update={"date": date(2024, 11, 22)})
    assert policy.to_look_after(recent, date(2026, 11, 21)) == []
    assert policy.to_look_after(recent, date(2026, 11, 24)) != []
    checked = recent.model_copy(update={"checked_on": date(2026, 1, 1)})
    assert policy.to_look_after(checked, date(2026, 11, 24)) == []


def test_the_preview_and_the_help_say_which_facts_are_always_right(manager: Visitor) -> None:
    assert "{phone}" in (soup(manager.get(HOME)).find("details") or soup(manager.get(HOME))).get_text()
