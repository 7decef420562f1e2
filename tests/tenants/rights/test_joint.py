"""A case that another service works on, too, or was offered, is erased here alone, and nothing of it comes back."""

from __future__ import annotations

import pytest
from cases import Casework
from erasing import close, erase
from handing_over import carry_out, offered
from joining_up import shared
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, StaffAccount
from tenants.casework.record_models import Task
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, State
from tenants.people.models import Person


@pytest.fixture
def elsewhere(cases: Casework, other_service: Service) -> Casework:
    return Casework(cases.world, other_service, cases.world.account(other_service, Role.SERVICE_MANAGER))


def test_the_other_service_hears_that_it_ended_and_keeps_its_own(
    cases: Casework, elsewhere: Casework, officer: StaffAccount
) -> None:
    here, _there = shared(cases, elsewhere)
    with cases.world.inside(cases.service):
        close(cases, here)
        erase(cases, here, officer)
        db.session.commit()
    carry_out(cases, elsewhere)
    with cases.world.inside(cases.service):
        assert db.session.scalars(select(JointCase.ended_at)).one() is not None
        assert set(db.session.scalars(select(Person.name))) == {""}
    with elsewhere.world.inside(elsewhere.service):
        assert db.session.scalars(select(JointCase.ended_at)).one() is not None
        assert "Rhys Example" in db.session.scalars(select(Person.name)).all()


def test_what_another_service_was_offered_is_taken_back_and_nothing_is_left_to_do(
    cases: Casework, elsewhere: Casework, officer: StaffAccount
) -> None:
    case_id, _out = offered(cases, elsewhere)
    with cases.world.inside(cases.service):
        close(cases, case_id)
        erase(cases, case_id, officer)
        db.session.commit()
    carry_out(cases, elsewhere)
    for one in (cases, elsewhere):
        with one.world.inside(one.service):
            assert db.session.scalars(select(Handover.state)).one() == State.WITHDRAWN
            assert db.session.scalars(select(Task.id).where(Task.done_at.is_(None))).all() == []
