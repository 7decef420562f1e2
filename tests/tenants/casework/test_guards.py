"""Each guard refuses with its sentence, and lets through what it is there to let through."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework

from concord.database import db
from concord.tenancy import scope
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole


def stage(case_id: UUID) -> str:
    return db.session.get_one(Case, (scope.current_tenant_id(), case_id)).stage


def test_a_case_moves_to_exploring_once_somebody_was_spoken_to_safely(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="by a way that is safe"):
            casework.move(case_id, Stage.EXPLORING, cases.act())
        cases.speak(case_id)
        casework.move(case_id, Stage.EXPLORING, cases.act())
        assert stage(case_id) == Stage.EXPLORING
