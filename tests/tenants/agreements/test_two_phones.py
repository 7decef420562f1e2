"""Two people confirm an agreement and say if it was done, each on their own phone, without an account (PEERS 5.9)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from uuid import UUID, uuid4

import pytest
from cases import Casework
from following import WORD, MakeService, accept_all, agree_to, desk_at, link, only_item
from sqlalchemy import select, text

from concord.database import db
from concord.identity.permissions import Role
from harness import Visitor, World, page_text, soup
from tenants.agreements import service
from tenants.agreements.models import Agreement
from tenants.agreements.policy import ItemKind, ItemStatus, Said
from tenants.agreements.service import Item
from tenants.casework.events import NoSuchCase
from tenants.casework.kinds import Audience, TaskKind
from tenants.casework.record_models import Task
from tenants.casework.tasks import tick_off
from tenants.links import service as links
from tenants.links.models import LinkPurpose
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    return desk.case_of_two()


def give(desk: Casework, case_id: UUID, role: PartyRole, purpose: LinkPurpose) -> str:
    with desk.world.inside(desk.service):
        (agreement_id,) = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id))
        return link(desk, case_id, role, purpose, agreement_id)


def phone(desk: Casework, case_id: UUID, role: PartyRole, purpose: LinkPurpose) -> tuple[Visitor, str]:
    """Somebody with a link, who has given the word."""
    visitor, address = desk.world.visitor(desk.service), give(desk, case_id, role, purpose)
    assert visitor.submit(address, {"word": WORD}).status_code == 303
    visitor.follow()
    return visitor, address


def answer(visitor: Visitor, address: str, with_what: str) -> None:
    names = {str(control["name"]) for control in soup(visitor.get(address)).select("[name^=item_]")}
    assert visitor.submit(address, dict.fromkeys(names, with_what)).status_code == 303
    assert "Thank you" in page_text(visitor.follow())


def test_two_phones_confirm_the_words_and_later_say_if_it_is_done(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
    for role in (PartyRole.HARMED, PartyRole.RESPONSIBLE):
        answer(*phone(desk, case_id, role, LinkPurpose.AGREEMENT_WORDS), "yes")
    with world.inside(desk.service):
        assert only_item(case_id).status == ItemStatus.AGREED
    answer(*phone(desk, case_id, PartyRole.RESPONSIBLE, LinkPurpose.AGREEMENT_DONE), "done")
    answer(*phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_DONE), "rather_not_say")
    with world.inside(desk.service):
        item = only_item(case_id)
        assert [said for _party, said in item.reports] == [Said.RATHER_NOT_SAY, Said.DONE]
        assert item.status == ItemStatus.AGREED  # a person of the service says what counts
        tasks = db.session.scalars(select(Task.kind).where(Task.case_id == case_id, Task.done_at.is_(None))).all()
        assert tasks.count(TaskKind.AGREEMENT_ITEM) == 1
    timeline = page_text(world.staff(desk.service, Role.FACILITATOR).get(f"/team/cases/{case_id}"))
    assert "Hattie Example accepted a point of the agreement" in timeline
    assert "written by themselves" in timeline


def test_a_no_is_for_somebody_to_talk_about(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
    answer(*phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS), "no")
    with world.inside(desk.service):
        assert not only_item(case_id).accepted_harmed
        tasks = db.session.scalars(select(Task.kind).where(Task.case_id == case_id)).all()
        assert TaskKind.AGREEMENT_ITEM in tasks


def test_words_changed_while_somebody_read_them_are_read_again(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
    visitor, address = phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS)
    page = soup(visitor.get(address))
    name = str(page.select("[name^=item_]")[0]["name"])
    with world.inside(desk.service):
        responsible = desk.parties(case_id)[PartyRole.RESPONSIBLE]
        other = Item(kind=only_kind(case_id), words="A letter and fifty pounds", owner_party_id=responsible)
        service.change_item(case_id, item_id, other, desk.act())
    late = visitor.submit(None, {name: "yes"})
    assert late.status_code == 422
    assert "A letter and fifty pounds" in page_text(late)
    with world.inside(desk.service):
        assert not only_item(case_id).accepted_harmed
    answer(visitor, address, "yes")
    with world.inside(desk.service):
        assert only_item(case_id).accepted_harmed


def only_kind(case_id: UUID) -> ItemKind:
    return ItemKind(only_item(case_id).kind)


def test_each_side_sees_what_is_for_it_and_nothing_of_the_other(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id, words="For both of them")
        agree_to(desk, case_id, words="Only for Hattie", visibility=Audience.HARMED)
        agree_to(desk, case_id, words="Only for Rhys", visibility=Audience.RESPONSIBLE)
        agree_to(desk, case_id, words="Only for us", visibility=Audience.FACILITATORS)
    seen = {}
    for role in (PartyRole.HARMED, PartyRole.RESPONSIBLE):
        visitor, address = phone(desk, case_id, role, LinkPurpose.AGREEMENT_WORDS)
        seen[role] = page_text(visitor.get(address))
    assert [word in seen[PartyRole.HARMED] for word in ("both of them", "for Hattie", "for Rhys", "for us")] == [
        True, True, False, False,
    ]
    assert [word in seen[PartyRole.RESPONSIBLE] for word in ("both of them", "for Hattie", "for Rhys", "for us")] == [
        True, False, True, False,
    ]


def test_a_link_has_nothing_left_to_ask_once_staff_wrote_it_down(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
    visitor, address = phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS)
    with world.inside(desk.service):
        accept_all(desk, case_id)
    assert "nothing for you to do here" in page_text(visitor.get(address))


def test_words_that_change_in_the_moment_of_the_answer_are_not_accepted(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
    visitor, address = phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS)
    name = str(soup(visitor.get(address)).select("[name^=item_]")[0]["name"])
    with ThreadPoolExecutor(1) as pool:
        with world.inside(desk.service):
            responsible = desk.parties(case_id)[PartyRole.RESPONSIBLE]
            other = Item(kind=only_kind(case_id), words="A letter and fifty pounds", owner_party_id=responsible)
            service.change_item(case_id, item_id, other, desk.act())
            late = pool.submit(visitor.submit, None, {name: "yes"})
            wait_until_somebody_waits()
            with pytest.raises(NoSuchCase):
                links.end(case_id, uuid4(), desk.act())  # and nobody holds up the other
        assert late.result().status_code == 422
    with world.inside(desk.service):
        assert not only_item(case_id).accepted_harmed


def wait_until_somebody_waits() -> None:
    """For a lock that this transaction holds."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
    ends = monotonic() + 20
    while not db.session.scalar(waits):
        assert monotonic() < ends, "nobody waits"


