"""What is written down about one invented referral and its case, as rows like those the verbs write.

The verbs would take minutes for three years of sixteen services. A test holds these rows against the rules of casework.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from admin.demonstration.writer import Writer
from concord.web.translations import UK
from concord.working_days import add_working_days
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt
from tenants.casework.policy import PartyState, Stage, transition
from tenants.casework.record_models import CaseFacts, Task
from tenants.people.models import Consent, ContactCheck, Purpose
from tenants.people.wordings import newest_version
from tenants.referrals.models import Referral
from tenants.referrals.triage_models import ConflictDeclaration

EARLY = 3  # evening is morning: what happened today is on record when the demonstration is loaded at seven
# Cases that came before this are closed. Rules look at what is on record of them; nobody reads each line.
IN_FULL = timedelta(days=500)
TOLD_OF_LONG_AGO = (EventKind.INFORMATION_GIVEN, EventKind.PARTY_ADDED, EventKind.WITHDREW)


class EndOfStory(Exception):
    """The next step would lie in the future: the life goes on from here."""


class Record:
    """A day that goes on, and what a facilitator writes down on it."""

    incident: UUID  # this and what follows is known once the referral came
    person: UUID
    role: str

    def __init__(self, writer: Writer, day: date, lead: UUID | None = None) -> None:
        self.writer, self.random, self.day = writer, writer.random, day
        self.case: dict[str, Any] = {}
        self.parties: dict[str, dict[str, Any]] = {}
        self.to_do: list[dict[str, Any]] = []  # tasks of the case that nobody has done yet
        self.in_full = writer.today - day < IN_FULL
        self.lead = lead or self.random.choice(writer.staff.leads)

    def _happens(self, share: float) -> bool:
        return self.random.random() < share

    def _days(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def _after(self, least: int, most: int) -> None:
        self._on(self.day + timedelta(days=self._days(least, most)))

    def _on(self, day: date) -> None:
        """Go on to a day, or to the Monday after it."""
        while day.weekday() >= 5:
            day += timedelta(days=1)
        if day > self.writer.today:
            raise EndOfStory
        self.day = day

    def _moment(self, hour: int | None = None) -> datetime:
        minute = self.random.randrange(60)
        return self._at(time(self.random.randint(9, 16) if hour is None else hour, minute))

    def _at(self, clock: time) -> datetime:
        """A time of the day; of today an early one, in the same order, for nothing is on record before it happened."""
        midnight, at = (datetime.combine(self.day, one, UK) for one in (time(), clock))
        return midnight + (at - midnight) / EARLY if self.day == self.writer.today else at

    def _open(self, referral: dict[str, Any], moment: datetime) -> None:
        staff = self.writer.staff
        self.writer.add(
            Case, reference=referral["reference"], incident_id=self.incident, lead_id=self.lead, stage=Stage.ALLOCATED,
            opened_at=moment, closed_at=None, closure_reason=None, hold_review_on=None,
        )
        self.case = self.writer.rows[Case][-1]
        self._party(self.role, self.person)
        self.writer.add(CaseFacts, case_id=self.case["id"], searched_at=moment, searched_by=staff.coordinator)
        self.writer.add(ConflictDeclaration, incident_id=self.incident, account_id=self.lead, conflict=False,
                        recorded_by=self.lead, declared_at=moment)
        self._event(EventKind.OPENED, moment, party_id=self.parties[self.role]["id"], to_stage=Stage.ALLOCATED,
                    guards=dict.fromkeys(("no_conflict_of_interest", "searched_for_duplicates"), True),
                    detail={"lead": str(self.lead)})
        due = add_working_days(referral["received_at"].date(), self.writer.policy.first_attempt_working_days)
        self._task(TaskKind.CONTACT, due, self.role)

    def _party(self, role: str, person: UUID) -> None:
        self.writer.add(CaseParty, case_id=self.case["id"], person_id=person, role=role,
                        state=PartyState.NOT_CONTACTED, added_at=self._moment())
        self.parties[role] = self.writer.rows[CaseParty][-1]

    def _event(self, kind: EventKind, moment: datetime | None = None, **values: Any) -> UUID:
        defaults: dict[str, Any] = dict.fromkeys(("party_id", "from_stage", "to_stage", "guards", "note"))
        self.case["version"] += 1
        return self.writer.add(
            CaseEvent, case_id=self.case["id"], kind=kind, happened_on=self.day, recorded_at=moment or self._moment(17),
            actor_id=self.lead, episode=1, **(defaults | {"detail": {}} | values),
        )

    def _says(self, event: EventKind, whom: str | None, /, **detail: Any) -> None:
        """A line of the timeline, about one of the people or about none. Of long ago the least is told."""
        if self.in_full or event in TOLD_OF_LONG_AGO:
            party = self.parties[whom]["id"] if whom else None
            self._event(event, self._moment(17), party_id=party, detail=detail)

    def _move(self, stage: Stage, reason: str | None = None, *, hour: int = 18, note: str | None = None) -> UUID:
        before = self.case["stage"]
        step = transition(before, stage, reason)
        if step is None:
            raise ValueError(f"the rules do not lead from {before} to {stage}")
        codes = {"transition": step.id} | ({"reason": reason} if reason else {})
        event = self._event(EventKind.STAGE_CHANGED, self._moment(hour), from_stage=before, to_stage=stage,
                            detail=codes, guards=dict.fromkeys(step.guards, True), note=note)
        self.case |= {"stage": stage, "hold_review_on": None}
        return event

    def _hold(self, reason: str) -> None:
        review_on = self.day + timedelta(weeks=6)
        event = self._move(Stage.ON_HOLD, reason)
        self.writer.rows[CaseEvent][-1]["detail"]["review_on"] = review_on.isoformat()
        self.case["hold_review_on"] = review_on
        self._task(TaskKind.HOLD_REVIEW, review_on, made_for=f"hold_review:{event}")

    def _close(self, reason: str, party: str | None = None, state: PartyState | None = None) -> None:
        if party and state:
            self.parties[party]["state"] = state
        words = "We spoke about how it went, and everybody knows how to reach us." if "completed" in reason else None
        self._move(Stage.CLOSED, reason, note=words)
        self.case |= {"closed_at": self._moment(18), "closure_reason": reason}
        self._done()

    def _task(
        self, kind: TaskKind, due_on: date, role: str | None = None, made_for: str | None = None,
        words: str | None = None,
    ) -> None:
        if not self.in_full:
            return
        self.writer.add(
            Task, case_id=self.case["id"], party_id=self.parties[role]["id"] if role else None, kind=kind, words=words,
            owner_id=self.lead, due_on=due_on, made_for=made_for, created_by=self.lead, created_at=self._moment(),
            done_at=None, done_by=None,
        )
        self.to_do.append(self.writer.rows[Task][-1])

    def _done(self, kind: TaskKind | None = None, role: str | None = None) -> None:
        """What was to do is done: of one kind, about one of the people, or all of it."""
        party = self.parties[role]["id"] if role else None
        for task in [one for one in self.to_do if kind in {None, one["kind"]} and party in {None, one["party_id"]}]:
            task |= {"done_at": self._moment(18), "done_by": self.lead}
            self.to_do.remove(task)

    def _attempt(self, role: str, point: UUID, outcome: str) -> None:
        moment = self._moment()
        party = self.parties[role]["id"]
        self.writer.add(
            ContactAttempt, case_id=self.case["id"], party_id=party, contact_point_id=point, outcome=outcome,
            safe_route=True, happened_at=moment, actor_id=self.lead,
        )
        self._event(EventKind.CONTACT_ATTEMPTED, moment, party_id=party,
                    detail={"outcome": outcome, "kind": "phone", "they": False, "at": moment.isoformat()})
        self._done(TaskKind.CONTACT, role)
        if outcome != "spoke":
            self._task(TaskKind.CONTACT, add_working_days(self.day, 1), role)

    def _check(self, role: str, point: UUID) -> None:
        codes = {"how": "through_professional", "outcome": "safe"}
        moment = self._moment(8)
        self.writer.add(ContactCheck, contact_point_id=point, with_whom="Whoever referred them", checked_on=self.day,
                        recorded_by=self.lead, recorded_at=moment, **codes)
        self._event(EventKind.CONTACT_CHECKED, moment, party_id=self.parties[role]["id"],
                    detail={"kind": "phone"} | codes)

    def _online(self, person: UUID) -> None:
        """What somebody ticked when they referred themselves."""
        self._ledger(person, Purpose.STORE_AND_CONTACT, "given", "online", recorded_by=None)

    def _consent(self, role: str, purpose: Purpose, decision: str = "given", channel: str = "paper") -> None:
        self._ledger(self.parties[role]["person_id"], purpose, decision, channel, recorded_by=self.lead)
        if decision == "given":
            self._says(EventKind.CONSENT_RECORDED, role, purpose=purpose, decision=decision, channel=channel)

    def _ledger(self, person: UUID, purpose: Purpose, decision: str, channel: str, recorded_by: UUID | None) -> None:
        self.writer.add(
            Consent, person_id=person, incident_id=self.incident, purpose=purpose, decision=decision, channel=channel,
            wording_version=newest_version(purpose), decided_on=self.day, recorded_at=self._moment(),
            recorded_by=recorded_by,
        )

    @property
    def _referral(self) -> dict[str, Any]:
        return self.writer.rows[Referral][-1]
