"""The door between two services lets nothing through that was not asked for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cases import Casework
from handing_over import agree_to_move, offered
from joining_up import accept_offer, offered_to_share, shared
from sqlalchemy import func, select

import tenants
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox import checkpoints
from concord.tenancy.models import Status
from concord.web.dates import uk_today
from harness import Service
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.service import Refused
from tenants.handover import door, service
from tenants.handover.joint_models import JointCase
from tenants.handover.models import About, Direction, Handover, State, Why
from tenants.handover.packing import pack
from tenants.handover.parcels import (
    Answer,
    Arrived,
    Ended,
    JointEnded,
    JointNews,
    JointPackage,
    Offer,
    Package,
    Together,
)
from tenants.people.models import Person
from tenants.referrals.models import PartyRole

# Who enters a service's scope from outside it, and for what. Only the first carries a case.
ENTERING = {
    "handover/door.py": "a parcel of a handover",
    "referrals/handing_over.py": "answers that nobody has sent yet, because whoever wrote them agreed",
    "registry/service.py": "a new service's first profile",
    "registry/serving.py": "what a service says of itself in public",
    "site/brand.py": "the brand of an error page",
    "returns/cli.py": "a command, service by service",
}


def parcel(**changes: object) -> Offer:
    offer = Offer(
        crossing_id=uuid7(), why=Why.SKILLS, urgent=False, preview={}, offered_at=datetime.now(UTC),
        expires_on=uk_today(),
    )
    return replace(offer, **changes)  # type: ignore[arg-type]  # fields of Offer


def package(crossing_id: object) -> Package:
    return Package(
        crossing_id=crossing_id, reference="XXX-0000-00", opened_on=uk_today(), initiated=False,  # type: ignore[arg-type]  # an id
        restricted=False, incident={}, facts=None, people=[], timeline=[], files=[], records={},
    )


def count(table: type[Case] | type[Person] | type[Handover]) -> int:
    return db.session.execute(select(func.count()).select_from(table)).scalar_one()


def test_no_other_module_of_a_service_enters_another_ones_scope() -> None:
    folder = Path(tenants.__file__).parent
    entering = {
        str(path.relative_to(folder)) for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "bound_to"
    }
    assert entering == set(ENTERING)


def test_a_case_that_nobody_here_said_yes_to_does_not_come_in(sender: Casework, receiver: Casework) -> None:
    _case, out = offered(sender, receiver)
    with sender.world.inside(sender.service), pytest.raises(door.Closed):
        door.pass_on(receiver.service.id, pack(service.locked(out)))
    with sender.world.inside(sender.service), pytest.raises(door.Closed):
        door.pass_on(receiver.service.id, package(uuid4()))
    with receiver.world.inside(receiver.service):
        assert (count(Case), count(Person)) == (0, 0)


def test_a_third_service_cannot_step_into_a_handover_of_two_others(
    sender: Casework, receiver: Casework, make_service: Callable[..., Service]
) -> None:
    stranger = make_service()
    _case, out = offered(sender, receiver)
    with sender.world.inside(sender.service):
        crossing = service.locked(out).crossing_id
    steps = [
        (sender.service.id, Answer(crossing_id=crossing, decided_at=datetime.now(UTC))),
        (sender.service.id, Arrived(crossing_id=crossing, moved_at=datetime.now(UTC))),
        (receiver.service.id, Ended(crossing_id=crossing, state=State.WITHDRAWN)),
        (receiver.service.id, parcel(crossing_id=crossing)),
        (receiver.service.id, package(crossing)),
    ]
    for to, step in steps:
        with sender.world.inside(stranger), pytest.raises(door.Closed):
            door.pass_on(to, step)  # type: ignore[arg-type]  # each is a parcel
    with sender.world.inside(sender.service):
        assert service.locked(out).state == State.OFFERED


def test_a_sender_cannot_play_the_receivers_part(sender: Casework, receiver: Casework) -> None:
    _case, out = offered(sender, receiver)
    with sender.world.inside(sender.service):
        crossing = service.locked(out).crossing_id
    with sender.world.inside(sender.service), pytest.raises(door.Closed):
        door.pass_on(receiver.service.id, Answer(crossing_id=crossing, decided_at=datetime.now(UTC)))
    with receiver.world.inside(receiver.service):
        assert db.session.execute(select(Handover.state)).scalar_one() == State.OFFERED


def test_nothing_is_handed_to_oneself_nor_to_a_service_that_is_not_live(
    sender: Casework, make_service: Callable[..., Service]
) -> None:
    asleep = make_service(status=Status.PREPARING)
    for to in (sender.service.id, asleep.id, uuid4()):
        with sender.world.inside(sender.service), pytest.raises(door.Closed):
            door.pass_on(to, parcel())


def test_a_refused_parcel_leaves_nothing_behind_on_either_side(sender: Casework, receiver: Casework) -> None:
    with sender.world.inside(sender.service), pytest.raises(door.Closed):
        door.pass_on(receiver.service.id, package(uuid4()))
    for one in (sender, receiver):
        with one.world.inside(one.service):
            assert count(Handover) == 0


def test_an_offer_comes_in_once_however_often_it_is_sent(sender: Casework, receiver: Casework) -> None:
    same = parcel()
    for _time in range(2):
        with sender.world.inside(sender.service):
            door.pass_on(receiver.service.id, same)
    with receiver.world.inside(receiver.service):
        assert count(Handover) == 1
        assert db.session.execute(select(Handover.direction)).scalar_one() == Direction.IN


def joint_steps(crossing: UUID) -> list[JointPackage | JointNews | JointEnded]:
    return [
        JointPackage(
            crossing_id=crossing, incident={"summary": "Anything."}, facts=None, people=[], sender_came_first=True,
            restricted=False,
        ),
        JointNews(crossing_id=crossing, told_at=datetime.now(UTC), going_ahead=False, holds={}),
        JointEnded(crossing_id=crossing, ended_at=datetime.now(UTC)),
    ]


def test_nobody_but_the_other_service_of_a_joint_case_is_heard(
    sender: Casework, receiver: Casework, make_service: Callable[..., Service]
) -> None:
    stranger = make_service()
    shared(sender, receiver)
    with sender.world.inside(sender.service):
        crossing = db.session.execute(select(Handover.crossing_id)).scalar_one()
    for crossing_id in (crossing, uuid4()):
        for step in joint_steps(crossing_id):
            for to in (sender.service.id, receiver.service.id):
                with sender.world.inside(stranger), pytest.raises(door.Closed):
                    door.pass_on(to, step)
    for one in (sender, receiver):
        with one.world.inside(one.service):
            assert db.session.execute(select(JointCase.going_ahead)).scalar_one()
            assert count(Case) == 1


def test_neither_half_of_an_offer_can_be_swapped_for_the_other_kind(sender: Casework, receiver: Casework) -> None:
    offered_to_share(sender, receiver)
    with sender.world.inside(sender.service):
        crossing = db.session.execute(select(Handover.crossing_id)).scalar_one()
    accept_offer(receiver)
    for step in (package(crossing), joint_steps(crossing)[1], joint_steps(uuid4())[0]):
        with sender.world.inside(sender.service), pytest.raises(door.Closed):
            door.pass_on(receiver.service.id, step)
    with receiver.world.inside(receiver.service):
        assert (count(Case), count(Person)) == (0, 0)


def test_an_end_counts_only_for_a_case_that_both_work_on(sender: Casework, receiver: Casework) -> None:
    offered(sender, receiver)  # whole, not to work on together
    with sender.world.inside(sender.service):
        crossing = db.session.execute(select(Handover.crossing_id)).scalar_one()
    for one, other in ((sender, receiver), (receiver, sender)):
        with one.world.inside(one.service), pytest.raises(door.Closed):
            door.pass_on(other.service.id, JointEnded(crossing_id=crossing, ended_at=datetime.now(UTC)))


def test_nobody_works_on_a_referral_together(sender: Casework, receiver: Casework) -> None:
    both = Together(receivers_role=PartyRole.HARMED, sender_leads=True)
    with sender.world.inside(sender.service), pytest.raises(door.Closed):
        door.pass_on(receiver.service.id, parcel(about=About.REFERRAL, together=both))


class Died(BaseException):
    """The worker is gone in the middle of its work."""


@pytest.fixture
def dying() -> Iterator[None]:
    """Every event is acted on twice: whoever acts first dies before its own commit, and the other service has its."""
    alive = True

    def die(place: str) -> None:
        nonlocal alive
        if place == "drain.acted":
            alive = not alive
            if not alive:
                raise Died

    checkpoints.watch(die)
    yield
    checkpoints._watchers.remove(die)


def carry_out_somehow(*services: Casework) -> None:
    while True:
        try:
            if not any(one.world.run_outbox(one.service) for one in services):
                return
        except Died:
            continue


@pytest.mark.usefixtures("dying")
def test_workers_that_die_at_every_step_leave_nothing_half_and_nothing_twice(
    sender: Casework, receiver: Casework
) -> None:
    case_id = sender.case()
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        agree_to_move(sender, case_id, PartyRole.HARMED)
        service.offer(case_id, receiver.service.id, Why.MOVED_HOME, sender.act(), urgent=False)
    carry_out_somehow(sender)
    with receiver.world.inside(receiver.service):
        handover_id = db.session.execute(select(Handover.id)).scalar_one()
        service.accept(handover_id, receiver.manager.id, receiver.manager.id)
        with pytest.raises(Refused, match="not open any more"):
            service.accept(handover_id, receiver.manager.id, receiver.manager.id)
    carry_out_somehow(receiver, sender)
    for one, people in ((sender, 1), (receiver, 1)):
        with one.world.inside(one.service):
            assert (count(Case), count(Person), count(Handover)) == (1, people, 1)
            assert db.session.execute(select(Handover.state)).scalar_one() == State.MOVED
    with sender.world.inside(sender.service):
        assert sender.stage(case_id) == Stage.TRANSFERRED
