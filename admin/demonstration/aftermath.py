"""What comes after the meeting or exchange of an invented case: how people are, what was done, what they think."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from admin.demonstration import funnel
from admin.demonstration.gatherings import Gatherings
from tenants.agreements.follow_ups import dates
from tenants.agreements.models import Agreement, FollowUp
from tenants.agreements.policy import FollowUpKind
from tenants.casework.kinds import EventKind, TaskKind
from tenants.feedback.models import SurveyAnswer, SurveyInvitation, WellbeingScore
from tenants.feedback.policy import QUESTIONS_VERSION, Need
from tenants.people.models import Purpose


class Aftermath(Gatherings):
    asked: dict[tuple[str, str], dict[str, Any]]  # whom we ask how they are, by when: rows

    def _plan_follow_up(self) -> None:
        """By when each person is asked how they are, as the service sets it; months later only who wants that."""
        met_on, self.asked = self.plan["happened_on"], {}
        for kind, due_on in dates(met_on, self.writer.policy).items():
            if kind == FollowUpKind.MONTHS:
                continue
            for role, party in self.parties.items():
                row = self.writer.add(
                    FollowUp, case_id=self.case["id"], party_id=party["id"], episode=1, kind=kind, met_on=met_on,
                    due_on=due_on, first_tried_on=None, done_on=None, outcome=None,
                )
                self.asked[kind, role] = self.writer.rows[FollowUp][-1]
                self._task(TaskKind.FOLLOW_UP, due_on, role, made_for=f"follow_up:{row}")

    def _ask_how_they_are(self, kind: FollowUpKind) -> None:
        for role in self.parties:
            row = self.asked[kind, role]
            row |= {"attempts": 1, "first_tried_on": self.day, "done_on": self.day, "outcome": "reached"}
            self._says(EventKind.FOLLOWED_UP, role, kind=kind, outcome="reached", attempt=1)
            self._done_for(f"follow_up:{row['id']}")

    def _done_for(self, made_for: str) -> None:
        for task in [one for one in self.to_do if one["made_for"] == made_for]:
            task |= {"done_at": self._moment(18), "done_by": self.lead}
            self.to_do.remove(task)

    def _keep_promise(self) -> None:
        """What was agreed to is done, or it is not; the person harmed hears of it from a person."""
        if self.item is None:
            return
        status = "completed" if self._happens(funnel.KEPT) else "not_completed"
        self.item |= {"status": status, "ended_on": self.day, "version": 4, "harmed_told_on": self.day,
                      "harmed_told_by": self.lead, "harmed_told_how": "phone"}
        self.writer.rows[Agreement][-1]["status"] = "ended"
        self._of_item("ended", "responsible")
        self._of_item("told", "responsible")

    def _ask_what_they_think(self) -> None:
        """By phone; whoever does not want to be asked is not, and that is written down."""
        for role in self.parties:
            wants = self._happens(funnel.WANT_TO_BE_ASKED)
            if wants:
                self._consent(role, Purpose.SURVEY)
            status = "not_offered" if not wants else "answered" if self._happens(funnel.ANSWER) else "declined"
            invitation = self.writer.add(
                SurveyInvitation, case_id=self.case["id"], party_id=self.parties[role]["id"], episode=1, status=status,
                why_not=None if wants else "no_consent", offered_on=self.day, recorded_by=self.lead,
            )
            if status == "answered":
                self._answer(invitation)
            self._says(EventKind.SURVEYED, role, what=status)
            self._score(role, "end")

    def _answer(self, invitation: UUID) -> None:
        good = self.random.choices((3, 4, 5), weights=(1, 3, 6), k=4)
        self.writer.add(
            SurveyAnswer, invitation_id=invitation, questions_version=QUESTIONS_VERSION, through="phone",
            answered_on=self.day, satisfied=good[0], heard=good[1], safe=good[2], voluntary=1, coping=good[3],
            recommend=self.random.randint(7, 10), words=self.random.choice((None, None, *funnel.THOUGHTS)),
            recorded_by=self.lead,
        )

    def _score(self, role: str, moment: str) -> None:
        """How they cope, at the start and at the end: mostly better."""
        if not self.in_full:
            return
        better = 1 if moment == "end" else 0
        needs = {str(need): min(5, self.random.randint(2, 4) + better) for need in Need}
        self.writer.add(WellbeingScore, case_id=self.case["id"], party_id=self.parties[role]["id"], episode=1,
                        moment=moment, scored_on=self.day, recorded_by=self.lead, recorded_at=self._moment(17), **needs)
        self._says(EventKind.SURVEYED, role, what=f"scored_{moment}")

    def _weeks_later(self) -> None:
        """Not before it is due."""
        due_on = self.asked[FollowUpKind.WEEKS, self.role]["due_on"]
        self._on(max(due_on, self.day + timedelta(days=self._days(7, 14))))
