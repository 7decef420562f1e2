"""Cases to act on, made through the verbs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from assessing import assess, qualify
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from harness import Service, StaffAccount, Visitor, World, page_text, soup
from tenants.assessments.service import classify
from tenants.casework import facts
from tenants.casework import service as casework
from tenants.casework.kinds import AttemptOutcome, Complexity, Responsibility
from tenants.casework.models import Case, CaseParty
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import Stage
from tenants.casework.service import Act, Attempt, Offer, OtherPerson, ToldBy
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_offs import decide_sign_off, request_sign_off
from tenants.people.models import Answer, ConsentChannel, ContactKind, ContactPoint, Decision, Purpose
from tenants.people.service import Choice, WayToReach
from tenants.referrals.answers import Answers
from tenants.referrals.models import PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive

SAFE_PHONE = WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=Answer.YES, may_leave_message=Answer.NO)
THEIR_PHONE = replace(SAFE_PHONE, value="+447700900321")  # what both sides hold is blocked


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
            other = OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (THEIR_PHONE,))
            casework.add_other_person(case_id, other, self.act())
        return case_id

    def parties(self, case_id: UUID) -> dict[str, UUID]:
        """Party ids by role; whoever stands in for one of them is none of them."""
        statement = select(CaseParty.role, CaseParty.id).where(
            CaseParty.case_id == case_id, CaseParty.stands_in_for_id.is_(None)
        )
        return {row.role: row.id for row in db.session.execute(statement)}

    def way(self, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> UUID:
        """The first way to reach a party."""
        statement = (
            select(ContactPoint.id).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
            .where(CaseParty.case_id == case_id, CaseParty.role == role).order_by(ContactPoint.created_at)
        )
        return db.session.execute(statement).scalars().first() or pytest.fail("no way to reach them")

    def stage(self, case_id: UUID) -> str:
        return db.session.get_one(Case, (scope.current_tenant_id(), case_id), populate_existing=True).stage

    def speak(self, case_id: UUID, role: PartyRole = PartyRole.HARMED, **changes: object) -> None:
        act = self.act()
        way = self.way(case_id, role)
        attempt = Attempt(way, AttemptOutcome.SPOKE, they_contacted_us=False, happened_at=act.moment)
        casework.record_contact(case_id, replace(attempt, **changes), act)  # type: ignore[arg-type]  # fields of Attempt

    def agree(self, case_id: UUID, role: PartyRole, *, on: date | None = None, **changes: object) -> None:
        """A party agrees to take part, on paper, unless told otherwise."""
        act = self.act(happened_on=on or uk_today())
        choice = Choice(Purpose.TAKE_PART, Decision.GIVEN, ConsentChannel.PAPER, act.happened_on)
        choice = replace(choice, **changes)  # type: ignore[arg-type]  # fields of Choice
        casework.record_consent(case_id, self.parties(case_id)[role], choice, act)

    def inform(self, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> None:
        """A party hears what restorative justice is and which forms it takes, and agrees to all that goes before."""
        party, act = self.parties(case_id)[role], self.act()
        casework.give_information(case_id, party, (ToldBy.SPOKEN,), Offer.WANTS_TO_EXPLORE, act)
        facts.explain_options(case_id, party, "direct", act)
        for purpose in (Purpose.STORE_AND_CONTACT, Purpose.APPROACH_OTHER):
            self.agree(case_id, role, purpose=purpose)
        if role == PartyRole.RESPONSIBLE:
            facts.say_responsibility(case_id, party, Responsibility.FULL, act)

    def know(self, case_id: UUID, **changes: object) -> None:
        """What is known of the case lets it go on, unless told otherwise."""
        known = {
            "proceedings": "concluded", "no_contact_order": "no", "domestic_abuse": "no", "sexual_harm": "no",
            "youth_justice": "not_under_18",
        }
        facts.change_facts(case_id, known | changes, self.act())

    def approve(self, case_id: UUID, supervisor: StaffAccount, kind: SignOffKind) -> None:
        """A supervisor approves what is asked for."""
        asked = request_sign_off(case_id, kind, self.act(note="There is a good reason."))
        act = self.act(actor_id=supervisor.id, role=Role.CASE_SUPERVISOR)
        decide_sign_off(case_id, asked, SignOffDecision.APPROVED, act)

    def at(self, stage: Stage) -> UUID:
        """A case of two people that has come to a stage, with all that its guards ask for."""
        case_id = self.case_of_two()
        with self.world.inside(self.service):
            self.begin(case_id)
            for step in list(Stage)[1 : list(Stage).index(stage) + 1]:
                self.satisfy(case_id, step)
                casework.move(case_id, step, self.act())
        return case_id

    def begin(self, case_id: UUID) -> None:
        """What is done early: people are told and agree, and what is known is written down."""
        self.speak(case_id)
        self.settle(case_id)
        for role, party_id in self.parties(case_id).items():
            self.inform(case_id, PartyRole(role))
            self.agree(case_id, PartyRole(role))
            confirm_needs(case_id, party_id, self.act())

    def settle(self, case_id: UUID) -> None:
        """What is known of the case, and of its lead, lets it go on."""
        self.know(case_id)
        classify(case_id, Complexity.STANDARD, self.act(), against=False)
        qualify(db.session.get_one(Case, (scope.current_tenant_id(), case_id)).lead_id)

    def satisfy(self, case_id: UUID, step: Stage) -> None:
        """What the guards of the move to this stage ask for, after `begin`."""
        import following
        import meeting  # these build on this module

        if step == Stage.PREPARING:
            assess(case_id, self.act())
        elif step == Stage.SCHEDULED:
            meeting.ready_meeting(self, case_id)
        elif step == Stage.IN_PROCESS:
            meeting.confirm_all(self, case_id)
        elif step == Stage.FOLLOW_UP:
            meeting.hold_meeting(self, case_id)
        elif step == Stage.CLOSED:
            following.follow_to_the_end(self, case_id)


def send(visitor: Visitor, path: str, **answers: object) -> str:
    """Fill in the form of a page and send it; the words of the page it leads to."""
    answer = visitor.submit(path, answers)
    assert answer.status_code == 303, page_text(answer)
    return page_text(visitor.follow())


def value_of(visitor: Visitor, path: str, name: str, word: str) -> str:
    """The value of the answer on a page whose label holds a word."""
    page = soup(visitor.get(path))
    for control in page.select(f"[name={name}]"):
        label = page.find("label", attrs={"for": str(control.get("id"))})
        if label and word in label.get_text():
            return str(control["value"])
    return pytest.fail(f"no answer {word} for {name}")
