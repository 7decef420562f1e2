"""What both sides agreed to, from its words to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cases import Casework
from following import MakeService, accept_all, agree_to, desk_at, end_all, holds, items, only_item
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import World, page_text
from tenants.agreements import service, slipping
from tenants.agreements.models import Agreement
from tenants.agreements.policy import AgreementStatus, ItemKind, ItemStatus, Said, ToldHow
from tenants.agreements.service import Item
from tenants.casework import service as casework
from tenants.casework.kinds import TaskKind
from tenants.casework.policy import PartyState
from tenants.casework.record_models import Task
from tenants.casework.service import OtherPerson
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    return desk.case_of_two()


def status(case_id: UUID) -> str:
    return db.session.scalars(
        select(Agreement.status).where(Agreement.case_id == case_id).order_by(Agreement.id.desc())
    ).first() or ""


def tasks(case_id: UUID, kind: TaskKind, *, open_only: bool = True) -> list[Task]:
    statement = select(Task).where(Task.case_id == case_id, Task.kind == kind)
    return list(db.session.scalars(statement.where(Task.done_at.is_(None)) if open_only else statement))


def test_an_item_is_agreed_once_both_sides_said_yes(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        service.accept_item(case_id, item_id, desk.parties(case_id)[PartyRole.HARMED], desk.act())
        assert (only_item(case_id).status, status(case_id)) == (ItemStatus.PROPOSED, AgreementStatus.DRAFT)
        assert not holds(case_id, "terms_accepted")
        service.accept_item(case_id, item_id, desk.parties(case_id)[PartyRole.RESPONSIBLE], desk.act())
        assert (only_item(case_id).status, status(case_id)) == (ItemStatus.AGREED, AgreementStatus.AGREED)
        assert holds(case_id, "terms_accepted")


def test_each_whom_an_item_concerns_must_accept_it_as_long_as_they_take_part(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        harmed, other = desk.parties(case_id)[PartyRole.HARMED], OtherPerson("Hugo Example", PartyRole.HARMED)
        hugo = casework.add_other_person(case_id, other, desk.act())
        for_all, for_hugo = agree_to(desk, case_id), agree_to(desk, case_id, for_party_id=hugo)
        for item_id in (for_all, for_hugo):
            service.accept_item(case_id, item_id, desk.parties(case_id)[PartyRole.RESPONSIBLE], desk.act())
        service.accept_item(case_id, for_all, harmed, desk.act())
        with pytest.raises(Refused, match="not about them"):
            service.accept_item(case_id, for_hugo, harmed, desk.act())
        assert {item.status for item in items(case_id)} == {ItemStatus.PROPOSED}, "one of two harmed is not enough"
        assert not holds(case_id, "terms_accepted")
        casework.leave(case_id, hugo, PartyState.UNABLE_TO_CONTACT, desk.act())
        assert {item.id: item.status for item in items(case_id)} == {
            for_all: ItemStatus.AGREED, for_hugo: ItemStatus.PROPOSED
        }, "nobody waits for who left; and nobody speaks for them"


def test_other_words_ask_both_sides_again_and_a_note_on_proof_does_not(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        accept_all(desk, case_id)
        same = Item(kind=ItemKind.APOLOGY, words="A letter that says sorry",
                    owner_party_id=desk.parties(case_id)[PartyRole.RESPONSIBLE])
        service.change_item(case_id, item_id, replace(same, evidence="We read the letter"), desk.act())
        assert only_item(case_id).status == ItemStatus.AGREED
        service.change_item(case_id, item_id, replace(same, words="Two letters"), desk.act())
        item = only_item(case_id)
        assert (item.status, item.accepted_harmed, item.accepted_responsible) == (ItemStatus.PROPOSED, False, False)


def test_nothing_is_done_that_was_not_accepted(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        with pytest.raises(Refused):
            service.end_item(case_id, item_id, ItemStatus.COMPLETED, desk.act())
        with pytest.raises(Refused):
            service.begin_item(case_id, item_id, desk.act())


def test_what_was_not_done_is_a_task_to_tell_the_person_harmed_and_no_message(
    world: World, desk: Casework, case_id: UUID
) -> None:
    world.run_outbox(desk.service)
    before = len(world.mail())
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        accept_all(desk, case_id)
        service.end_item(case_id, item_id, ItemStatus.NOT_COMPLETED, desk.act())
        assert [task.owner_id for task in tasks(case_id, TaskKind.TELL)] == [desk.manager.id]
        assert not holds(case_id, "items_final_and_told")
    world.run_outbox(desk.service)
    assert len(world.mail()) == before
    with world.inside(desk.service):
        service.tell_harmed(case_id, item_id, ToldHow.PHONE, desk.act())
        assert tasks(case_id, TaskKind.TELL) == []
        assert holds(case_id, "items_final_and_told")


def test_every_item_needs_an_end(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        assert holds(case_id, "items_final_and_told")
        agree_to(desk, case_id)
        agree_to(desk, case_id, kind=ItemKind.SERVICE, words="A day in the garden")
        assert not holds(case_id, "items_final_and_told")
        end_all(desk, case_id)
        assert holds(case_id, "items_final_and_told")
        assert status(case_id) == AgreementStatus.ENDED


def test_a_draft_can_be_put_aside_and_what_was_accepted_cannot(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id)
        (agreement_id,) = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id))
        service.put_aside(case_id, agreement_id, desk.act())
        assert holds(case_id, "terms_accepted")
        assert not holds(case_id, "items_final_and_told"), "the person harmed does not know that nothing comes of it"
        assert len(tasks(case_id, TaskKind.TELL)) == 1
        service.tell_harmed(case_id, only_item(case_id).id, ToldHow.IN_PERSON, desk.act())
        assert holds(case_id, "items_final_and_told")
        agree_to(desk, case_id)
        accept_all(desk, case_id)
        newest = db.session.scalars(select(Agreement.id).order_by(Agreement.id.desc())).first()
        assert newest is not None
        assert newest != agreement_id
        with pytest.raises(Refused):
            service.put_aside(case_id, newest, desk.act())


def test_money_is_counted_as_it_comes(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id, kind=ItemKind.RESTITUTION, words="The price of the bicycle",
                           amount_pence=5000)
        with pytest.raises(Refused):
            service.pay(case_id, item_id, 1000, desk.act())
        accept_all(desk, case_id)
        service.pay(case_id, item_id, 1000, desk.act())
        service.pay(case_id, item_id, 1500, desk.act())
        with pytest.raises(Refused, match="still to be paid"):
            service.pay(case_id, item_id, 2501, desk.act())
        assert (only_item(case_id).paid_pence, only_item(case_id).status) == (2500, ItemStatus.IN_PROGRESS)


def test_a_day_that_has_passed_is_one_task_for_the_lead(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        agree_to(desk, case_id, due_on=uk_today() - timedelta(days=1))
        slipping.look_after()
        assert tasks(case_id, TaskKind.AGREEMENT_ITEM) == []  # nobody accepted it yet
        accept_all(desk, case_id)
        slipping.look_after()
        slipping.look_after()
        assert len(tasks(case_id, TaskKind.AGREEMENT_ITEM)) == 1
        service.end_item(case_id, only_item(case_id).id, ItemStatus.COMPLETED, desk.act())
        assert tasks(case_id, TaskKind.AGREEMENT_ITEM) == []


def test_what_a_party_says_decides_nothing_and_asks_the_lead(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        accept_all(desk, case_id)
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        service.report_item(case_id, item_id, harmed, Said.RATHER_NOT_SAY, desk.act())
        assert tasks(case_id, TaskKind.AGREEMENT_ITEM) == []
        service.report_item(case_id, item_id, harmed, Said.NOT_DONE, desk.act())
        assert len(tasks(case_id, TaskKind.AGREEMENT_ITEM)) == 1
        assert only_item(case_id).status == ItemStatus.AGREED
        assert [said for _party, said in only_item(case_id).reports] == [Said.NOT_DONE, Said.RATHER_NOT_SAY]


def test_a_facilitator_writes_an_agreement_and_follows_it_to_its_end(
    world: World, desk: Casework, case_id: UUID
) -> None:
    person, base = world.staff(desk.service, Role.FACILITATOR), f"/team/cases/{case_id}/agreement"
    answer = person.submit(f"{base}/new", {"words": "Rhys paints the fence", "kind": "service"})
    assert answer.status_code == 303, page_text(answer)
    assert "Rhys paints the fence" in page_text(person.follow())
    with world.inside(desk.service):
        item_id, parties = only_item(case_id).id, desk.parties(case_id)
    for role in (PartyRole.HARMED, PartyRole.RESPONSIBLE):
        assert person.submit(f"{base}/{item_id}/accept", {"party": str(parties[role])}).status_code == 303
    assert person.submit(f"{base}/{item_id}/begin").status_code == 303
    assert person.submit(f"{base}/{item_id}/said", {
        "party": str(parties[PartyRole.RESPONSIBLE]), "answer": "done",
    }).status_code == 303
    assert person.submit(f"{base}/{item_id}/end", {"status": "completed"}).status_code == 303
    assert "Tell the person harmed" in page_text(person.follow())
    assert person.submit(f"{base}/{item_id}/told", {"how": "phone"}).status_code == 303
    assert "Tell the person harmed" not in page_text(person.follow())
    timeline = page_text(person.get(f"/team/cases/{case_id}"))
    assert "A point of the agreement ended: Done" in timeline
    assert "The person harmed heard what became of a point" in timeline


def test_two_who_change_the_words_of_an_item_lose_nothing(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
    mine, theirs = world.staff(desk.service, Role.FACILITATOR), world.staff(desk.service, Role.CASE_COORDINATOR)
    path = f"/team/cases/{case_id}/agreement/{item_id}/change"
    mine.get(path)
    assert theirs.submit(path, {"words": "A letter by hand"}).status_code == 303
    answer = mine.submit(None, {"words": "A letter and a visit"})
    assert answer.status_code == 409
    assert "A letter by hand" in page_text(answer)
    assert mine.submit(None, {"words": "A letter by hand and a visit"}).status_code == 303
    with world.inside(desk.service):
        assert [item.words for item in items(case_id)] == ["A letter by hand and a visit"]


def test_only_those_whom_a_point_concerns_accept_it(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        harmed, responsible = (desk.parties(case_id)[role] for role in PartyRole)
        other_harmed, other_responsible = (
            casework.add_other_person(case_id, OtherPerson(f"Another {role}", role), desk.act()) for role in PartyRole
        )
        item = Item(kind=ItemKind.APOLOGY, words="A letter", owner_party_id=responsible, for_party_id=harmed)
        item_id = service.add_item(case_id, responsible, item, desk.act())
        for somebody_else in (other_harmed, other_responsible):
            with pytest.raises(Refused, match="not about them"):
                service.accept_item(case_id, item_id, somebody_else, desk.act())
        casework.leave(case_id, harmed, PartyState.UNABLE_TO_CONTACT, desk.act())
        with pytest.raises(Refused, match="not in the case any more"):
            service.accept_item(case_id, item_id, harmed, desk.act())
        service.accept_item(case_id, item_id, responsible, desk.act())


def test_nobody_is_told_of_an_end_before_it(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        item_id = agree_to(desk, case_id)
        accept_all(desk, case_id)
        service.end_item(case_id, item_id, ItemStatus.COMPLETED, desk.act())
        early = desk.act(happened_on=uk_today() - timedelta(days=1))
        with pytest.raises(Refused, match="later than this day"):
            service.tell_harmed(case_id, item_id, ToldHow.PHONE, early)