def test_who_first_says_done_and_then_not_done_is_heard_again(world: World, desk: Casework, case_id: UUID) -> None:
    def to_see_to() -> list[Task]:
        statement = select(Task).where(Task.case_id == case_id, Task.kind == TaskKind.AGREEMENT_ITEM)
        return list(db.session.scalars(statement.where(Task.done_at.is_(None))))

    with world.inside(desk.service):
        item_id, parties = agree_to(desk, case_id), desk.parties(case_id)
        accept_all(desk, case_id)
        service.report_item(case_id, item_id, parties[PartyRole.RESPONSIBLE], Said.DONE, desk.act())
        (task,) = to_see_to()
        tick_off(case_id, task.id, desk.act())
        service.report_item(case_id, item_id, parties[PartyRole.HARMED], Said.NOT_DONE, desk.act())
        assert len(to_see_to()) == 1
        service.end_item(case_id, item_id, ItemStatus.NOT_COMPLETED, desk.act())
        assert to_see_to() == []


def test_each_side_that_says_no_to_the_words_is_talked_with(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
    for role in PartyRole:
        answer(*phone(desk, case_id, role, LinkPurpose.AGREEMENT_WORDS), "no")
    with world.inside(desk.service):
        about = select(Task.party_id).where(Task.case_id == case_id, Task.kind == TaskKind.AGREEMENT_ITEM)
        assert set(db.session.scalars(about)) == set(desk.parties(case_id).values())
    answer(*phone(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS), "yes")
    with world.inside(desk.service):  # the other no is still to be talked about, until the point ends
        waiting = about.where(Task.done_at.is_(None))
        assert set(db.session.scalars(waiting)) == {desk.parties(case_id)[PartyRole.RESPONSIBLE]}
        service.end_item(case_id, only_item(case_id).id, ItemStatus.WAIVED, desk.act())
        assert not db.session.scalars(waiting).all()
