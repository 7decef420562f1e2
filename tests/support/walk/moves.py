"""How a case moves on the walk: on, back, to the end, and on again."""

from __future__ import annotations

from datetime import timedelta

from assessing import assess
from following import follow_to_the_end
from hypothesis import strategies as st
from hypothesis.stateful import rule
from meeting import confirm_all, hold_meeting, ready_meeting

from concord.web.dates import uk_today
from tenants.casework import reopening
from tenants.casework import service as casework
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.meetings import service as meetings
from tenants.meetings.queries import open_activity_id
from tenants.rights import service as rights
from walk.ground import DAYS, MAYBE, SELDOM, Walking


class Moves(Walking):
    """The moves of the team, with and without what they need."""

    @rule(to=st.sampled_from([*Stage, None]), reason=st.sampled_from([
        None, "completed_direct", "unsafe", "unable_to_contact_harmed", "harmed_declined", "died", "nonsense"]),
        who=st.sampled_from(["lead", "lead", "supervisor", "manager"]), days=DAYS, words=MAYBE, override=MAYBE)
    def move_anywhere(  # noqa: PLR0917 - all that a move can be asked with
        self, to: Stage | None, reason: str | None, who: str, days: int, words: bool, override: bool
    ) -> None:
        act = self.act(who, days, words=words)
        self.attempt(f"to {to}", lambda: casework.move(self.case_id, to, act, reason=reason, override=override))

    @rule(days=DAYS, prepare=MAYBE)
    def go_on(self, days: int, prepare: bool) -> None:
        """The next stage, often with all that it needs."""
        follows = {
            "allocated": Stage.EXPLORING, "exploring": Stage.ASSESSING, "assessing": Stage.PREPARING,
            "preparing": Stage.SCHEDULED, "scheduled": Stage.IN_PROCESS, "in_process": Stage.FOLLOW_UP,
            "follow_up": Stage.CLOSED, "on_hold": None,
        }
        stage = self.kept.row("SELECT stage FROM cases WHERE id = :case")["stage"]
        if stage not in follows:
            return
        target = follows[stage]
        if prepare and target:
            self.attempt(f"ready for {target}", lambda: self.make_ready(target))
        reason = "completed_direct" if target == Stage.CLOSED else None
        self.attempt(
            f"on to {target}", lambda: casework.move(self.case_id, target, self.act(days=days), reason=reason)
        )

    @rule()
    def go_on_well(self) -> None:
        """The next stage with all that it needs: walks come far by it."""
        self.go_on(days=0, prepare=True)

    @rule()
    def go_on_better(self) -> None:
        """The same, after what had gone wrong was put right as far as people can."""
        self.put_right()
        self.go_on(days=0, prepare=True)

    @rule()
    def put_right(self) -> None:
        lead = self.ground.actors["lead"][0]
        self.attempt("lift", lambda: casework.declare_conflict(
            self.case_id, lead, self.act("supervisor"), conflict=False
        ))
        self.attempt("begin", lambda: self.cases.begin(self.case_id))

    def make_ready(self, target: Stage) -> None:
        if target in {Stage.EXPLORING, Stage.ASSESSING}:
            self.cases.begin(self.case_id)
        elif target == Stage.PREPARING:
            assess(self.case_id, self.act())
        elif target == Stage.SCHEDULED:
            if activity_id := open_activity_id(self.case_id):
                meetings.cancel(self.case_id, activity_id, self.act())
            assess(self.case_id, self.act())
            ready_meeting(self.cases, self.case_id, form=self.form())
        elif target in {Stage.IN_PROCESS, Stage.FOLLOW_UP} and open_activity_id(self.case_id) is None:
            return  # it was stopped
        elif target == Stage.IN_PROCESS:
            confirm_all(self.cases, self.case_id)
        elif target == Stage.FOLLOW_UP:
            hold_meeting(self.cases, self.case_id, form=self.form())
        else:
            follow_to_the_end(self.cases, self.case_id)

    def form(self) -> str:
        return "proxy" if self.kept.standing_in() else "conf_f2f"

    @rule(reason=st.sampled_from(["court", "needs_time", "illness"]), weeks=st.integers(0, 10), days=DAYS)
    def hold(self, reason: str, weeks: int, days: int) -> None:
        review_on = uk_today() + timedelta(weeks=weeks)
        self.attempt("hold", lambda: casework.move(
            self.case_id, Stage.ON_HOLD, self.act(days=days), reason=reason, review_on=review_on
        ))

    @rule()
    def stop(self) -> None:
        activity_id = open_activity_id(self.case_id)
        if activity_id:
            self.attempt("stop", lambda: meetings.stop(self.case_id, activity_id, self.act()))

    @rule(reason=st.sampled_from(["harmed_asked", "responsible_asked", "item_broken"]), days=DAYS)
    def reopen(self, reason: str, days: int) -> None:
        lead = self.ground.actors["lead"][0]
        self.attempt(
            "reopen", lambda: reopening.reopen(self.case_id, reason, lead, self.act(days=days), conflict=False)
        )

    @rule(who=st.sampled_from(["manager", "manager", "supervisor", "lead"]),
          holds=st.sampled_from([None, None, None, None, True, False]), seldom=SELDOM)
    def erase(self, who: str, holds: bool | None, seldom: int) -> None:
        """The lead asks and somebody decides; sometimes a legal hold comes or goes, or the case ends for it."""
        def do() -> None:
            asked = rights.ask(self.case_id, SignOffKind.ERASING_UPHELD, self.act())
            rights.decide(self.case_id, asked, SignOffDecision.APPROVED, self.act(who))

        if holds is not None:
            self.attempt("legal hold", lambda: rights.hold(self.case_id, self.act(), holds=holds))
        if not seldom:
            self.attempt("end", lambda: casework.move(self.case_id, Stage.CLOSED, self.act(), reason="died"))
        self.attempt("erase", do)
