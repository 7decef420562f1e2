"""What a walk begins from, and how anything is tried on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from cases import Casework
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.casework.service import Act, NoSuchCase, Refused
from tenants.referrals.models import PartyRole
from walk.rows import CaseRows

MAYBE = st.booleans()
DAYS = st.sampled_from([0, 0, 0, 1, 5, 30])
SELDOM = st.integers(0, 3)  # does something when it is 0
ROLES = st.sampled_from(list(PartyRole))


@dataclass(frozen=True)
class Ground:
    """What every walk begins from: a service, its people, and cases that came to some stages already."""

    cases: Casework
    starts: list[UUID]
    actors: dict[str, tuple[UUID, Role]]
    tried: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)


class Walking(RuleBasedStateMachine):
    """One case, and whoever acts on it. Nothing is kept after the walk."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.cases = self.ground.cases
        self.open = ExitStack()
        self.open.enter_context(self.cases.world.app.app_context())
        self.open.enter_context(scope.bound_to(self.cases.service.id))

    def teardown(self) -> None:
        db.session.rollback()
        self.open.close()

    def begin(self, start: int) -> None:
        self.case_id = self.ground.starts[start]
        self.kept = CaseRows(self.case_id)

    def attempt(self, name: str, do: Callable[[], object]) -> None:
        """Do something; what is refused leaves nothing behind."""
        self.ground.tried[name] += 1
        try:
            with db.session.begin_nested():
                do()
        except (Refused, NoSuchCase):
            return
        self.ground.done[name] += 1

    def act(self, who: str = "lead", days: int = 0, *, words: bool = True) -> Act:
        actor_id, role = self.ground.actors[who]
        return Act(actor_id, role, uk_today() - timedelta(days=days), note="Because." if words else None)

    def party(self, role: PartyRole) -> UUID:
        return self.cases.parties(self.case_id)[role]
