"""Somebody from elsewhere: told so kindly, shown the right service, and their answers move there if they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from refer_form import FAMILY, HARMED, PROFESSIONAL, Journey, begin, fill_in, send
from signing_in import statements
from sqlalchemy import select, text

from concord.audit.models import AuditEntry
from concord.database import db
from concord.tenancy.models import Status
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals.drafts import Given
from tenants.referrals.models import Incident, ReferralDraft
from tenants.registry.service import set_status

MakeService = Callable[..., Service]
BEDFORDSHIRE, DORSET, ESSEX, CUMBRIA = "E23000026", "E23000039", "E23000028", "E23000002"


@pytest.fixture
def right(world: World, make_service: MakeService) -> Iterator[Service]:
    """The service for Dorset, the only one there while a test runs."""
    service = make_service(
        police_areas=[{"code": DORSET, "from": "2020-01-01"}],
        contact={"phone": "0808 157 0088", "email": "dorset@service.example"},
    )
    yield service
    with world.inside(service):
        set_status(Status.CLOSED)


def answer_who_and_where(visitor: Visitor, area: str, who: str = "harmed") -> None:
    begin(visitor)
    visitor.submit(None, {"who": who})
    visitor.follow()
    assert visitor.submit(None, {"area": area}).status_code == 303
    visitor.follow()


def move(visitor: Visitor) -> str:
    """Agree on the page at hand; the address at the right service, where the answer leads by itself."""
    moved = visitor.submit(None, {"agree": "y"})
    link = soup(moved).find("a", string="Go on there")
    assert link is not None
    assert moved.headers["Refresh"] == f"0; url={link['href']}"
    return str(link["href"])


def drafts_of(world: World, service: Service) -> list[Given]:
    """The answers of each draft."""
    with world.inside(service):
        return list(db.session.scalars(select(ReferralDraft.answers)))


def acts_of(world: World, service: Service) -> list[tuple[str, dict[str, Any]]]:
    with world.inside(service):
        found = db.session.execute(
            select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.subject_kind == "referral_draft")
        )
        return [(action, detail) for action, detail in found]


@pytest.mark.parametrize(("basis", "question"), [
    ("residence", "Where do you live?"),
    ("crime_location", "Where did it happen?"),
    ("either", "Where do you live, or where did it happen?"),
])
def test_the_question_follows_what_the_service_goes_by(
    world: World, make_service: MakeService, basis: str, question: str
) -> None:
    page = fill_in(world.visitor(make_service(policy={"eligibility_basis": basis})), HARMED, until="area")
    label = soup(page).find("label", {"for": "area"})
    options = [option.get_text() for option in soup(page).select("select[name=area] option")]
    assert label is not None
    assert question in label.get_text()
    assert options[:2] == ["I do not know", "Bedfordshire (Bedford, Central Bedfordshire, Luton)"]
    assert len(options) == 44


def test_a_service_that_decides_case_by_case_does_not_ask(world: World, make_service: MakeService) -> None:
    visitor = world.visitor(make_service(policy={"eligibility_basis": "discretion"}))
    begin(visitor)
    visitor.submit(None, {"who": "harmed"})
    assert visitor.follow().request.path == "/refer/age"


@pytest.mark.parametrize(("journey", "kept"), [(HARMED, BEDFORDSHIRE), (FAMILY, None), (PROFESSIONAL, BEDFORDSHIRE)])
def test_the_area_comes_with_the_referral_and_not_knowing_is_an_answer(
    world: World, service: Service, journey: Journey, kept: str | None
) -> None:
    send(world, service, journey)
    with world.inside(service):
        assert db.session.scalars(select(Incident.area_code)).one() == kept


def test_the_check_names_the_area(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    assert "Bedfordshire" in page_text(fill_in(visitor, HARMED, until="check"))
    assert "I do not know" in page_text(fill_in(world.visitor(service), FAMILY, until="check"))


@pytest.mark.parametrize("area", ["E99999999", "bedfordshire", "x" * 500])
def test_an_area_that_was_not_offered_is_refused(world: World, service: Service, area: str) -> None:
    fill_in(visitor := world.visitor(service), HARMED, until="area")
    assert visitor.submit(None, {"area": area}).status_code == 422


def test_somebody_from_elsewhere_is_shown_the_right_service_and_may_go_on_here(
    world: World, service: Service, right: Service
) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    page = visitor.get("/refer/elsewhere")
    assert "Dorset is outside our area" in page_text(page)
    assert soup(page).find("a", href="tel:+448081570088") is not None
    assert soup(page).find("a", href=f"http://{right.host}:8000/") is not None
    here = soup(page).find("a", string="Go on here")
    assert here is not None
    assert visitor.get(str(here["href"])).request.path == "/refer/age"


@pytest.mark.parametrize("status", [Status.PREPARING, Status.SUSPENDED, Status.CLOSED])
def test_where_nobody_answers_the_public_directory_is_shown(
    world: World, service: Service, make_service: MakeService, status: Status
) -> None:
    silent = make_service(status=status, police_areas=[{"code": CUMBRIA, "from": "2020-01-01"}])
    visitor = world.visitor(service)
    answer_who_and_where(visitor, CUMBRIA)
    page = visitor.get("/refer/elsewhere")
    assert "No service for Cumbria is on Concord yet." in page_text(page)
    assert soup(page).find("a", href="https://restorativejustice.org.uk/") is not None
    assert soup(page).select("main form") == []
    assert silent.host not in page.get_data(as_text=True)


def test_the_answers_move_whole_to_the_right_service_and_are_gone_here(
    world: World, service: Service, right: Service
) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET, who="responsible")
    visitor.get("/refer/elsewhere")
    there = move(visitor)
    assert there.startswith(f"http://{right.host}:8000/refer/handed-over/")
    assert drafts_of(world, service) == []
    assert drafts_of(world, right) == [{"who": {"who": "responsible"}, "area": {"area": DORSET}}]
    assert acts_of(world, service) == [("change", {"act": "handed_over", "to": str(right.id)})]
    assert acts_of(world, right) == [("create", {"act": "handed_over", "came_from": str(service.id)})]
    assert visitor.get("/refer/age").headers["Location"] == "/refer/start-again"


def test_answers_do_not_live_longer_because_they_moved(world: World, service: Service, right: Service) -> None:
    def life(where: Service) -> tuple[datetime, datetime]:
        with world.inside(where):
            began, until = db.session.execute(select(ReferralDraft.created_at, ReferralDraft.expires_at)).one()
            return began, until

    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    before = life(service)
    visitor.get("/refer/elsewhere")
    move(visitor)
    assert life(right) == before


def test_the_link_there_leads_on_once_and_opening_it_uses_nothing_up(
    world: World, service: Service, right: Service
) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    visitor.get("/refer/elsewhere")
    path = move(visitor).partition(":8000")[2]
    for _again in range(3):
        assert world.visitor(right).get(path).status_code == 200
    there = world.visitor(right)
    there.get(path)
    there.submit()
    assert there.follow().request.path == "/refer/age"
    late = world.visitor(right)
    assert late.get(path).headers["Location"] == "/refer/start-again"
    with world.inside(right):  # not saved any more: whoever leaves quickly destroys it
        assert db.session.scalars(select(ReferralDraft.saved_at)).all() == [None]


def test_an_agreement_is_given_to_one_service_and_never_moves(world: World, service: Service, right: Service) -> None:
    visitor = world.visitor(service)
    fill_in(visitor, HARMED, until="check")
    visitor.submit("/refer/area?change=1", {"area": DORSET})
    visitor.get("/refer/elsewhere")
    visitor.submit(None, {"agree": "y"})
    [moved] = drafts_of(world, right)
    assert "name" in moved
    assert "agree" not in moved


def test_nothing_moves_without_agreement(world: World, service: Service, right: Service) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    visitor.get("/refer/elsewhere")
    refused = visitor.submit(None, {})
    assert refused.status_code == 422
    assert "Tick the box if you agree." in page_text(refused)
    assert drafts_of(world, right) == []
    assert len(drafts_of(world, service)) == 1
    assert acts_of(world, right) == acts_of(world, service) == []


def test_answers_move_to_no_service_that_was_not_shown(
    world: World, service: Service, right: Service, other_service: Service
) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    for slug in (other_service.slug, service.slug, "national", "nobody"):
        visitor.get("/refer/elsewhere")
        assert visitor.submit(None, {"agree": "y", "service": slug}).status_code == 422
    assert drafts_of(world, other_service) == []


def test_moving_twice_makes_one_copy_and_leads_to_it_again(world: World, service: Service, right: Service) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    page = visitor.get("/refer/elsewhere")
    there = move(visitor)
    visitor.last = page
    assert move(visitor) == there
    assert len(drafts_of(world, right)) == 1
    arrived = world.visitor(right)
    arrived.get(urlsplit(there).path)
    assert arrived.submit().status_code == 303
    visitor.last = page
    assert visitor.submit(None, {"agree": "y"}).headers["Location"] == "/refer/start-again"


def test_what_moved_is_sealed_with_the_key_of_the_service_it_moved_to(
    world: World, service: Service, right: Service
) -> None:
    def sealed(where: Service) -> list[bytes]:
        with world.inside(where):
            return list(db.session.execute(text("SELECT answers FROM referral_drafts")).scalars())

    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    [before] = sealed(service)
    visitor.get("/refer/elsewhere")
    visitor.submit(None, {"agree": "y"})
    [after] = sealed(right)
    assert bytes(before) != bytes(after)
    assert DORSET.encode() not in bytes(after)
    assert sealed(service) == []


def test_the_page_is_for_somebody_from_elsewhere_only(world: World, service: Service, right: Service) -> None:
    visitor = world.visitor(service)
    assert visitor.get("/refer/elsewhere").headers["Location"] == "/refer/start-again"
    answer_who_and_where(visitor, BEDFORDSHIRE)
    assert visitor.get("/refer/elsewhere").headers["Location"] == "/refer/age"


def test_the_page_takes_a_few_statements_only(world: World, app: Flask, service: Service, right: Service) -> None:
    visitor = world.visitor(service)
    answer_who_and_where(visitor, DORSET)
    visitor.get("/refer/elsewhere")
    with statements(app) as seen:
        assert visitor.get("/refer/elsewhere").status_code == 200
    assert 1 <= len(seen) <= 5, seen
