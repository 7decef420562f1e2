"""The meeting or exchange of an invented case: its plan, its day, and what was agreed at it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from admin.demonstration import funnel
from admin.demonstration.preparations import Preparations
from concord.web.translations import UK
from tenants.agreements.models import Agreement, AgreementItem
from tenants.assessments.policy import Kind
from tenants.casework.kinds import Duty, EventKind, TaskKind
from tenants.casework.models import CaseMember
from tenants.casework.policy import PartyState, Stage
from tenants.meetings.exchange_models import Exchange
from tenants.meetings.models import Activity, ActivityFacilitator, ActivityParty
from tenants.meetings.policy import FORMS, IN_A_ROOM, WRITTEN_OR_RECORDED, ActivityStatus


class Gatherings(Preparations):
    plan: dict[str, Any]  # the row of the meeting or exchange, once it is planned
    said: dict[str, dict[str, Any]]  # what each person says to it

    def _meeting_day(self) -> date:
        day = self.day + timedelta(days=self._days(7, 13))
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)

    def _form(self) -> str:
        return funnel.pick(self.random, funnel.FORM)

    def _arrange(self) -> None:
        """A plan with two facilitators, in a suitable place, to which both agree: a date is arranged."""
        writer, form = self.writer, self._form()
        starts_at = datetime.combine(self._meeting_day(), time(self.random.randint(10, 15)), UK)
        writer.add(
            Activity, case_id=self.case["id"], form=form, form_class=FORMS[form], status=ActivityStatus.PLANNED,
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), venue_id=self._venue(form), script="iirp-1",
            recorded_by=self.lead, recorded_at=self._moment(10), changed_at=self._moment(10),
        )
        self.plan = writer.rows[Activity][-1]
        second = self.random.choice([one for one in writer.staff.facilitators if one != self.lead])
        writer.add(CaseMember, case_id=self.case["id"], account_id=second, duty=Duty.SECOND_FACILITATOR,
                   added_at=self._moment(10))
        for duty, account in (("lead", self.lead), ("second", second)):
            writer.add(ActivityFacilitator, activity_id=self.plan["id"], account_id=account, duty=duty)
        self._changed(status=ActivityStatus.PLANNED)
        self.said = {role: self._agrees_to_plan(role) for role in self.parties}
        if form in WRITTEN_OR_RECORDED:
            self._write_to_each_other(second)
        self._judge(Kind.RISK)
        self._move(Stage.SCHEDULED)
        self._becomes(ActivityStatus.CONFIRMED)

    def _becomes(self, status: ActivityStatus, **more: Any) -> None:
        self.plan |= {"status": status, "sequence": self.plan["sequence"] + 1, **more}
        self._changed(status=status)

    def _venue(self, form: str) -> UUID | None:
        return self.random.choice(self.writer.venues) if form in IN_A_ROOM else None

    def _agrees_to_plan(self, role: str) -> dict[str, Any]:
        self.writer.add(ActivityParty, activity_id=self.plan["id"], party_id=self.parties[role]["id"],
                        agreed_on=self.day)
        self._changed(role, said="agreed")
        return self.writer.rows[ActivityParty][-1]

    def _write_to_each_other(self, second: UUID) -> None:
        """One side gives us a letter; one of us reads it and another checks it."""
        sender, receiver = (self.parties[role]["id"] for role in ("responsible", "harmed"))
        self.writer.add(
            Exchange, activity_id=self.plan["id"], from_party_id=sender, to_party_id=receiver, kind="letter",
            audience="responsible", words=funnel.LETTER, recorded_by=self.lead, recorded_at=self._moment(11),
            read_at=self._moment(12), read_by=self.lead, checked_at=self._moment(14), checked_by=second,
            approved_at=self._moment(15), approved_by=self.lead,
        )
        for step in ("written", "read", "checked", "approved"):
            self._changed(exchange=str(self.writer.rows[Exchange][-1]["id"]), step=step)

    def _begin(self) -> None:
        """On the day both say again that they want to go on, the facilitators are there, and no new risk came up."""
        self._done(TaskKind.ASSESSMENT_REVIEW)
        for role, said in self.said.items():
            said |= {"confirmed": "yes", "confirmed_on": self.day}
            self._changed(role, said="goes_on")
        for facilitator in self.writer.rows[ActivityFacilitator][-2:]:
            facilitator["present_on"] = self.day
        self._move(Stage.IN_PROCESS)
        self._becomes(ActivityStatus.UNDER_WAY, began_at=self._moment(18))

    def _meet(self) -> None:
        """It takes place; each person is asked how they are, and most agree on something."""
        form = self.plan["form"]
        agreed = self._happens(funnel.AGREEMENT)
        self._becomes(ActivityStatus.COMPLETED, happened_on=self.day, ended_at=self._moment(20), ground_rules="1",
                      agreement_reached=agreed)
        for role, said in self.said.items():
            welfare = funnel.pick(self.random, funnel.WELFARE)
            said |= {"attended": True, "welfare": welfare, "welfare_on": self.day}
            self.parties[role]["state"] = PartyState.PARTICIPATED
        self._hand_over_letters()
        self._event(EventKind.ACTIVITY_RECORDED, self._moment(21),
                    detail={"activity": str(self.plan["id"]), "form": form, "form_class": str(FORMS[form])})
        for role, said in self.said.items():
            self._changed(role, welfare=said["welfare"])
        if agreed:
            self._agree_on(*self.random.choice(funnel.AGREED_ON))

    def _hand_over_letters(self) -> None:
        if self.plan["form"] in WRITTEN_OR_RECORDED:
            self.writer.rows[Exchange][-1] |= {
                "audience": "both", "released_at": self._moment(19), "released_by": self.lead,
                "passed_on_at": self._moment(20), "passed_on_by": self.lead,
            }

    def _agree_on(self, kind: str, words: str) -> None:
        responsible, moment = self.parties["responsible"]["id"], self._moment(21)
        agreement = self.writer.add(
            Agreement, case_id=self.case["id"], party_id=responsible, activity_id=self.plan["id"], episode=1,
            status="agreed", made_on=self.day, made_by=self.lead,
        )
        self.writer.add(
            AgreementItem, agreement_id=agreement, position=1, kind=kind, words=words, owner_party_id=responsible,
            due_on=self.day + timedelta(weeks=3), status="agreed", accepted_harmed_at=moment,
            accepted_responsible_at=moment,
        )
        self.item = self.writer.rows[AgreementItem][-1]
        for what, role in (("added", "responsible"), ("accepted", "harmed"), ("accepted", "responsible")):
            self._of_item(what, role)

    item: dict[str, Any] | None = None  # what was agreed to, if anything was

    def _of_item(self, what: str, role: str) -> None:
        assert self.item is not None  # noqa: S101 - for types: only called once there is one
        self._says(EventKind.AGREEMENT_CHANGED, role, what=what, kind=self.item["kind"], status=self.item["status"],
                   item=str(self.item["id"]))

    def _changed(self, role: str | None = None, **codes: str) -> None:
        """A line of the timeline about the plan."""
        self._says(EventKind.MEETING_CHANGED, role, activity=str(self.plan["id"]), **codes)
