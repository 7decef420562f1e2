"""One invented referral from the day it came to the day it ended."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from admin.demonstration import funnel
from admin.demonstration.records import WORDING, EndOfStory, Record
from concord.web.translations import UK
from tenants.casework.models import EventKind
from tenants.casework.policy import PartyState, Stage
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import FORMS
from tenants.people.models import ContactPoint, Person
from tenants.referrals.models import Incident, Referral


class Life(Record):
    """The steps of one referral. Each step takes some days and ends the story when today is reached."""

    def live(self) -> None:
        self._receive()
        try:
            self._decide()
        except EndOfStory:
            return

    def wait(self) -> None:
        """It came, and nobody has decided about it yet."""
        self._receive()

    def _receive(self) -> None:
        add, random = self.writer.add, self.random
        kind = funnel.pick(random, funnel.INCIDENT)
        referrer_kind, source = funnel.pick(random, funnel.REFERRER)
        received = datetime.combine(self.day, time(random.randint(0, 8), random.randrange(60)), UK)
        self.role = funnel.pick(random, funnel.ROLE)
        self.from_self = referrer_kind == "self"
        self.incident = add(Incident, kind=kind, summary=random.choice(funnel.SUMMARIES[kind]),
                            area_code=self.writer.area, created_at=received)
        self.person, self.point = self._person(received)
        if self.from_self:
            self._consent(self.person, "store_and_contact", "online")
        other = not self.from_self
        self.referral = add(
            Referral, reference=self.writer.reference(), submission_key=UUID(int=random.getrandbits(128), version=4),
            incident_id=self.incident, person_id=self.person, person_role=self.role, referrer_kind=referrer_kind,
            source=source, referrer_name=funnel.name(random) if other else None,
            referrer_contact="referrer@example.org" if other else None,
            referrer_agency="Invented agency" if referrer_kind == "professional" else None,
            person_knows="yes", agreed_wording=WORDING, language="en", received_at=received, status="new",
            close_reason=None, decided_at=None, decided_by=None, case_id=None,
        )

    def _person(self, moment: datetime, other_than: str = "") -> tuple[UUID, UUID]:
        add, random = self.writer.add, self.random
        self.name = funnel.name(random, other_than)
        person = add(Person, name=self.name, language="en", created_at=moment, version=1)
        said = "self" if self.from_self else "other"
        point = add(
            ContactPoint, person_id=person, kind="phone", value=funnel.phone(random), stated_by=said,
            standing="safe" if self.from_self else "unknown", may_leave_message="no", may_text="unknown",
            created_at=moment,
        )
        return person, point

    def _decide(self) -> None:
        self._after(0, 3)
        decision: dict[str, Any] = {"decided_at": self._moment(), "decided_by": self.writer.staff.coordinator}
        referral = self.writer.rows[Referral][-1]
        if self.random.random() > funnel.ACCEPTED:
            referral |= decision | {"status": "closed", "close_reason": funnel.pick(self.random, funnel.CLOSED_AT_ONCE)}
            return
        self._open(referral["reference"], decision["decided_at"])
        referral |= decision | {"status": "accepted", "case_id": self.case["id"]}
        self._explore()

    def _reach(self, role: str, point: UUID) -> None:
        """The way was checked through whoever referred, then used, at most at the third try."""
        for row in self.writer.rows[ContactPoint][-2:]:
            if row["id"] == point and row["standing"] == "unknown":
                row["standing"] = "safe"
                self._check(role, point)
        for _ in range(self.random.choice((0, 0, 1, 2))):
            self._attempt(role, point, "no_answer")
            self._after(1, 4)

    def _explore(self) -> None:
        self._after(0, 2)
        self._reach(self.role, self.point)
        if self.random.random() > funnel.REACHED:
            self._attempt(self.role, self.point, "no_answer")
            self._after(14, 25)
            self._close(f"unable_to_contact_{self.role}", self.role, PartyState.UNABLE_TO_CONTACT)
            return
        self._attempt(self.role, self.point, "spoke")
        self._inform(self.role)
        self._move(Stage.EXPLORING)
        self._after(3, 25)
        if self.random.random() < funnel.ON_HOLD:
            self._move(Stage.ON_HOLD, "needs_time", review_on=(self.day + timedelta(weeks=6)).isoformat())
            raise EndOfStory
        if self.random.random() > funnel.EXPLORES:
            self._close(f"{self.role}_declined", self.role, PartyState.DECLINED)
            return
        self._assess()

    def _inform(self, role: str) -> None:
        self.parties[role]["state"] = PartyState.CONSIDERING
        self._event(EventKind.INFORMATION_GIVEN, party_id=self.parties[role]["id"],
                    detail={"told_by": ["spoken", "leaflet"], "offer": "wants_to_explore"})

    def _assess(self) -> None:
        other = "responsible" if self.role == "harmed" else "harmed"
        self.from_self = False
        person, point = self._person(self._moment(), self.name)
        self._party(other, person)
        self._event(EventKind.PARTY_ADDED, party_id=self.parties[other]["id"], detail={"role": other})
        self._move(Stage.ASSESSING)
        self._after(5, 25)
        self._reach(other, point)
        self._attempt(other, point, "spoke")
        if self.random.random() > funnel.BOTH_AGREE:
            denies = other == "responsible" and self.random.random() < 0.3
            self._close("responsible_denies" if denies else f"{other}_declined", other, PartyState.DECLINED)
            return
        self._inform(other)
        self._prepare()

    def _prepare(self) -> None:
        self._after(7, 30)
        for party in self.parties.values():
            self._consent(party["person_id"], "take_part", "paper")
            party["state"] = PartyState.CONSENTED
            self._event(EventKind.CONSENT_RECORDED, party_id=party["id"],
                        detail={"purpose": "take_part", "decision": "given", "channel": "paper"})
        self._move(Stage.PREPARING)
        self._after(14, 45)
        if self.random.random() > funnel.STAYS:
            role = self.random.choice(list(self.parties))
            self._close(f"{role}_withdrew", role, PartyState.WITHDRAWN)
            return
        self._meet()

    def _meet(self) -> None:
        self._move(Stage.SCHEDULED)
        self._after(7, 21)
        self._move(Stage.IN_PROCESS)
        form = funnel.pick(self.random, funnel.FORM)
        activity = self.writer.add(
            Activity, case_id=self.case["id"], form=form, form_class=FORMS[form], status=ActivityStatus.COMPLETED,
            happened_on=self.day, recorded_by=self.lead, recorded_at=self._moment(19),
        )
        for party in self.parties.values():
            party["state"] = PartyState.PARTICIPATED
        self._event(EventKind.ACTIVITY_RECORDED, self._moment(19),
                    detail={"activity": str(activity), "form": form, "form_class": str(FORMS[form])})
        self._after(1, 5)
        self._move(Stage.FOLLOW_UP)
        self._after(42, 60)
        self._close(f"completed_{FORMS[form]}")
