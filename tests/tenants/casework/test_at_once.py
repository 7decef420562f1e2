"""Two members of staff act in the same moment: one waits for the other, and nothing is lost or done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from cases import Casework
from sqlalchemy import func, select

from concord.database import db
from concord.tenancy import scope
from tenants.casework import service as casework
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import Task
from tenants.casework.withdrawal import From
from tenants.people import individuals
from tenants.people.matching_models import MatchDecision
from tenants.people.models import ConsentChannel, Person, StatedBy
from tenants.people.queries import records_of
from tenants.people.service import Refused, add_person
from tenants.referrals.models import PartyRole, Referral


def at_once(cases: Casework, *acts: Callable[[], object]) -> list[str]:
    """Begin all of them in the same moment, each in a transaction of its own; "" or why it was refused, for each."""
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            with cases.world.inside(cases.service):
                db.session.execute(select(1))  # connected before anybody begins
                begin.wait(20)
                act()
        except Refused as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_joined_with_one_at_once_are_all_of_one_person(cases: Casework) -> None:
    for number in range(4):
        with cases.world.inside(cases.service):
            one, other, third = (add_person(f"{name} {number}", (), StatedBy.SELF).id for name in ("A", "B", "C"))

        def same(first: UUID, second: UUID) -> Callable[[], None]:
            return lambda: individuals.decide(first, second, MatchDecision.SAME, decided_by=cases.manager.id)

        assert at_once(cases, same(one, other), same(other, third)) == ["", ""]
        with cases.world.inside(cases.service):
            assert set(db.session.scalars(records_of(one))) == {one, other, third}
            together = select(Person.individual_id).where(Person.id.in_([one, other, third])).distinct()
            assert len(db.session.scalars(together).all()) == 1


def test_two_referrals_about_the_same_accepted_at_once_are_one_case(cases: Casework) -> None:
    first, second = (cases.refer(name) for name in ("Alys Example", "Wilma Waiting"))
    with cases.world.inside(cases.service):
        rows = {row.id: row for row in db.session.scalars(select(Referral))}
        rows[second].incident_id = rows[first].incident_id

    def accept(referral_id: UUID) -> Callable[[], object]:
        return lambda: casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)

    said = at_once(cases, accept(first), accept(second))
    assert sorted(said)[0] == ""
    assert "open case about this already" in sorted(said)[1]
    with cases.world.inside(cases.service):
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_referral_is_accepted_or_joined_never_both(cases: Casework) -> None:
    case_id, referral_id = cases.case(), cases.refer("Wilma Waiting")
    said = at_once(
        cases, lambda: casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False),
        lambda: casework.join(referral_id, case_id, cases.act()),
    )
    assert sorted(map(bool, said)) == [False, True]


def test_both_sides_withdraw_at_once_and_the_lead_decides_about_each(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        parties = cases.parties(case_id)
        for role in parties:
            cases.agree(case_id, PartyRole(role))

    def withdraw(party_id: UUID) -> Callable[[], None]:
        return lambda: casework.withdraw(case_id, party_id, From.ALL, ConsentChannel.SPOKEN, cases.act())

    assert at_once(cases, *map(withdraw, parties.values())) == ["", ""]
    with cases.world.inside(cases.service):
        assert set(db.session.scalars(select(CaseParty.state))) == {"withdrawn"}
        told = select(Task.party_id).where(Task.case_id == case_id, Task.kind == TaskKind.WITHDRAWAL)
        assert set(db.session.scalars(told)) == set(parties.values())
        assert db.session.get_one(Case, (scope.current_tenant_id(), case_id)).version > 1
