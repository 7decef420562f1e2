"""Cases to act on, made through the verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from harness import Service, StaffAccount, World
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from tenants.casework import service as casework
from tenants.casework.models import AttemptOutcome, CaseParty
from tenants.casework.service import Act, Attempt, OtherPerson
from tenants.people.models import (
    Answer,
    ConsentChannel,
    ContactKind,
    ContactPoint,
    Decision,
    Purpose,
    StatedBy,
)
from tenants.people.service import Choice, WayToReach
from tenants.referrals.answers import Answers
from tenants.referrals.models import PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive

SAFE_PHONE = WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_leave_message=Answer.NO)


@dataclass
class Casework:
    """One service's referrals and cases, for a test that acts on them inside the scope or by HTTP."""

    world: World
    service: Service
    manager: StaffAccount

    def act(self, **changes: object) -> Act:
        return replace(Act(self.manager.id, Role.SERVICE_MANAGER, uk_today()), **changes)  # type: ignore[arg-type]  # fields of Act

    def refer(self, name: str = "Hattie Example", *ways: WayToReach, **changes: object) -> UUID:
        answers = Answers(
            submission_key=uuid4(), person_name=name, person_role=PartyRole.HARMED, referrer_kind=ReferrerKind.SELF,
            source=Source.SELF, summary="Someone took my bicycle.", ways_to_reach=ways or (SAFE_PHONE,),
            agreed_wording="2026-1",
        )
        with self.world.inside(self.service):
            return UUID(str(receive(replace(answers, **changes)).id))  # type: ignore[arg-type]  # fields of Answers

    def case(self, name: str = "Hattie Example", *ways: WayToReach) -> UUID:
        referral_id = self.refer(name, *ways)
        with self.world.inside(self.service):
            return casework.accept(referral_id, self.manager.id, self.act(), conflict=False)

    def case_of_two(self) -> UUID:
        case_id = self.case()
        with self.world.inside(self.service):
            other = OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (SAFE_PHONE,))
            casework.add_other_person(case_id, other, self.act())
        return case_id

    def parties(self, case_id: UUID) -> dict[str, UUID]:
        """Party ids by role."""
        statement = select(CaseParty.role, CaseParty.id).where(CaseParty.case_id == case_id)
        return {role: party_id for role, party_id in db.session.execute(statement)}

    def way(self, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> UUID:
        """The first way to reach a party."""
        statement = (
            select(ContactPoint.id).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
            .where(CaseParty.case_id == case_id, CaseParty.role == role).order_by(ContactPoint.created_at)
        )
        return db.session.execute(statement).scalars().first() or pytest.fail("no way to reach them")

    def speak(self, case_id: UUID, role: PartyRole = PartyRole.HARMED, *, outcome: str = "spoke") -> None:
        act = self.act()
        attempt = Attempt(self.way(case_id, role), AttemptOutcome(outcome), they_contacted_us=False, happened_at=act.moment)
        casework.record_contact(case_id, attempt, act)

    def agree(
        self, case_id: UUID, role: PartyRole, decision: Decision = Decision.GIVEN,
        channel: ConsentChannel = ConsentChannel.PAPER, on: date | None = None, purpose: Purpose = Purpose.TAKE_PART,
    ) -> None:
        act = self.act(happened_on=on or uk_today())
        choice = Choice(purpose, decision, channel, act.happened_on)
        casework.record_consent(case_id, self.parties(case_id)[role], choice, act)
