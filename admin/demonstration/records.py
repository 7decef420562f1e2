"""What is written down about one invented referral and its case, as rows like those the verbs write.

The verbs would take minutes for three years of sixteen services. A test holds these rows against the rules of casework.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from admin.demonstration.writer import Writer
from concord.web.translations import UK
from tenants.casework.models import Case, CaseEvent, CaseParty, ContactAttempt, EventKind
from tenants.casework.policy import PartyState, Stage, transition
from tenants.people.models import Consent, ContactCheck
from tenants.referrals.triage_models import ConflictDeclaration

WORDING = "demonstration"


class EndOfStory(Exception):
    """The next step would lie in the future: the life goes on from here."""


class Record:
    """A day that goes on, and what a facilitator writes down on it."""

    incident: UUID  # this and what follows is known once the referral came
    person: UUID
    role: str

    def __init__(self, writer: Writer, day: date) -> None:
        self.writer, self.random, self.day = writer, writer.random, day
        self.case: dict[str, Any] = {}
        self.parties: dict[str, dict[str, Any]] = {}
        self.lead = self.random.choice(writer.staff.facilitators)

    def _after(self, least: int, most: int) -> None:
        self.day += timedelta(days=self.random.randint(least, most))
        while self.day.weekday() >= 5:
            self.day += timedelta(days=1)
        if self.day > self.writer.today:
            raise EndOfStory

    def _moment(self, hour: int | None = None) -> datetime:
        minute = self.random.randrange(60)
        return datetime.combine(self.day, time(self.random.randint(9, 16) if hour is None else hour, minute), UK)

    def _open(self, reference: str, moment: datetime) -> None:
        rows = self.writer.rows
        self.writer.add(
            Case, reference=reference, incident_id=self.incident, lead_id=self.lead, stage=Stage.ALLOCATED, episode=1,
            opened_at=moment, closed_at=None, closure_reason=None, hold_review_on=None, version=1,
        )
        self.case = rows[Case][-1]
        self._party(self.role, self.person)
        self.writer.add(ConflictDeclaration, incident_id=self.incident, account_id=self.lead, conflict=False,
                        recorded_by=self.lead, declared_at=moment)
        self._event(EventKind.OPENED, moment, party_id=self.parties[self.role]["id"], to_stage=Stage.ALLOCATED,
                    guards={"no_conflict_of_interest": True}, detail={"lead": str(self.lead)})

    def _party(self, role: str, person: UUID) -> None:
        self.writer.add(CaseParty, case_id=self.case["id"], person_id=person, role=role,
                        state=PartyState.NOT_CONTACTED, added_at=self._moment())
        self.parties[role] = self.writer.rows[CaseParty][-1]

    def _event(self, kind: EventKind, moment: datetime | None = None, **values: Any) -> None:
        defaults: dict[str, Any] = dict.fromkeys(("party_id", "from_stage", "to_stage", "guards")) | {"detail": {}}
        self.writer.add(
            CaseEvent, case_id=self.case["id"], kind=kind, happened_on=self.day, recorded_at=moment or self._moment(17),
            actor_id=self.lead, episode=1, **(defaults | values),
        )
        self.case["version"] += 1

    def _move(self, stage: Stage, reason: str | None = None, **detail: str) -> None:
        before = self.case["stage"]
        step = transition(before, stage, reason)
        if step is None:
            raise ValueError(f"the rules do not lead from {before} to {stage}")
        codes = {"transition": step.id} | ({"reason": reason} if reason else {}) | detail
        self._event(EventKind.STAGE_CHANGED, self._moment(18), from_stage=before, to_stage=stage, detail=codes,
                    guards=dict.fromkeys(step.guards, True))
        self.case["stage"] = stage
        self.case["hold_review_on"] = date.fromisoformat(detail["review_on"]) if stage == Stage.ON_HOLD else None
        if reason and stage == Stage.CLOSED:
            self.case |= {"closed_at": self._moment(18), "closure_reason": reason}

    def _close(self, reason: str, party: str | None = None, state: PartyState | None = None) -> None:
        if party and state:
            self.parties[party]["state"] = state
        self._move(Stage.CLOSED, reason)

    def _attempt(self, role: str, point: UUID, outcome: str) -> None:
        moment = self._moment()
        party = self.parties[role]["id"]
        self.writer.add(
            ContactAttempt, case_id=self.case["id"], party_id=party, contact_point_id=point, outcome=outcome,
            safe_route=True, happened_at=moment, actor_id=self.lead,
        )
        self._event(EventKind.CONTACT_ATTEMPTED, moment, party_id=party,
                    detail={"outcome": outcome, "kind": "phone", "they": False, "at": moment.isoformat()})

    def _check(self, role: str, point: UUID) -> None:
        codes = {"how": "through_professional", "outcome": "safe"}
        moment = self._moment(8)
        self.writer.add(ContactCheck, contact_point_id=point, with_whom="Whoever referred them", checked_on=self.day,
                        recorded_by=self.lead, recorded_at=moment, **codes)
        self._event(EventKind.CONTACT_CHECKED, moment, party_id=self.parties[role]["id"],
                    detail={"kind": "phone"} | codes)

    def _consent(self, person: UUID, purpose: str, channel: str) -> None:
        self.writer.add(
            Consent, person_id=person, incident_id=self.incident, purpose=purpose, decision="given", channel=channel,
            wording_version=WORDING, decided_on=self.day, recorded_at=self._moment(),
            recorded_by=None if channel == "online" else self.lead,
        )
