"""A service changes its public pages in the browser: drafts, publishing, two editors, history."""

from __future__ import annotations

import pytest
from contents import publish_page
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup
from tenants.content import service as content
from tenants.content.models import TextName, TextVersion
from tenants.registry.profile import ProfileError
from tenants.registry.texts import PageText, TextKind

HOME = "/team/content/page/home/en"
WORDS = {"title": "Our own heading", "body": "We listen first."}


def versions(world: World, service: Service) -> list[int]:
    with world.inside(service):
        return list(db.session.scalars(select(TextVersion.number).order_by(TextVersion.number)))


def test_a_draft_is_seen_by_the_team_only_until_it_is_published(
    world: World, service: Service, manager: Visitor
) -> None:
    visitor = world.visitor(service)
    saved = manager.submit(HOME, WORDS | {"act": "draft"})
    assert "The draft is saved." in page_text(manager.follow(saved))
    assert "Our own heading" not in page_text(visitor.get("/"))
    preview = manager.get(f"{HOME}/preview")
    assert "Our own heading" in page_text(preview)
    assert preview.headers["Cache-Control"] == "no-store"
    manager.submit(HOME, {"act": "publish"})
    assert "Our own heading" in page_text(visitor.get("/"))
    assert versions(world, service) == [1]


def test_the_preview_is_as_wide_as_a_phone_or_a_computer_and_in_the_services_words(
    world: World, service: Service, manager: Visitor
) -> None:
    answer = manager.submit(HOME, WORDS | {"body": "Ring {phone}.", "act": "preview"})
    page = manager.follow(answer)
    assert "Ring 0808 157 0001." in page_text(page)
    assert soup(page).select_one(".concord-preview--phone") is not None
    wide = manager.get(f"{HOME}/preview?width=computer")
    assert soup(wide).select_one(".concord-preview--computer") is not None
    assert world.visitor(service).get(f"{HOME}/preview").status_code in {302, 303}


def test_national_words_that_nobody_changed_are_not_kept(world: World, service: Service, manager: Visitor) -> None:
    manager.submit(HOME, {"act": "publish"})
    assert versions(world, service) == []


def test_a_form_sent_twice_is_one_version(world: World, service: Service, manager: Visitor) -> None:
    key = str(soup(manager.get(HOME)).select("main [name=form_key]")[0]["value"])
    for _time in range(2):
        answer = manager.submit(HOME, WORDS | {"act": "draft", "form_key": key})
        assert answer.status_code == 303
    assert versions(world, service) == [1]


def test_of_two_editors_the_second_sees_both_changes_and_loses_nothing(
    world: World, service: Service, manager: Visitor
) -> None:
    with world.inside(service):
        publish_page("home", "Hello", "We help everybody here.")
    other = world.staff(service, Role.SERVICE_MANAGER)
    manager.get(HOME)
    other.submit(HOME, {"body": "We help everybody gladly.", "act": "publish"})
    refused = manager.submit(None, {"body": "We help you here.", "act": "publish"})
    assert refused.status_code == 422
    page = soup(refused)
    assert "Somebody else saved this text while you were writing." in page_text(refused)
    theirs, yours = page.select(".concord-changes")
    assert [mark.get_text() for mark in theirs.select("del, ins")] == ["taken out: here.", "put in: gladly."]
    assert [mark.get_text() for mark in yours.select("del, ins")] == ["taken out: everybody", "put in: you"]
    assert page.select_one("textarea[name=body]").get_text().strip() == "We help you here."  # type: ignore[union-attr]
    assert "gladly" in page_text(world.visitor(service).get("/"))
    assert manager.submit(None, {"act": "publish"}).status_code == 303
    assert "We help you here." in page_text(world.visitor(service).get("/"))
    assert versions(world, service) == [1, 2, 3]


def test_a_number_is_given_once(world: World, service: Service) -> None:
    name, text = TextName(TextKind.PAGE, "home"), PageText(title="Hello", body="Words.")
    with world.inside(service):
        assert content.save(name, text, based_on=0) == 1
        with pytest.raises(content.ChangedMeanwhile):
            content.save(name, text, based_on=0)


def test_the_history_says_who_and_when_and_an_old_version_can_be_restored(
    world: World, service: Service, manager: Visitor
) -> None:
    manager.submit(HOME, {"title": "First", "body": "One two three.", "act": "publish"})
    manager.submit(HOME, {"title": "Second", "body": "One two four.", "act": "publish"})
    history = page_text(manager.get(f"{HOME}/history"))
    for line in ("Version 1 was saved", "Version 1 was published", "Version 2 was published", "Sam Carter"):
        assert line in history
    second = soup(manager.get(f"{HOME}/versions/2"))
    assert [mark.get_text() for mark in second.select(".concord-changes ins")] == ["put in: Second", "put in: four."]
    manager.submit(f"{HOME}/versions/1")
    assert "Second" in page_text(world.visitor(service).get("/"))
    manager.submit(HOME, {"act": "publish"})
    assert "First" in page_text(world.visitor(service).get("/"))
    assert versions(world, service) == [1, 2, 3]


