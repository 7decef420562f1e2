"""Two services work on one case: each with its own person, and both on one meeting."""

from __future__ import annotations

import pytest
from cases import Casework
from joining_up import carry_out, let_share, offered_to_share, shared
from sqlalchemy import select

from concord.database import db
from tenants.casework import service as casework
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.service import Refused
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, State
from tenants.people.models import ContactPoint, Decision, Person, Standing
from tenants.referrals.models import Incident, PartyRole


def joint() -> JointCase:
    return db.session.execute(select(JointCase)).scalar_one()


def test_each_service_works_with_its_own_person_and_the_other_one_has_no_name_there(
    sender: Casework, receiver: Casework
) -> None:
    here, there = shared(sender, receiver)
    with receiver.world.inside(receiver.service):
        people = {row.role: row for row in db.session.execute(
            select(CaseParty.role, CaseParty.kept_by_id, Person.name).join(Person, Person.id == CaseParty.person_id)
        )}
        assert people["responsible"].name == "Rhys Example"
        assert people["responsible"].kept_by_id is None
        assert people["harmed"].kept_by_id == sender.service.id
        assert people["harmed"].name.startswith("With ")
        assert set(db.session.scalars(select(ContactPoint.standing))) == {Standing.UNKNOWN}
        assert db.session.execute(select(Incident.summary)).scalar_one() == "A bicycle was taken."
    with sender.world.inside(sender.service):
        kept = dict(db.session.execute(select(CaseParty.role, CaseParty.kept_by_id)).tuples().all())
        assert kept == {"harmed": None, "responsible": receiver.service.id}
        assert db.session.execute(select(Handover.state)).scalar_one() == State.TOGETHER
        with pytest.raises(Refused, match="Another service works with them"):
            sender.agree(here, PartyRole.RESPONSIBLE)

