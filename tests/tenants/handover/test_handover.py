"""A whole case goes to another service: offered without names, taken by a person, never in two places."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from cases import Casework
from handing_over import agree_to_move, carry_out, offered
from sqlalchemy import select, update

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.casework import service as casework
from tenants.casework.kinds import SupporterKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import Stage
from tenants.casework.record_models import CaseSupporter, Task
from tenants.casework.service import Refused
from tenants.handover import service as handover
from tenants.handover.models import Direction, Handover, HandoverRecord, Rejection, State, Why
from tenants.people.models import (
    Answer,
    CheckedHow,
    Consent,
    ContactKind,
    ContactPoint,
    Decision,
    Person,
    Standing,
    StatedBy,
)
from tenants.people.service import Check, WayToReach
from tenants.referrals.models import PartyRole


def ours(cases: Casework) -> Handover:
    return db.session.execute(select(Handover)).scalar_one()


def arrived(sender: Casework, receiver: Casework) -> tuple[UUID, UUID]:
    """The case before and the case after."""
    before, _out = offered(sender, receiver)
    with receiver.world.inside(receiver.service):
        handover.accept(ours(receiver).id, receiver.manager.id, receiver.manager.id)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        after = ours(receiver).case_id
    assert after is not None
    return before, after


def test_the_other_service_sees_what_it_is_about_and_no_name_until_it_says_yes(
    sender: Casework, receiver: Casework
) -> None:
    offered(sender, receiver)
    with receiver.world.inside(receiver.service):
        row = ours(receiver)
        assert (row.direction, row.state, row.other_id) == (Direction.IN, State.OFFERED, sender.service.id)
        assert row.preview["people"] == "harmed"
        assert "Hattie" not in str(row.preview)
        assert "bicycle" not in str(row.preview)
        assert db.session.execute(select(Person)).first() is None
        handover_id = row.id
    page = receiver.world.sign_in(receiver.service, receiver.manager).get(f"/team/handovers/{handover_id}")
    assert "Hattie" not in page.get_data(as_text=True)


def test_the_whole_case_arrives_with_its_history_and_stays_behind_as_a_stub_nobody_can_write_in(
    sender: Casework, receiver: Casework
) -> None:
    before, after = arrived(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert receiver.stage(after) == Stage.ALLOCATED
        names = db.session.scalars(select(Person.name).join(CaseParty, CaseParty.person_id == Person.id))
        assert list(names) == ["Hattie Example"]
        history = " ".join(filter(None, db.session.scalars(select(CaseEvent.note))))
        assert "She would rather write than meet." in history
        assert db.session.execute(select(HandoverRecord.part)).scalars().all()
        assert ours(receiver).state == State.MOVED
    with sender.world.inside(sender.service):
        assert ours(sender).state == State.MOVED
        assert sender.stage(before) == Stage.TRANSFERRED
        with pytest.raises(Refused):
            casework.note(before, sender.act(note="From a stale tab."))
        with pytest.raises(Refused):
            agree_to_move(sender, before, PartyRole.HARMED)
        other = sender.world.account(sender.service, Role.CASE_SUPERVISOR, "late@knows.example")
        casework.declare_conflict(before, other.id, sender.act(), conflict=True)
    visitor = sender.world.sign_in(sender.service, other)
    assert visitor.get(f"/team/cases/{before}").status_code == 404, "what is left of it is closed to them, too"


def test_who_came_to_a_case_by_mistake_stays_here_when_it_moves(sender: Casework, receiver: Casework) -> None:
    case_id, by_mistake = sender.case(), sender.refer("Mistaken Quux")
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        agree_to_move(sender, case_id, PartyRole.HARMED)
        casework.join(by_mistake, case_id, sender.act())
        casework.take_out(by_mistake, sender.act())
        handover.offer(case_id, receiver.service.id, Why.MOVED_HOME, sender.act(), urgent=False)
    carry_out(sender)
    with receiver.world.inside(receiver.service):
        assert ours(receiver).preview["people"] == "harmed"
        handover.accept(ours(receiver).id, receiver.manager.id, receiver.manager.id)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        assert list(db.session.scalars(select(Person.name))) == ["Hattie Example"]
        told = [*db.session.scalars(select(CaseEvent.note)), *db.session.scalars(select(HandoverRecord.content))]
        assert "Quux" not in str(told)


def test_nobody_may_be_contacted_there_before_they_were_asked_again(sender: Casework, receiver: Casework) -> None:
    _before, after = arrived(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert set(db.session.scalars(select(ContactPoint.standing))) == {Standing.UNKNOWN}
        assert all(db.session.scalars(select(Consent.brought_from)))
        with pytest.raises(Refused):
            receiver.speak(after)
        assert db.session.execute(select(Task.kind).where(Task.case_id == after)).scalars().all() == ["reconfirm"]


def test_every_step_said_twice_is_taken_once(sender: Casework, receiver: Casework) -> None:
    from tenants.handover import crossings
    from tenants.handover.packing import pack

    before, _after = arrived(sender, receiver)
    with sender.world.inside(sender.service):
        package = pack(ours(sender))
    with receiver.world.inside(receiver.service):
        crossings._take_package(sender.service.id, package)
        assert len(db.session.execute(select(Case)).all()) == 1
    del before


def test_a_rejected_case_stays_where_it_is_and_can_be_worked_on(sender: Casework, receiver: Casework) -> None:
    case_id, _out = offered(sender, receiver)
    with receiver.world.inside(receiver.service):
        handover.reject(ours(receiver).id, Rejection.NO_CAPACITY, receiver.manager.id)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        assert ours(sender).state == State.REJECTED
        casework.note(case_id, sender.act(note="We keep it."))


def test_an_offer_taken_back_is_open_nowhere_even_when_the_other_side_said_yes_meanwhile(
    sender: Casework, receiver: Casework
) -> None:
    case_id, out = offered(sender, receiver)
    with receiver.world.inside(receiver.service):
        handover.accept(ours(receiver).id, receiver.manager.id, receiver.manager.id)
    with sender.world.inside(sender.service):
        handover.withdraw(out, sender.act())
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        assert ours(receiver).state == State.WITHDRAWN
        assert db.session.execute(select(Case)).first() is None
    with sender.world.inside(sender.service):
        assert sender.stage(case_id) == Stage.ALLOCATED


def test_taking_back_the_agreement_to_the_move_takes_back_the_offer(sender: Casework, receiver: Casework) -> None:
    case_id, _out = offered(sender, receiver)
    with sender.world.inside(sender.service):
        agree_to_move(sender, case_id, PartyRole.HARMED, Decision.WITHDRAWN)
        assert ours(sender).state == State.WITHDRAWN


def test_transfer_agreed_by_each_person_we_reached_or_the_case_is_not_offered(
    sender: Casework, receiver: Casework
) -> None:
    case_id = sender.case()
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        with pytest.raises(Refused, match="must agree"):
            handover.offer(case_id, receiver.service.id, Why.MOVED_HOME, sender.act(), urgent=False)


def test_both_services_have_every_crossing_on_record(sender: Casework, receiver: Casework) -> None:
    arrived(sender, receiver)
    for one, key in ((sender, "to"), (receiver, "came_from")):
        with one.world.inside(one.service):
            lines = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.subject_kind == "handover"))
            steps = [line["crossing"] for line in lines if key in line]
            assert {"offer", "package"} <= set(steps)


def test_the_scope_is_back_with_the_sender_after_a_crossing(sender: Casework, receiver: Casework) -> None:
    offered(sender, receiver)
    with sender.world.inside(sender.service):
        assert scope.current_tenant_id() == sender.service.id
        assert ours(sender).direction == Direction.OUT


def test_what_made_us_careful_there_makes_us_careful_here(sender: Casework, receiver: Casework) -> None:
    before, _out = offered(sender, receiver)
    both = WayToReach(kind=ContactKind.EMAIL, value="both@people.example")
    with sender.world.inside(sender.service):
        party = sender.parties(before)["harmed"]
        sister = casework.Supporter(kind=SupporterKind.SUPPORTER, name="Nia Example", may_be_told=Answer.YES)
        casework.add_supporter(before, party, sister, sender.act())
        old = casework.add_way(before, party, replace(both, value="old@people.example"), StatedBy.SELF, sender.act())
        check = Check(CheckedHow.THEY_TOLD_US, "Hattie", uk_today(), Standing.UNSAFE)
        casework.check_contact(before, old, check, sender.act())
        casework.add_way(before, party, both, StatedBy.SELF, sender.act())
        other = casework.OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (both,))
        casework.add_other_person(before, other, sender.act())
        db.session.execute(update(Case).values(restricted=True))
    with receiver.world.inside(receiver.service):
        handover.accept(ours(receiver).id, receiver.manager.id, receiver.manager.id)
    carry_out(receiver, sender)
    outsider = receiver.world.account(receiver.service, Role.CASE_COORDINATOR)
    with receiver.world.inside(receiver.service):
        points = {point.value: point for point in db.session.scalars(select(ContactPoint))}
        assert points["old@people.example"].standing == Standing.UNSAFE
        assert points["both@people.example"].clashed_at
        assert db.session.scalars(select(CaseSupporter.may_be_told)).all() == [Answer.UNKNOWN]
        case_id = ours(receiver).case_id
    assert receiver.world.sign_in(receiver.service, receiver.manager).get(f"/team/cases/{case_id}").status_code == 200
    assert receiver.world.sign_in(receiver.service, outsider).get(f"/team/cases/{case_id}").status_code == 404


def test_whoever_may_not_see_a_case_sees_nothing_of_its_handover(sender: Casework, receiver: Casework) -> None:
    case_id, out = offered(sender, receiver)
    other = sender.world.account(sender.service, Role.SERVICE_MANAGER, email="other@manager.example")
    with sender.world.inside(sender.service):
        casework.declare_conflict(case_id, other.id, sender.act(), conflict=True)
        reference = db.session.get_one(Case, (scope.current_tenant_id(), case_id)).reference
    theirs = sender.world.sign_in(sender.service, other)
    assert reference not in theirs.get("/team/handovers").get_data(as_text=True)
    assert theirs.get(f"/team/handovers/{out}").status_code == 404
    assert theirs.get(f"/team/handovers/{out}/take-back").status_code == 404
    allowed = sender.world.sign_in(sender.service, sender.manager)
    assert reference in allowed.get("/team/handovers").get_data(as_text=True)
