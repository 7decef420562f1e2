"""Welsh beside English: reviewed before it is shown, and known to be older than the English."""

from __future__ import annotations

from contents import publish_page

from harness import Service, Visitor, World, page_text, soup
from tenants.content import queries
from tenants.content.models import TextName
from tenants.registry.texts import TextKind

LIST = "/team/content"
ENGLISH, WELSH = f"{LIST}/page/our-page/en", f"{LIST}/page/our-page/cy"
WORDS = {"title": "Ein tudalen", "body": "Rydym yn gwrando."}
REVIEW = {"reviewed_by": "Mair Jones", "reviewed_on-day": "3", "reviewed_on-month": "11", "reviewed_on-year": "2026"}
NAME = TextName(TextKind.PAGE, "our-page")


def with_a_page(world: World, service: Service) -> None:
    with world.inside(service):
        publish_page("our-page", "Our page", "We listen.")


def test_welsh_is_written_beside_the_english(world: World, service: Service, manager: Visitor) -> None:
    with_a_page(world, service)
    page = manager.get(WELSH)
    assert "We listen." in page_text(page)
    assert soup(page).find("textarea", {"name": "body"}) is not None


def test_welsh_is_published_only_when_somebody_reviewed_it(world: World, service: Service, manager: Visitor) -> None:
    with_a_page(world, service)
    refused = manager.submit(WELSH, WORDS | {"act": "publish"})
    assert refused.status_code == 422
    assert "Say who reviewed the Welsh text, and when." in page_text(refused)
    with world.inside(service):
        assert queries.unreviewed_welsh() == [NAME]
    assert manager.submit(WELSH, WORDS | REVIEW | {"act": "publish"}).status_code == 303
    with world.inside(service):
        assert queries.unreviewed_welsh() == []
        shown = queries.page("our-page", "cy")
        assert shown is not None
        assert (shown.language, shown.document.title) == ("cy", "Ein tudalen")
    assert "Mair Jones" in page_text(manager.get(f"{WELSH}/versions/1"))


def test_a_change_of_the_english_leaves_the_welsh_behind_until_it_is_looked_at(
    world: World, service: Service, manager: Visitor
) -> None:
    with_a_page(world, service)
    manager.submit(WELSH, WORDS | REVIEW | {"act": "publish"})
    assert "Welsh shown" in page_text(manager.get(LIST))
    manager.submit(ENGLISH, {"body": "We listen well.", "act": "publish"})
    assert "Welsh is older than the English" in page_text(manager.get(LIST))
    assert "The English changed after this Welsh text was made from it." in page_text(manager.get(WELSH))
    with world.inside(service):
        assert queries.welsh_behind() == [NAME._replace(language="cy")]
    manager.submit(WELSH, {"act": "publish"})
    with world.inside(service):
        assert queries.welsh_behind() == []


def test_a_welsh_film_says_its_words_and_takes_all_else_from_the_english(
    world: World, service: Service, manager: Visitor
) -> None:
    film = {"title": "A film", "description": "Somebody speaks.", "captions": "yes", "act": "publish",
            "address": "https://films.example/1"}
    manager.submit(f"{LIST}/add/film", film)
    form = soup(manager.get(f"{LIST}/film/a-film/cy"))
    assert form.find("input", {"name": "address"}) is None
    welsh = {"title": "Ffilm", "description": "Mae rhywun yn siarad.", "act": "publish"} | REVIEW
    manager.submit(None, welsh)
    manager.submit(f"{LIST}/film/a-film/en", {"address": "https://films.example/2", "act": "publish"})
    with world.inside(service):
        shown = queries.listed(TextKind.FILM, "cy")[0]
    assert (shown.document.title, shown.document.address) == ("Ffilm", "https://films.example/2")
