"""What is found out and agreed before anything is arranged: facts, needs, assessments, and talks with each person."""

from __future__ import annotations

from functools import cache
from typing import Any

from admin.demonstration import funnel
from admin.demonstration.records import Record
from tenants.assessments.assessing import LOOK_AGAIN
from tenants.assessments.models import Assessment
from tenants.assessments.policy import REVIEW_AFTER, Kind
from tenants.assessments.questions import CURRENT
from tenants.assessments.rating import suggest
from tenants.casework.kinds import Complexity, EventKind, TaskKind
from tenants.casework.policy import PartyState
from tenants.casework.record_models import CaseFacts
from tenants.meetings.models import PreparationMeeting
from tenants.people.models import PersonNeeds, Purpose


@cache
def _fine(kind: Kind, role: str) -> dict[str, str]:
    """Answers with which nothing is wrong."""
    return {
        question.code: next(answer for answer in question.answers if answer not in question.gives)
        for question in CURRENT[kind].of(role)
    }


class Preparations(Record):
    kind: str  # of what happened

    def _learn(self) -> None:
        """What is known of the case lets it go on, and its lead says that it is a standard one."""
        facts = self.writer.rows[CaseFacts][-1]
        known = funnel.facts(self.random, self.kind)
        facts |= known | {"complexity": Complexity.STANDARD, "complexity_by": self.lead, "version": 3}
        self._says(EventKind.FACTS_CHANGED, None, facts=sorted(known))
        self._says(EventKind.CLASSED, None, complexity=Complexity.STANDARD)

    def _inform(self, role: str) -> None:
        """Somebody hears what it is, and says what we may do and what they accept."""
        party = self.parties[role]
        party["state"] = PartyState.CONSIDERING
        self._says(EventKind.INFORMATION_GIVEN, role, told_by=["spoken", "leaflet"], offer="wants_to_explore")
        self._consent(role, Purpose.STORE_AND_CONTACT)
        self._consent(role, Purpose.APPROACH_OTHER)
        if role == "responsible":
            party["responsibility"] = "full"
            self._says(EventKind.FACTS_CHANGED, role, responsibility="full")

    def _agree(self, role: str) -> None:
        """Somebody knows which forms it can take, was asked what they need, and agrees in writing."""
        party, form = self.parties[role], funnel.pick(self.random, funnel.PREFERRED)
        party |= {"options_explained_on": self.day, "preferred_form": form, "state": PartyState.CONSENTED}
        self._says(EventKind.FACTS_CHANGED, role, preferred_form=form)
        needs: dict[str, str | None] = dict.fromkeys(("access", "timing", "interpreter"))
        if self._happens(funnel.NEEDS_SOMETHING):
            needs |= self.random.choice(funnel.NEEDS)
        self.writer.add(PersonNeeds, person_id=party["person_id"], asked_at=self._moment(16), asked_by=self.lead,
                        recorded_at=self._moment(16), **needs)
        self._says(EventKind.PERSON_CHANGED, role, part="needs" if any(needs.values()) else "no_needs")
        self._consent(role, Purpose.TAKE_PART)

    def _judge(self, *kinds: Kind) -> None:
        """Each person on their own, by the forms that are in use."""
        for role, party in self.parties.items():
            for kind in kinds:
                answers: dict[str, Any] = dict(_fine(kind, role))
                if kind == Kind.RISK and self._happens(funnel.MEDIUM_RISK):
                    answers[self.random.choice(("to_them", "substances", "place"))] = "medium"
                rating = suggest(CURRENT[kind], role, answers).rating
                form = CURRENT[kind].version
                self.writer.add(
                    Assessment, case_id=self.case["id"], party_id=party["id"], kind=kind, form_version=form, episode=1,
                    answers=answers, suggested=rating, rating=rating, rating_reason=None, assessed_on=self.day,
                    review_on=self.day + REVIEW_AFTER[kind], assessor_id=self.lead, recorded_at=self._moment(16),
                )
                self._says(EventKind.ASSESSED, role, kind=kind, rating=rating, form=form)
            self._look_again(role)

    def _look_again(self, role: str) -> None:
        """The risk was looked at last; when it is next is on the lead's list."""
        looked_at = self.writer.rows[Assessment][-1]
        self._done(TaskKind.ASSESSMENT_REVIEW, role)
        self._task(TaskKind.ASSESSMENT_REVIEW, looked_at["review_on"], role,
                   made_for=f"assessment_review:{looked_at['id']}", words=str(LOOK_AGAIN[Kind.RISK]))

    def _talk(self, role: str) -> None:
        """With somebody on their own, until they are ready."""
        party = self.parties[role]
        held = self.random.choice(("in_person", "in_person", "phone", "video"))
        self.writer.add(PreparationMeeting, case_id=self.case["id"], party_id=party["id"], episode=1, held=held,
                        held_on=self.day, recorded_by=self.lead, recorded_at=self._moment(17))
        self._says(EventKind.PREPARED, role, held=held)
        party["state"] = PartyState.READY
        self._says(EventKind.PARTY_STATE_CHANGED, role, state=PartyState.READY)
