"""One invented referral from the day it came to the day it ended."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from admin.demonstration import funnel
from admin.demonstration.aftermath import Aftermath
from admin.demonstration.records import EndOfStory
from concord.working_days import add_working_days
from tenants.agreements.policy import FollowUpKind
from tenants.assessments.policy import Kind
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.policy import ACTIVE, OUT, PartyState, Stage
from tenants.meetings.policy import FORMS
from tenants.people.models import ContactPoint, Person, Purpose
from tenants.referrals.models import Incident, Referral
from tenants.referrals.wording import FOR_MYSELF, FOR_PEOPLE


class Life(Aftermath):
    """The steps of one referral. Each step takes some days and ends the story when today is reached."""

    def live(self) -> None:
        self._receive()
        try:
            self._decide()
        except EndOfStory:
            if self.case and self.case["stage"] in ACTIVE:
                self._leave_something_to_do()

    def wait(self) -> None:
        """It came, and nobody has decided about it yet."""
        self._receive()

    def _receive(self) -> None:
        add, random = self.writer.add, self.random
        self.kind = funnel.pick(random, funnel.INCIDENT)
        referrer_kind, source = funnel.pick(random, funnel.REFERRER)
        received = self._at(time(random.randint(0, 8), random.randrange(60)))
        self.role = funnel.pick(random, funnel.ROLE)
        self.from_self = referrer_kind == "self"
        self.incident = add(Incident, kind=self.kind, summary=random.choice(funnel.SUMMARIES[self.kind]),
                            area_code=self.writer.area, created_at=received)
        self.person, self.point = self._person(received)
        if self.from_self:
            self._online(self.person)
        other = not self.from_self
        self.referral = add(
            Referral, reference=self.writer.reference(), submission_key=self.writer.key(), incident_id=self.incident,
            person_id=self.person, person_role=self.role, referrer_kind=referrer_kind, source=source,
            referrer_name=funnel.name(random) if other else None,
            referrer_contact="referrer@example.org" if other else None,
            referrer_agency="Invented agency" if referrer_kind == "professional" else None,
            person_knows="yes", agreed_wording=FOR_PEOPLE if other else FOR_MYSELF, language="en", received_at=received,
            status="new", close_reason=None, decided_at=None, decided_by=None, case_id=None,
        )

    def _person(self, moment: datetime, other_than: str = "") -> tuple[UUID, UUID]:
        add, random = self.writer.add, self.random
        self.name = funnel.name(random, other_than)
        person = add(Person, name=self.name, language="en", created_at=moment)
        said = "self" if self.from_self else "other"
        point = add(
            ContactPoint, person_id=person, kind="phone", value=self.writer.phone(), stated_by=said,
            standing="safe" if self.from_self else "unknown", may_leave_message="no", may_text="unknown",
            created_at=moment,
        )
        return person, point

    def _decide(self) -> None:
        self._after(0, 3)
        decision: dict[str, Any] = {"decided_at": self._moment(9), "decided_by": self.writer.staff.coordinator}
        referral = self._referral
        if not self._happens(funnel.ACCEPTED):
            referral |= decision | {"status": "closed", "close_reason": funnel.pick(self.random, funnel.CLOSED_AT_ONCE)}
            return
        self._open(referral, decision["decided_at"])
        referral |= decision | {"status": "accepted", "case_id": self.case["id"]}
        self._explore()

    def _reach(self, role: str, point: UUID) -> None:
        """The way was checked through whoever referred, then used, at most at the third try."""
        for row in self.writer.rows[ContactPoint][-2:]:
            if row["id"] == point and row["standing"] == "unknown":
                row["standing"] = "safe"
                self._check(role, point)
        for _ in range(self._days(0, 2)):
            self._attempt(role, point, "no_answer")
            self._after(1, 4)

    def _explore(self) -> None:
        self._after(0, 2)
        self._learn()
        self._reach(self.role, self.point)
        if not self._happens(funnel.REACHED):
            self._give_up()
            return
        self._attempt(self.role, self.point, "spoke")
        self._inform(self.role)
        self._move(Stage.EXPLORING)
        self._after(3, 25)
        if self._happens(funnel.ON_HOLD):
            self._hold("needs_time")
            self._after(30, 50)
            self._close(f"{self.role}_declined", self.role, PartyState.DECLINED)
        elif not self._happens(funnel.EXPLORES):
            self._close(f"{self.role}_declined", self.role, PartyState.DECLINED)
        else:
            self._assess()

    def _give_up(self) -> None:
        """Three tries at least, over more than ten working days."""
        for _ in range(3):
            self._attempt(self.role, self.point, "no_answer")
            self._after(6, 8)
        self._after(3, 8)
        self._close(f"unable_to_contact_{self.role}", self.role, PartyState.UNABLE_TO_CONTACT)

    def _assess(self) -> None:
        other = "responsible" if self.role == "harmed" else "harmed"
        self.from_self = False
        person, point = self._person(self._moment(), self.name)
        self._party(other, person)
        self._says(EventKind.PARTY_ADDED, other, role=other)
        self._move(Stage.ASSESSING)
        self._after(5, 25)
        self._reach(other, point)
        self._attempt(other, point, "spoke")
        if not self._happens(funnel.BOTH_AGREE):
            denies = other == "responsible" and self.random.random() < 0.3
            self._close("responsible_denies" if denies else f"{other}_declined", other, PartyState.DECLINED)
            return
        self._inform(other)
        self._prepare()

    def _prepare(self) -> None:
        self._after(7, 30)
        for role in self.parties:
            self._agree(role)
            self._score(role, "start")
        self._judge(*Kind)
        self._move(Stage.PREPARING)
        self._after(7, 20)
        for role in self.parties:
            self._talk(role)
        self._judge(Kind.RISK)
        self._after(7, 25)
        if not self._happens(funnel.STAYS):
            self._withdraw(self.random.choice(list(self.parties)))
            return
        self._arrange()
        self._on(self.plan["starts_at"].date())
        self._begin()
        self._meet()
        self._after(1, 5)
        self._move(Stage.FOLLOW_UP)
        self._plan_follow_up()
        self._follow_up()

    def _withdraw(self, role: str) -> None:
        self._consent(role, Purpose.TAKE_PART, "withdrawn", "spoken")
        self._says(EventKind.WITHDREW, role, **{"from": "taking_part", "channel": "spoken"})
        self._close(f"{role}_withdrew", role, PartyState.WITHDRAWN)

    def _follow_up(self) -> None:
        self._after(1, 3)
        self._ask_how_they_are(FollowUpKind.DAYS)
        self._after(10, 18)
        self._keep_promise()
        self._weeks_later()
        self._ask_how_they_are(FollowUpKind.WEEKS)
        self._ask_what_they_think()
        self._close(f"completed_{FORMS[self.plan['form']]}")

    def _leave_something_to_do(self) -> None:
        """Where the story stops, somebody is to be contacted next: soon, today, or some days ago."""
        waiting = [role for role, party in self.parties.items() if party["state"] not in OUT]
        if waiting and not any(task["kind"] == TaskKind.CONTACT for task in self.to_do):
            start = self.writer.today if self._happens(funnel.ON_TIME) else self.day
            self._task(TaskKind.CONTACT, add_working_days(start, self.random.randint(0, 6)), waiting[-1])
