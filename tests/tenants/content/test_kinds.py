"""Questions, films, stories and statistics: adding, ordering, taking off, and what each must say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup
from tenants.content import queries
from tenants.content.models import TextName
from tenants.content.service import publish, save
from tenants.registry.texts import FilmText, QuestionText, TextKind

LIST = "/team/content"
FILM = {"title": "A film", "description": "Somebody speaks.", "captions": "yes"}
STORY = {"title": "A story", "summary": "Somebody tells.", "body": "It was so."}
STATISTIC: dict[str, Any] = {
    "figure": "85%", "text": "People who were satisfied", "scope": "People who took part", "source": "A ministry",
    "date-day": "1", "date-month": "6", "date-year": "2026",
}


def shown(world: World, service: Service, kind: TextKind) -> list[str]:
    with world.inside(service):
        return [one.key for one in queries.listed(kind)]


def dates(name: str, day: str, month: str, year: str) -> dict[str, str]:
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_a_question_is_added_with_a_key_from_its_words_after_the_others(
    world: World, service: Service, manager: Visitor
) -> None:
    for _time in range(2):
        manager.submit(f"{LIST}/add/question", {"question": "Tŷ: is it 100 free?", "answer": "Yes.", "act": "publish"})
    assert shown(world, service, TextKind.QUESTION)[-2:] == ["ty-is-it-100-free", "ty-is-it-100-free-2"]


def test_a_page_gets_an_address_of_its_own(world: World, service: Service, manager: Visitor) -> None:
    manager.submit(f"{LIST}/add/page", {"title": "Refer", "body": "Our own page.", "act": "publish"})
    assert "Our own page." in page_text(world.visitor(service).get("/refer-2"))
    manager.submit(f"{LIST}/page/refer-2/off")
    assert world.visitor(service).get("/refer-2").status_code == 404


def test_texts_move_up_and_down_without_a_script(world: World, service: Service, manager: Visitor) -> None:
    for title in ("One", "Two", "Three"):
        manager.submit(f"{LIST}/add/film", FILM | {"title": title, "act": "publish"})
    manager.submit(f"{LIST}/film/three/en", {"description": "A draft.", "act": "draft"})
    manager.submit(LIST, action="/film/three/move")
    assert shown(world, service, TextKind.FILM) == ["one", "three", "two"]
    manager.get(LIST)
    manager.submit(None, action="/film/one/move")
    assert shown(world, service, TextKind.FILM) == ["three", "one", "two"]
    draft = soup(manager.get(f"{LIST}/film/three/en")).find("textarea", {"name": "description"})
    assert draft is not None
    assert draft.get_text().strip() == "A draft."
    with world.inside(service):
        assert queries.listed(TextKind.FILM)[0].document.description == "Somebody speaks."


def test_two_people_move_the_same_text_at_once_and_both_count(world: World, service: Service, manager: Visitor) -> None:
    editors = (manager, world.staff(service, Role.SERVICE_MANAGER))
    with world.inside(service):
        for number, key in enumerate(("one", "two", "three"), start=1):
            name = TextName(TextKind.FILM, key)
            publish(name, save(name, FilmText(title=key, description="x", position=number * 10)))
    sent = [(editor, form_values(find_form(soup(editor.get(LIST)), "/film/three/move"))) for editor in editors]

    def move(one: tuple[Visitor, dict[str, Any]]) -> int:
        editor, values = one
        return editor.post(f"{LIST}/film/three/move", values | {"to": "up"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(move, sent)) == [303, 303]
    assert shown(world, service, TextKind.FILM) == ["three", "one", "two"]


def test_a_crowded_order_is_numbered_anew(world: World, service: Service, manager: Visitor) -> None:
    with world.inside(service):
        for key in ("aa", "bb", "cc"):
            name = TextName(TextKind.FILM, key)
            publish(name, save(name, FilmText(title=key, description="A film.")))
    manager.submit(LIST, action="/film/cc/move")
    assert shown(world, service, TextKind.FILM) == ["aa", "cc", "bb"]


def test_a_national_question_can_be_taken_off_the_site_and_put_back(
    world: World, service: Service, manager: Visitor
) -> None:
    key = shown(world, service, TextKind.QUESTION)[0]
    manager.submit(f"{LIST}/question/{key}/off")
    assert key not in shown(world, service, TextKind.QUESTION)
    assert "Off the site" in page_text(manager.get(LIST))
    manager.submit(f"{LIST}/question/{key}/en", {"act": "publish"})
    assert key in shown(world, service, TextKind.QUESTION)


def test_a_story_is_published_only_when_its_tellers_consent_is_on_record(
    world: World, service: Service, manager: Visitor
) -> None:
    refused = manager.submit(f"{LIST}/add/story", STORY | {"act": "publish"})
    assert refused.status_code == 422
    assert "how and when the teller agreed" in page_text(refused)
    assert manager.submit(f"{LIST}/add/story", STORY | {"act": "draft"}).status_code == 303
    assert shown(world, service, TextKind.STORY) == []
    agreed = {"consent": "Letter in the file"} | dates("consent_on", "1", "3", "2026")
    manager.submit(f"{LIST}/story/a-story/en", agreed | {"act": "publish"})
    assert shown(world, service, TextKind.STORY) == ["a-story"]


@pytest.mark.parametrize(("missing", "sentence"), [
    ("scope", "Enter who was counted"), ("source", "Enter the source"), ("date-day", "Enter the date of the source"),
])
def test_a_statistic_needs_its_scope_source_and_date(manager: Visitor, missing: str, sentence: str) -> None:
    answers = STATISTIC | {missing: ""}
    if missing == "date-day":
        answers |= dates("date", "", "", "")
    answer = manager.submit(f"{LIST}/add/statistic", answers | {"act": "draft"})
    assert answer.status_code == 422
    assert sentence in page_text(answer)


def test_the_list_says_which_figure_is_old_and_which_film_cannot_be_played(manager: Visitor) -> None:
    manager.submit(f"{LIST}/add/statistic", STATISTIC | {"text": "New", "act": "publish"})
    manager.submit(f"{LIST}/add/statistic", STATISTIC | {"text": "Old", "date-year": "2023", "act": "publish"})
    manager.submit(f"{LIST}/add/film", FILM | {"act": "publish"})
    playable = {"title": "Other", "address": "https://films.example/1"}
    manager.submit(f"{LIST}/add/film", FILM | playable | {"act": "publish"})
    page = soup(manager.get(LIST))
    wants = {str(item["id"]): item.get_text(" ") for item in page.select(".concord-texts__item")}
    assert "older than two years" in wants["statistic-old"]
    assert "older than two years" not in wants["statistic-new"]
    assert "cannot be played" in wants["film-a-film"]
    assert "cannot be played" not in wants["film-other"]


@pytest.mark.parametrize(("length", "good"), [("4:30", True), ("0:45", True), ("4.5", False), ("4:75", False)])
def test_the_length_of_a_film_is_minutes_and_seconds(manager: Visitor, length: str, good: bool) -> None:
    answer = manager.submit(f"{LIST}/add/film", FILM | {"seconds": length, "act": "draft"})
    assert answer.status_code == (303 if good else 422)
    if good:
        box = soup(manager.follow()).find("input", {"name": "seconds"})
        assert box is not None
        assert box["value"] == length


def test_an_address_that_is_not_https_is_refused_beside_its_box(manager: Visitor) -> None:
    answer = manager.submit(f"{LIST}/add/film", FILM | {"address": "http://films.example/1", "act": "draft"})
    assert answer.status_code == 422
    fault = soup(answer).find(id="address-error")
    assert fault is not None
    assert "must be a web address that starts with https://" in fault.get_text()


def test_a_role_that_does_not_edit_has_no_link_to_it(world: World, service: Service, manager: Visitor) -> None:
    assert LIST in menu(manager)
    reader = world.staff(service, Role.CASE_SUPERVISOR)
    assert LIST not in menu(reader)
    assert reader.get(LIST).status_code == 403


def menu(visitor: Visitor) -> list[str]:
    """What the menu leads to: its row, and the rest at the end of the first page."""
    return [str(link.get("href")) for link in soup(visitor.get("/team/")).select("nav a")]


def test_many_texts_are_listed_with_few_statements(world: World, service: Service, manager: Visitor) -> None:
    from signing_in import statements

    with world.inside(service):
        for number in range(20):
            name = TextName(TextKind.QUESTION, f"q-{number}")
            publish(name, save(name, QuestionText(question=f"Question {number}?", answer="Yes.")))
    with statements(world.app) as made:
        assert manager.get(LIST).status_code == 200
    assert len(made) <= 6
