"""A link shows nothing before the agreed word, works once, and is told apart from no other."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from cases import Casework
from following import WORD, MakeService, agree_to, consent, desk_at, link
from rapidfuzz.distance import Levenshtein
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, find_form, form_values, page_text, soup
from tenants.agreements.models import Agreement
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.links import service as links
from tenants.links.models import LinkPurpose, OneUseLink
from tenants.links.queries import links_of
from tenants.links.tokens import WORDS
from tenants.people.models import Answer, ContactKind, Decision, Purpose
from tenants.people.service import WayToReach
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    return desk.case_of_two()


def give(desk: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> str:
    """The address of a link about the words of an agreement."""
    with desk.world.inside(desk.service):
        agree_to(desk, case_id)
        (agreement_id,) = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id))
        return link(desk, case_id, role, LinkPurpose.AGREEMENT_WORDS, agreement_id)


def another(desk: Casework, case_id: UUID) -> str:
    with desk.world.inside(desk.service):
        (agreement_id,) = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id))
        return link(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS, agreement_id)


def without_secrets(page: BeautifulSoup) -> str:
    """A page but for what is random on every one."""
    for control in page.select("[name=csrf_token], [name=form_key]"):
        control["value"] = ""
    return str(page)


def changed(desk: Casework, case_id: UUID, values: dict[str, datetime | None]) -> None:
    with desk.world.inside(desk.service):
        db.session.execute(update(OneUseLink).where(OneUseLink.case_id == case_id).values(**values))


def test_before_the_word_the_page_says_nothing(world: World, desk: Casework, case_id: UUID) -> None:
    visitor = world.visitor(desk.service)
    answer = visitor.get(give(desk, case_id))
    page = soup(answer)
    said = " ".join(page.get_text(" ").split())
    name = desk.service.slug.replace("-", " ").capitalize()
    for word in (name, "0808", "hello@", "Hattie", "Rhys", "sorry", "harm", "restorative", "agreement", "case"):
        assert word.lower() not in said.lower()
    assert page.title is not None
    assert page.title.get_text() == "One question"
    assert page.select_one("[data-leave]") is not None
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_opening_a_link_uses_nothing_up(world: World, desk: Casework, case_id: UUID) -> None:
    address = give(desk, case_id)
    for _scanner in range(20):
        assert world.visitor(desk.service).get(address).status_code == 200
    visitor = world.visitor(desk.service)
    assert visitor.submit(address, {"word": WORD}).status_code == 303
    for _reload in range(3):
        assert "A letter that says sorry" in page_text(visitor.get(address))


def test_a_link_is_answered_once(world: World, desk: Casework, case_id: UUID) -> None:
    address = give(desk, case_id)
    visitor = world.visitor(desk.service)
    visitor.submit(address, {"word": f" {WORD.upper()} "})
    answers = dict.fromkeys(questions(visitor, address), "yes")
    assert visitor.submit(address, answers).status_code == 303
    assert "Thank you" in page_text(visitor.follow())
    again = visitor.submit(address, {"word": WORD})
    assert again.status_code == 422
    assert "did not work" in page_text(again)


def questions(visitor: Visitor, address: str) -> set[str]:
    return {str(control["name"]) for control in soup(visitor.get(address)).select("[name^=item_]")}


def test_five_wrong_words_end_a_link(world: World, service: Service) -> None:
    desk = desk_at(world, service)
    case_id = desk.case_of_two()
    address = give(desk, case_id)
    for number in range(5):
        assert world.visitor(desk.service).submit(address, {"word": f"wrong{number}"}).status_code == 422
    assert world.visitor(desk.service).submit(address, {"word": WORD}).status_code == 422
    with world.inside(desk.service):
        assert [row.status for row in links_of(case_id)] == ["too_many_tries"]


def test_four_wrong_words_do_not(world: World, service: Service) -> None:
    desk = desk_at(world, service)
    case_id = desk.case_of_two()
    address = give(desk, case_id)
    visitor = world.visitor(desk.service)
    for number in range(4):
        visitor.submit(address, {"word": f"wrong{number}"})
    assert visitor.submit(address, {"word": WORD}).status_code == 303


def test_a_wrong_a_used_an_ended_an_old_and_an_unknown_link_look_the_same(
    world: World, desk: Casework, case_id: UUID
) -> None:
    address = give(desk, case_id)
    pages, now = {}, datetime.now(UTC)
    states: dict[str, dict[str, datetime | None]] = {
        "wrong": {}, "used": {"used_at": now}, "ended": {"used_at": None, "ended_at": now},
        "old": {"ended_at": None, "expires_at": now - timedelta(days=1)}, "unknown": {},
    }
    for name, values in states.items():
        if values:
            changed(desk, case_id, values)
        path = "/go/AAAA-BBBB-CCCC-DDDD" if name == "unknown" else address
        word = "wrong" if name == "wrong" else WORD
        visitor = world.visitor(desk.service)
        asked = visitor.get(path)
        answer = visitor.submit(None, {"word": word})
        pages[name] = tuple(
            (one.status_code, without_secrets(soup(one)).replace(path, "").replace(word, "")) for one in (asked, answer)
        )
    assert len(set(pages.values())) == 1


def test_a_link_of_one_service_opens_nothing_at_another(
    world: World, desk: Casework, case_id: UUID, other_service: Service
) -> None:
    address = give(desk, case_id)
    stranger = world.visitor(other_service)
    assert stranger.submit(address, {"word": WORD}).status_code == 422
    at_home = world.visitor(desk.service)
    at_home.submit(address, {"word": WORD})
    carried = at_home.client.get_cookie("concord_go", domain=desk.service.host)
    if carried is not None:
        stranger.client.set_cookie("concord_go", carried.value, domain=other_service.host)
    assert "sorry" not in page_text(stranger.get(address))


def test_the_device_next_to_it_needs_the_word_too(world: World, desk: Casework, case_id: UUID) -> None:
    address = give(desk, case_id)
    mine, other = world.visitor(desk.service), world.visitor(desk.service)
    mine.submit(address, {"word": WORD})
    assert "What is the word?" in page_text(other.get(address))
    mine.get("/exit")
    assert "What is the word?" in page_text(mine.get(address))


@pytest.mark.parametrize("purpose", [Purpose.STORE_AND_CONTACT, Purpose.TAKE_PART, Purpose.OUTCOME_AGREEMENT])
def test_a_withdrawal_ends_the_links_of_who_withdraws(
    world: World, desk: Casework, case_id: UUID, purpose: Purpose
) -> None:
    address = give(desk, case_id)
    with world.inside(desk.service):
        consent(desk, case_id, PartyRole.HARMED, purpose, decision=Decision.WITHDRAWN)
    assert world.visitor(desk.service).submit(address, {"word": WORD}).status_code == 422
    with world.inside(desk.service):
        assert [row.status for row in links_of(case_id)] == ["ended"]


def test_a_new_link_for_the_same_thing_ends_the_one_before(world: World, desk: Casework, case_id: UUID) -> None:
    first = give(desk, case_id)
    second = another(desk, case_id)
    visitor = world.visitor(desk.service)
    assert visitor.submit(first, {"word": WORD}).status_code == 422
    assert visitor.submit(second, {"word": WORD}).status_code == 303


def test_staff_make_a_link_see_it_once_and_take_it_back(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
    person, path = world.staff(desk.service, Role.FACILITATOR), f"/team/cases/{case_id}/links/new"
    form = soup(person.get(path))
    about = str(form.select("[name=about]")[0]["value"])
    assert len(form.select("[name=about]")) == 2
    answer = person.submit(path, {"about": about, "word": "tea pot"})
    found = re.search(r"http\S+/go/[0-9A-Z-]{19}", page_text(answer))
    assert answer.status_code == 200, page_text(answer)
    assert found is not None
    page = soup(answer)
    assert page.select_one("main svg") is not None
    for part in page.select(".concord-screen"):  # what a printed sheet leaves out
        part.decompose()
    printed = page.get_text(" ")
    for word in ("Hattie", "Rhys", "tea pot", "TST-"):
        assert word not in printed
    address = found[0].partition(desk.service.host)[2]
    address = address[address.index("/go/"):]
    visitor = world.visitor(desk.service)
    assert visitor.submit(address, {"word": "Teapot"}).status_code == 303
    listed = page_text(person.get(f"/team/cases/{case_id}/links"))
    assert "Not used yet" in listed
    assert address.removeprefix("/go/") not in listed
    home = f"/team/cases/{case_id}/links"
    token = form_values(find_form(soup(person.get(home)), "/end"))
    assert person.post(f"{home}/{case_id}/end", token).status_code == 404  # no link has that id
    person.submit(home, action="/end")
    assert "Ended" in page_text(person.follow())
    assert "What is the word?" in page_text(visitor.get(address))


def test_a_link_by_mail_holds_no_word_and_names_nobody(world: World, service: Service) -> None:
    desk = desk_at(world, service)
    address = f"{uuid4().hex}@person.example"
    link_id = mailed(desk, WayToReach(kind=ContactKind.EMAIL, value=address, safe=Answer.YES))
    world.run_outbox(service)
    world.run_outbox(service)
    (mail,) = [one for one in world.mail(address) if "link" in one["subject"]]
    said = f"{mail['subject']} {mail['from']} {mail['text']}"
    for word in (WORD, "Hattie", "Rhys", "Service", "harm", "restorative", "agreement"):  # the address names its host
        assert word not in said
    found = re.search(r"/go/[0-9A-Z-]{19}", said)
    assert found is not None
    assert world.visitor(service).submit(found[0], {"word": WORD}).status_code == 303
    with world.inside(service):
        assert db.session.get_one(OneUseLink, (service.id, link_id)).used_at is None


def test_a_link_taken_back_before_it_was_sent_is_not_sent(world: World, service: Service) -> None:
    desk = desk_at(world, service)
    address = f"{uuid4().hex}@person.example"
    mailed(desk, WayToReach(kind=ContactKind.EMAIL, value=address, safe=Answer.YES), ended=True)
    world.run_outbox(service)
    world.run_outbox(service)
    assert [one for one in world.mail(address) if "link" in one["subject"]] == []


def mailed(desk: Casework, way: WayToReach, *, ended: bool = False) -> UUID:
    """Somebody has a link sent to the person harmed."""
    from tenants.casework import service as casework
    from tenants.casework.service import OtherPerson

    case_id = desk.case("Hattie Example", way)
    with desk.world.inside(desk.service):
        casework.add_other_person(case_id, OtherPerson("Rhys Example", PartyRole.RESPONSIBLE), desk.act())
        agree_to(desk, case_id)
        (agreement_id,) = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id))
        new = links.NewLink(
            desk.parties(case_id)[PartyRole.HARMED], LinkPurpose.AGREEMENT_WORDS, agreement_id, WORD
        )
        link_id = links.make(case_id, new, desk.act())
        links.send_by_mail(link_id)
        if ended:
            links.end(case_id, link_id, desk.act())
    return link_id


def test_there_are_so_many_words_to_agree_on_that_guessing_means_little_and_none_is_heard_as_another() -> None:
    assert len(set(WORDS)) == len(WORDS) > 300
    assert all(re.fullmatch(r"[a-z]{4,10}", word) for word in WORDS)
    assert [pair for pair in combinations(WORDS, 2) if Levenshtein.distance(*pair, score_cutoff=1) < 2] == []


def test_words_cannot_be_tried_without_end_from_one_place(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    path = "/go/AAAA-BBBB-CCCC-DDDD"
    form = form_values(find_form(soup(visitor.get(path))))
    answers = [visitor.post(path, form | {"word": "wrong"}).status_code for _try in range(31)]
    assert answers == [422] * 30 + [429]
    assert service.slug not in page_text(visitor.get(path))


def test_taking_back_a_link_of_a_case_that_has_just_gone_elsewhere_says_so(
    world: World, desk: Casework, case_id: UUID
) -> None:
    give(desk, case_id)
    team, home = world.staff(desk.service, Role.FACILITATOR), f"/team/cases/{case_id}/links"
    team.get(home)
    with world.inside(desk.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(stage=Stage.TRANSFERRED))
    answer = team.submit(action="/end")
    assert answer.status_code == 409
    assert "Another service has this case now" in page_text(answer)
