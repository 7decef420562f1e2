"""A random walk over a case: whatever is done, and in whatever order, it never comes to where DOMAIN E2 forbids it.

What is forbidden is written out by hand in `walk.forbidden`, from E2, and asked of the rows themselves; the table of
moves and the guards are not read.
`STATE_MACHINE_STEPS=30000 .venv/bin/pytest -s tests/tenants/casework/test_state_machine.py` walks that many steps on a
new way each time; without it, some hundred on the same way.
"""

from __future__ import annotations

import os
import sys
from time import monotonic

import pytest
from cases import Casework
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from walk.forbidden import Forbidden
from walk.ground import Ground
from walk.moves import Moves
from walk.people import People
from walk.team import Team

from concord.identity.permissions import Role
from tenants.casework.policy import Stage

STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "0"))
A_WALK = 50 if STEPS else 30
WALKS = max(1, STEPS // A_WALK) if STEPS else 10


class Walk(Moves, People, Team):
    """One case, and everything that anybody may do with it."""

    @initialize(start=st.integers(0, 4))
    def begin(self, start: int) -> None:
        super().begin(start)
        supervisor, manager = (self.ground.actors[who][0] for who in ("supervisor", "manager"))
        self.forbidden = Forbidden(self.case_id, supervisor, manager)

    @invariant()
    def never_where_it_is_forbidden(self) -> None:
        self.forbidden.look()


@pytest.fixture
def ground(cases: Casework) -> Ground:
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    manager = cases.world.account(cases.service, Role.SERVICE_MANAGER, email=f"second@{cases.service.slug}.example")
    stages = (Stage.ALLOCATED, Stage.EXPLORING, Stage.ASSESSING, Stage.SCHEDULED, Stage.FOLLOW_UP)
    return Ground(cases, [cases.at(stage) for stage in stages], {
        "lead": (cases.manager.id, Role.SERVICE_MANAGER), "supervisor": (supervisor.id, Role.CASE_SUPERVISOR),
        "manager": (manager.id, Role.SERVICE_MANAGER),
    })


def test_a_random_walk_never_comes_to_where_the_rules_forbid_it(ground: Ground) -> None:
    Walk.ground = ground
    began = monotonic()
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=WALKS, stateful_step_count=A_WALK, derandomize=not STEPS, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True, phases=[Phase.generate],
    ))
    steps, done = ground.tried.total(), dict(sorted(ground.done.items()))
    sys.stdout.write(f"{steps} acts in {monotonic() - began:.0f} s; done: {done}\n")
    assert steps > 100
    assert {"on to in_process", "on to follow_up", "sign", "reopen", "erase"} <= set(done) or not STEPS
