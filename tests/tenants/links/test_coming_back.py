"""The door stays open: after a closing a link waits for years, and brings whoever uses it to a person (PEERS 5.9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cases import Casework, send
from following import WORD, MakeService, desk_at, link
from sqlalchemy import select, update

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import Role
from harness import Visitor, World, page_text, soup
from tenants.casework import reopening
from tenants.casework import service as casework
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.links.models import LinkPurpose, OneUseLink
from tenants.people.models import ContactPoint
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


def closed(desk: Casework, reason: str = "needs_met_other_way") -> UUID:
    case_id = desk.case_of_two()
    with desk.world.inside(desk.service):
        casework.move(case_id, Stage.CLOSED, desk.act(), reason=reason)
    return case_id


def keep(desk: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> str:
    """The address that somebody keeps."""
    with desk.world.inside(desk.service):
        return link(desk, case_id, role, LinkPurpose.COME_BACK, case_id)


def come_back(desk: Casework, address: str, **said: Any) -> Visitor:
    """Somebody uses their link, and sees thanks."""
    visitor = desk.world.visitor(desk.service)
    assert visitor.submit(address, {"word": WORD}).status_code == 303
    assert "Would you like to talk with us again?" in page_text(visitor.follow())
    assert visitor.submit(None, said).status_code == 303
    return visitor


def to_do(case_id: UUID, kind: TaskKind = TaskKind.CAME_BACK) -> list[Task]:
    statement = select(Task).where(Task.case_id == case_id, Task.kind == kind, Task.done_at.is_(None))
    return list(db.session.scalars(statement))


def test_years_later_somebody_comes_back_and_a_person_opens_the_case_again(world: World, desk: Casework) -> None:
    case_id = closed(desk)
    address = keep(desk, case_id)
    with world.inside(desk.service):
        long_ago = {"made_at": datetime.now(UTC) - timedelta(days=3000)}
        db.session.execute(update(OneUseLink).where(OneUseLink.case_id == case_id).values(long_ago))
        ways = db.session.scalars(select(ContactPoint.id)).all()
    visitor = come_back(desk, address, reach="My new number is 07700 900999")
    thanks = page_text(visitor.follow())
    assert "Thank you" in thanks
    assert "call us" in thanks
    assert "What is the word?" in page_text(visitor.get(address))  # it is used
    with world.inside(desk.service):
        assert desk.stage(case_id) == Stage.CLOSED  # nothing opens by itself
        assert db.session.scalars(select(ContactPoint.id)).all() == ways
        assert [task.owner_id for task in to_do(case_id)] == [desk.manager.id]
    team = world.sign_in(desk.service, desk.manager)
    page = team.get(f"/team/cases/{case_id}")
    assert "Hattie Example would like to talk again" in page_text(page)
    assert "My new number is 07700 900999" in page_text(page)
    way = soup(page).select_one(".concord-tasks a[href*=reopen]")
    assert way is not None
    asked = {"reason": "harmed_asked", "account": str(desk.manager.id), "conflict": "no"}
    send(team, str(way["href"]), **asked)
    with world.inside(desk.service):
        assert desk.stage(case_id) == Stage.ALLOCATED
        assert to_do(case_id) == []


def test_when_the_lead_has_left_whoever_chooses_a_lead_hears_of_it(world: World, make_service: MakeService) -> None:
    desk = desk_at(world, make_service())
    case_id = closed(desk)
    address = keep(desk, case_id)
    other = world.account(desk.service, Role.CASE_SUPERVISOR)
    with world.inside(desk.service):
        left = update(Account).where(Account.id == desk.manager.id).values(status=AccountStatus.DISABLED)
        db.session.execute(left)
    come_back(desk, address)
    with world.inside(desk.service):
        assert [task.owner_id for task in to_do(case_id)] == [other.id]


def test_it_shows_nothing_before_the_word_and_ends_with_five_wrong_ones(world: World, desk: Casework) -> None:
    address = keep(desk, closed(desk))
    visitor = world.visitor(desk.service)
    page = soup(visitor.get(address))
    assert page.title is not None
    assert page.title.get_text() == "One question"
    assert "talk" not in page.get_text()
    for number in range(5):
        visitor.submit(address, {"word": f"wrong{number}"})
    assert visitor.submit(address, {"word": WORD}).status_code == 422


def test_it_is_offered_after_a_closing_to_whoever_did_not_say_no(world: World, desk: Casework) -> None:
    def offered(case_id: UUID) -> list[str]:
        page = soup(team.get(f"/team/cases/{case_id}/links/new"))
        return [label.get_text(strip=True) for label in page.select("label[for^=about]")]

    team = world.sign_in(desk.service, desk.manager)
    declined, duplicate, still_open = closed(desk), closed(desk, "duplicate"), desk.case_of_two()
    with world.inside(desk.service):
        of_one = update(CaseParty).where(CaseParty.id == desk.parties(declined)[PartyRole.RESPONSIBLE])
        db.session.execute(of_one.values(state=PartyState.DECLINED))
    assert [label.rpartition(": ")[2] for label in offered(declined)] == ["Hattie Example"]
    assert offered(duplicate) == offered(still_open) == []


def test_who_comes_back_to_a_case_that_is_open_again_is_contacted(world: World, desk: Casework) -> None:
    case_id = closed(desk)
    address = keep(desk, case_id, PartyRole.RESPONSIBLE)
    with world.inside(desk.service):
        reopening.reopen(case_id, "harmed_asked", desk.manager.id, desk.act(), conflict=False)
    come_back(desk, address)
    with world.inside(desk.service):
        responsible = desk.parties(case_id)[PartyRole.RESPONSIBLE]
        assert [task.party_id for task in to_do(case_id, TaskKind.CONTACT)].count(responsible) == 1
        assert to_do(case_id) == []
        came = select(CaseEvent).where(CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.CAME_BACK)
        (event,) = db.session.scalars(came)
        assert (event.party_id, event.actor_id, event.note) == (responsible, None, None)


def test_staff_hand_over_a_sheet_that_tells_of_nothing_and_of_no_end(world: World, desk: Casework) -> None:
    case_id = closed(desk)
    team = world.sign_in(desk.service, desk.manager)
    about = str(soup(team.get(f"/team/cases/{case_id}/links/new")).select("[name=about]")[0]["value"])
    sheet = page_text(team.submit(None, {"about": about, "word": "teapot"}))
    assert "It works once, whenever you want" in sheet
    assert "as long as this case is kept" in page_text(team.get(f"/team/cases/{case_id}/links"))