def with_older_national_words(world: World, service: Service) -> None:
    """Own words for the home page, written from a national text that is no more."""
    name = TextName(TextKind.PAGE, "home")
    with world.inside(service):
        db.session.add(TextVersion(**name._asdict(), number=1, default_seen="0" * 16,
                                   document={"title": "Ours", "body": "Our words."}))
        db.session.flush()
        content.publish(name, 1)


def test_a_service_sees_that_the_national_text_changed_and_may_keep_its_own(
    world: World, service: Service, manager: Visitor
) -> None:
    notice = "The national text changed since you wrote yours"
    with_older_national_words(world, service)
    assert notice in page_text(manager.get("/team/content"))
    manager.submit(HOME, {"title": "Ours still", "act": "publish"})
    assert notice in page_text(manager.get("/team/content"))  # writing on does not mean having seen it
    compared = manager.get(f"{HOME}/national")
    assert "put in: Ours still" in [mark.get_text() for mark in soup(compared).select("ins")]
    manager.submit(None, {"act": "keep"})
    assert notice not in page_text(manager.get("/team/content"))
    assert "Ours still" in page_text(world.visitor(service).get("/"))


def test_a_service_can_go_back_to_the_national_text(world: World, service: Service, manager: Visitor) -> None:
    with_older_national_words(world, service)
    sent = form_values(find_form(soup(manager.get(f"{HOME}/national")))) | {"act": "use"}
    for _time in range(2):
        assert manager.post(f"{HOME}/national", sent).status_code == 303
    assert "Our words." not in page_text(world.visitor(service).get("/"))
    assert manager.get(f"{HOME}/national").status_code == 404
    assert "Version 1 was published" in page_text(manager.get(f"{HOME}/history"))


def test_nobody_can_change_the_safety_page(world: World, service: Service, manager: Visitor) -> None:
    assert manager.get("/team/content/page/safety/en").status_code == 404
    assert "are the same everywhere" in page_text(manager.get("/team/content"))
    with world.inside(service), pytest.raises(ProfileError, match="same at every service"):
        publish_page("safety", "Nothing to see", "Go on.")


def test_whatever_a_service_writes_the_way_out_and_999_stay(
    world: World, service: Service, manager: Visitor
) -> None:
    manager.submit(HOME, WORDS | {"act": "publish"})
    for path in ("/", "/safety"):
        page = soup(world.visitor(service).get(path))
        assert page.find("a", href="/exit") is not None
        assert page.find("a", href="tel:999") is not None


@pytest.mark.parametrize(("page", "part"), [("privacy", "{controller}"), ("accessibility", "equalityadvisoryservice")])
def test_a_page_keeps_what_the_law_wants_it_to_say(manager: Visitor, page: str, part: str) -> None:
    answer = manager.submit(f"/team/content/page/{page}/en", WORDS | {"act": "draft"})
    assert answer.status_code == 422
    assert "This page must keep" in page_text(answer)
    assert part in page_text(answer)
    assert "We listen first." in page_text(answer)


def test_the_national_office_edits_its_own_pages(world: World, national: Service) -> None:
    administrator = world.staff(national, Role.ADMINISTRATOR)
    administrator.submit("/team/content/page/come-back/en", WORDS | {"act": "publish"})
    assert "We listen first." in page_text(world.visitor(national).get("/come-back"))


@pytest.mark.parametrize("path", [
    "/team/content/page/nothing/en", "/team/content/poem/home/en", "/team/content/page/home/fr",
    "/team/content/add/poem", f"{HOME}/versions/9", f"{HOME}/versions/{10**20}", f"{HOME}/preview?width=wall",
    "/team/content/page/home/off",
])
def test_what_is_not_there_is_not_found(manager: Visitor, path: str) -> None:
    assert manager.get(path).status_code == 404


def test_marks_in_a_text_are_shown_and_never_run(world: World, service: Service, manager: Visitor) -> None:
    manager.submit(HOME, {"title": "<i>Hi</i>", "body": "<script>alert(1)</script> **bold**", "act": "publish"})
    manager.submit(HOME, {"body": "<img src=x onerror=alert(1)>", "act": "draft"})
    for page in (manager.get(f"{HOME}/preview"), manager.get(f"{HOME}/versions/2")):
        main = soup(page).find("main")
        assert main is not None
        assert main.find(["script", "img", "i"]) is None
