"""A random walk over a case: whatever is done, and in whatever order, it never comes to where DOMAIN E2 forbids it.

What is forbidden is written out here by hand, from E2, and asked of the rows themselves; the table of moves and the
guards are not read. `STATE_MACHINE_STEPS=30000 .venv/bin/pytest -s tests/tenants/casework/test_state_machine.py` walks
that many steps on a new way each time; without it, some hundred on the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, ClassVar
from uuid import UUID

import pytest
from assessing import assess
from cases import Casework
from following import follow_to_the_end
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from meeting import confirm_all, hold_meeting, ready_meeting
from sqlalchemy import text

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from tenants.assessments.policy import Kind, Rating
from tenants.assessments.service import classify
from tenants.casework import facts, reopening, sign_offs, telling_words
from tenants.casework import service as casework
from tenants.casework.ending import tell_of_end
from tenants.casework.kinds import AttemptOutcome, Complexity, Responsibility, ToldHow
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import PartyState, Stage
from tenants.casework.service import Act, NoSuchCase, Refused
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.standing_in import stand_in
from tenants.casework.withdrawal import From, withdraw
from tenants.meetings import service as meetings
from tenants.meetings.queries import open_activity_id
from tenants.people.models import Answer, ConsentChannel, ContactKind, Decision, Purpose, StatedBy
from tenants.people.service import Choice, WayToReach
from tenants.referrals.models import PartyRole
from tenants.rights import service as rights

STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "0"))
A_WALK = 50 if STEPS else 30
WALKS = max(1, STEPS // A_WALK) if STEPS else 10

# DOMAIN E2, column "from → to", as this service has it: where a case may go from each stage.
ON = {"allocated", "exploring", "assessing", "preparing", "scheduled", "in_process", "follow_up"}
WAYS: dict[str, set[str]] = {
    "allocated": {"exploring"}, "exploring": {"assessing"}, "assessing": {"preparing"}, "preparing": {"scheduled"},
    "scheduled": {"in_process", "preparing"}, "in_process": {"follow_up", "preparing"}, "follow_up": set(),
    "on_hold": ON | {"on_hold"}, "closed": {"allocated", "erased"}, "erased": set(),
}
FORWARD = {("allocated", "exploring"), ("exploring", "assessing"), ("assessing", "preparing"),
           ("preparing", "scheduled"), ("scheduled", "in_process")}
# What a manager may set aside (E2, "M override"); what people agreed to, conflicts and safe contact are not among it.
MAY_BE_SET_ASIDE = {"information_given", "tried_long_enough", "needs_asked", "options_explained", "welfare_checked",
                    "followed_up", "surveys_offered"}
# Where somebody's words stand that belong to a case itself.
WORDS = (("case_events", "note"), ("tasks", "words"), ("sign_offs", "words"), ("sign_offs", "comment"),
         ("assessments", "answers"), ("agency_records", "words"), ("note_tokens", "token"))
OUT = "('declined', 'withdrawn', 'unable_to_contact', 'unsuitable', 'deceased', 'absent')"
MAYBE = st.booleans()
DAYS = st.sampled_from([0, 0, 0, 1, 5, 30])
SELDOM = st.integers(0, 3)  # does something when it is 0
ROLES = st.sampled_from(list(PartyRole))


@dataclass(frozen=True)
class Ground:
    """What every walk begins from: a service, its people, and cases that came to some stages already."""

    cases: Casework
    starts: list[UUID]
    actors: dict[str, tuple[UUID, Role]]


class Walk(RuleBasedStateMachine):
    """One case, and everything that anybody may do with it. Nothing is kept after the walk."""

    ground: ClassVar[Ground]
    steps: ClassVar[int] = 0
    done: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.cases, self.case_id = self.ground.cases, self.ground.starts[0]
        self.seen, self.episode, self.decided = 0, 1, set[UUID]()
        self.open = ExitStack()
        world, service = self.cases.world, self.cases.service
        self.open.enter_context(world.app.app_context())
        from concord.tenancy import scope

        self.open.enter_context(scope.bound_to(service.id))

    def teardown(self) -> None:
        db.session.rollback()
        self.open.close()

    @initialize(start=st.integers(0, 4))
    def begin(self, start: int) -> None:
        self.case_id = self.ground.starts[start]
        self.seen = len(self.moves())

    def attempt(self, name: str, do: Callable[[], object]) -> None:
        """Do something; what is refused leaves nothing behind."""
        Walk.steps += 1
        try:
            with db.session.begin_nested():
                do()
        except (Refused, NoSuchCase):
            return
        self.done[name] = self.done.get(name, 0) + 1

    def act(self, who: str = "lead", days: int = 0, *, words: bool = True) -> Act:
        actor_id, role = self.ground.actors[who]
        return Act(actor_id, role, uk_today() - timedelta(days=days), note="Because." if words else None)

    def party(self, role: PartyRole) -> UUID:
        return self.cases.parties(self.case_id)[role]

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
        stage = self.row("SELECT stage FROM cases WHERE id = :case")["stage"]
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

    @rule(role=ROLES, asked=MAYBE, seldom=SELDOM)
    def stand_in(self, role: PartyRole, asked: bool, seldom: int) -> None:
        """Somebody comes in place of one of the two; often they are asked at once what everybody is asked."""
        def do() -> None:
            phone = WayToReach(kind=ContactKind.PHONE, value="+447700900555", safe=Answer.YES)
            stand_in(self.case_id, self.party(role), "Pru Present", (phone,), StatedBy.SELF, self.act())
            if asked:
                self.ask_stand_ins()

        if not seldom:
            self.attempt("stand in", do)

    def ask_stand_ins(self) -> None:
        for row in self.standing_in():
            act = self.act()
            choice = Choice(Purpose.TAKE_PART, Decision.GIVEN, ConsentChannel.PAPER, act.happened_on)
            casework.record_consent(self.case_id, row["id"], choice, act)
            facts.explain_options(self.case_id, row["id"], "proxy", act)
            confirm_needs(self.case_id, row["id"], act)
            assess(self.case_id, act, row["id"])

    def form(self) -> str:
        return "proxy" if self.standing_in() else "conf_f2f"

    @rule(role=ROLES, purpose=st.sampled_from([Purpose.TAKE_PART, Purpose.TAKE_PART, Purpose.APPROACH_OTHER,
          Purpose.STORE_AND_CONTACT]), decision=st.sampled_from([Decision.GIVEN, Decision.GIVEN, *Decision]),
          channel=st.sampled_from(list(ConsentChannel)), days=DAYS)
    def say(
        self, role: PartyRole, purpose: Purpose, decision: Decision, channel: ConsentChannel, days: int
    ) -> None:
        act = self.act(days=days)
        choice = Choice(purpose, decision, channel, act.happened_on, witness="Wes Witness")
        self.attempt(
            f"{decision} {purpose}", lambda: casework.record_consent(self.case_id, self.party(role), choice, act)
        )

    @rule(role=ROLES, scope=st.sampled_from(list(From)), seldom=SELDOM)
    def withdraw(self, role: PartyRole, scope: From, seldom: int) -> None:
        if seldom:
            return
        self.attempt(
            "withdraw",
            lambda: withdraw(self.case_id, self.party(role), scope, ConsentChannel.PAPER, self.act()),
        )

    @rule(name=st.sampled_from(["proceedings", "no_contact_order", "domestic_abuse", "youth_justice"]),
          place=st.integers(0, 8))
    def learn(self, name: str, place: int) -> None:
        codes = {
            "proceedings": ["concluded", "none", "charged", "contested", "unknown"],
            "youth_justice": ["not_under_18", "agreed", "handed_over", "unknown"],
        }.get(name, ["no", "no", "yes", "unknown"])
        self.attempt("learn", lambda: facts.change_facts(self.case_id, {name: codes[place % len(codes)]}, self.act()))

    @rule(answer=st.sampled_from(list(Responsibility)), form=st.sampled_from(["direct", "not_sure"]), role=ROLES)
    def ask(self, answer: Responsibility, form: str, role: PartyRole) -> None:
        responsible = self.party(PartyRole.RESPONSIBLE)
        self.attempt("ask", lambda: facts.say_responsibility(self.case_id, responsible, answer, self.act()))
        self.attempt("explain", lambda: facts.explain_options(self.case_id, self.party(role), form, self.act()))

    @rule(role=ROLES, kind=st.sampled_from(list(Kind)), days=st.sampled_from([0, 1, 20, 40]), high=MAYBE)
    def assess(self, role: PartyRole, kind: Kind, days: int, high: bool) -> None:
        rating = Rating.HIGH if high and kind == Kind.RISK else None
        on = uk_today() - timedelta(days=days)
        self.attempt("assess", lambda: assess(
            self.case_id, self.act(), self.party(role), (kind,), on=on, rating=rating
        ))

    @rule(complexity=st.sampled_from(list(Complexity)))
    def classify(self, complexity: Complexity) -> None:
        self.attempt("classify", lambda: classify(self.case_id, complexity, self.act(), against=False))

    @rule(role=ROLES, outcome=st.sampled_from(list(AttemptOutcome)), days=DAYS)
    def contact(self, role: PartyRole, outcome: AttemptOutcome, days: int) -> None:
        moment = self.act(days=days).moment
        self.attempt(
            "contact", lambda: self.cases.speak(self.case_id, role, outcome=outcome, happened_at=moment)
        )

    @rule(reason=st.sampled_from(["court", "needs_time", "illness"]), weeks=st.integers(0, 10), days=DAYS)
    def hold(self, reason: str, weeks: int, days: int) -> None:
        review_on = uk_today() + timedelta(weeks=weeks)
        self.attempt("hold", lambda: casework.move(
            self.case_id, Stage.ON_HOLD, self.act(days=days), reason=reason, review_on=review_on
        ))

    @rule(kind=st.sampled_from(list(SignOffKind)))
    def approve(self, kind: SignOffKind) -> None:
        """Asked for by the lead, approved by a supervisor."""
        def do() -> None:
            asked = sign_offs.request_sign_off(self.case_id, kind, self.act())
            sign_offs.decide_sign_off(self.case_id, asked, SignOffDecision.APPROVED, self.act("supervisor"))

        self.attempt("approve", do)

    @rule(kind=st.sampled_from(list(SignOffKind)), who=st.sampled_from(["lead", "supervisor"]))
    def ask_to_sign(self, kind: SignOffKind, who: str) -> None:
        self.attempt("ask to sign", lambda: sign_offs.request_sign_off(self.case_id, kind, self.act(who)))

    @rule(who=st.sampled_from(["lead", "supervisor", "manager"]), decision=st.sampled_from(list(SignOffDecision)))
    def sign(self, who: str, decision: SignOffDecision) -> None:
        waiting = self.rows("SELECT id FROM sign_offs WHERE case_id = :case AND decision IS NULL AND lapsed_at IS NULL")
        if waiting:
            asked = waiting[0]["id"]
            self.attempt("sign", lambda: sign_offs.decide_sign_off(self.case_id, asked, decision, self.act(who)))

    @rule(role=ROLES, state=st.sampled_from([PartyState.UNABLE_TO_CONTACT, PartyState.DECEASED]), seldom=SELDOM,
          more_so=SELDOM)
    def leave(self, role: PartyRole, state: PartyState, seldom: int, more_so: int) -> None:
        if seldom or more_so:
            return
        self.attempt("leave", lambda: casework.leave(self.case_id, self.party(role), state, self.act()))

    @rule(who=st.sampled_from(["lead", "supervisor"]), conflict=MAYBE, seldom=SELDOM)
    def conflict(self, who: str, conflict: bool, seldom: int) -> None:
        if seldom:
            return
        lead = self.ground.actors["lead"][0]
        self.attempt(
            "conflict", lambda: casework.declare_conflict(self.case_id, lead, self.act(who), conflict=conflict)
        )

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

    @rule()
    def stop(self) -> None:
        activity_id = open_activity_id(self.case_id)
        if activity_id:
            self.attempt("stop", lambda: meetings.stop(self.case_id, activity_id, self.act()))

    @rule(role=ROLES, seldom=SELDOM)
    def tell_of_end(self, role: PartyRole, seldom: int) -> None:
        if not seldom:
            self.attempt("tell of end", lambda: tell_of_end(
                self.case_id, (self.party(role),), telling_words.DEFAULT, ToldHow.PHONE, self.act()
            ))

    # What is forbidden, by hand from E2.

    @invariant()
    def never_where_it_is_forbidden(self) -> None:
        case, moves = self.row("SELECT * FROM cases WHERE id = :case"), self.moves()
        assert case["stage"] == moves[-1]["to_stage"], "the stage is that of the last move"
        assert (case["stage"] in {"closed", "erased"}) == (case["closure_reason"] is not None)
        assert (case["stage"] in {"closed", "erased"}) == (case["closed_at"] is not None)
        assert [move["happened_on"] for move in moves] == sorted(move["happened_on"] for move in moves)
        for number, move in enumerate(moves[self.seen:], start=self.seen):
            self.check_move(case, move, moves[:number])
        self.seen, self.episode = len(moves), case["episode"]
        self.check_sign_offs(case)
        if case["stage"] == "erased":
            self.check_erased(case)

    def check_move(self, case: dict[str, Any], move: dict[str, Any], before: list[dict[str, Any]]) -> None:
        source, target, detail = move["from_stage"], move["to_stage"], move["detail"]
        assert source == before[-1]["to_stage"]
        assert target in WAYS[source] | ({"closed", "on_hold"} if source in {*ON, "on_hold"} else set())
        set_aside = set(detail.get("overridden", ()))
        if set_aside:
            assert set_aside <= MAY_BE_SET_ASIDE
            assert move["actor_id"] == self.ground.actors["manager"][0], "a manager, and not of this case"
            assert move["note"] is not None
        reopened = source == "closed" and target != "erased"
        assert move["episode"] == before[-1]["episode"] + reopened
        if (source, target) in FORWARD or reopened or (source == "on_hold" and target in ON):
            assert not self.lead_has_conflict()
        checks: dict[str, Callable[[dict[str, Any], set[str]], None]] = {
            "exploring": self.check_exploring, "assessing": self.check_assessing, "preparing": self.check_preparing,
            "scheduled": self.check_scheduled, "in_process": self.check_in_process, "follow_up": self.check_follow_up,
        }
        if (source, target) in FORWARD | {("in_process", "follow_up")}:
            checks[target](case, set_aside)
        if source == "on_hold" and target in ON:
            self.check_back(move, target, before)
        if target == "on_hold":
            assert detail["reason"]
            assert date.fromisoformat(detail["review_on"]) <= uk_today() + timedelta(weeks=8)
        if target == "closed":
            self.check_closed(case, move, set_aside)
        if source in {"scheduled", "in_process"} and target == "preparing":
            assert move["note"] is not None

    def check_exploring(self, case: dict[str, Any], set_aside: set[str]) -> None:
        assert self.some(
            "contact_attempts a JOIN case_parties p ON p.id = a.party_id", "a.case_id = :case AND a.safe_route "
            f"AND a.outcome IN ('spoke', 'replied') AND p.state NOT IN {OUT} "
            "AND a.happened_at::date >= coalesce(:reopened, a.happened_at::date)", reopened=case["reopened_on"],
        ), "somebody was reached by a safe way, in this episode"
        if "information_given" not in set_aside:
            assert self.some("case_events", "case_id = :case AND kind = 'information_given' AND episode = :episode",
                             episode=case["episode"])
        assert self.some("case_facts", "case_id = :case AND complexity <> 'not_set' "
                         "AND youth_justice IN ('not_under_18', 'agreed')")
        assert self.some("case_events", "case_id = :case AND kind = 'classed' AND episode = :episode",
                         episode=case["episode"]), "somebody said so in this episode"

    def check_assessing(self, case: dict[str, Any], set_aside: set[str]) -> None:
        del set_aside
        for role in PartyRole:
            assert self.some("case_parties", f"case_id = :case AND role = :role AND state NOT IN {OUT}", role=role)
        assert any(
            self.newest(row, "approach_other", case)["decision"] == "given"
            and self.newest(row, "store_and_contact", case)["decision"] == "given"
            and row["stands_in_for_id"] is None for row in self.there()
        ), "whoever asked agreed that the other side is approached"
        self.check_law(case)

    def check_law(self, case: dict[str, Any]) -> None:
        known = self.row("SELECT * FROM case_facts WHERE case_id = :case")
        assert known["no_contact_order"] == "no" or self.signed("no_contact_order", case)
        assert known["proceedings"] not in {"unknown", "charged", "contested"} or self.signed("proceedings", case)

    def check_both_agree(self, case: dict[str, Any]) -> None:
        for role in PartyRole:
            assert any(
                row["role"] == role and (said := self.newest(row, "take_part", case))["decision"] == "given"
                and said["channel"] in {"paper", "e_signed"} for row in self.there()
            ), f"the person {role} agreed in writing, in this episode"
        for row in self.standing_in():
            said = self.newest(row, "take_part", case)
            assert (said["decision"], said["channel"]) in {("given", "paper"), ("given", "e_signed")}, "who stands in"

    def check_preparing(self, case: dict[str, Any], set_aside: set[str]) -> None:
        self.check_both_agree(case)
        self.check_law(case)
        for row in self.there():
            asked = row["role"] == "responsible" and row["stands_in_for_id"] is None
            assert not asked or row["responsibility"] in {"full", "partial"}
            assert row["options_explained_on"] or "options_explained" in set_aside
            for kind in ("eligibility", "suitability", "risk"):
                newest = self.assessed(row, kind, case)
                assert newest, f"{kind} assessed in this episode"
                assert newest["assessed_on"] >= uk_today() - timedelta(days=28)
                assert newest["rating"] not in {"no", "unsure"}
        assert not self.needs_supervisor(case) or self.signed("assessment", case)

    def check_scheduled(self, case: dict[str, Any], set_aside: set[str]) -> None:
        del set_aside
        self.check_both_agree(case)
        self.check_law(case)
        for row in self.there():
            assert row["state"] == "ready"
            assert self.some("preparation_meetings", "party_id = :party AND episode = :episode", party=row["id"],
                             episode=case["episode"])
            newest = self.assessed(row, "risk", case)
            assert newest
            assert newest["assessed_on"] >= uk_today() - timedelta(days=14)
            assert not self.stopped_since(newest["recorded_at"]), "the risk was looked at again after the last stop"
            assert self.assessed(row, "suitability", case)
        if self.standing_in():
            assert self.some("activities", "case_id = :case AND form_class = 'proxy' AND status IN ('planned', "
                             "'confirmed') AND episode = :episode", episode=case["episode"])
        assert not self.complex() or self.signed("plan", case)

    def check_in_process(self, case: dict[str, Any], set_aside: set[str]) -> None:
        del set_aside
        self.check_both_agree(case)
        self.check_law(case)
        for row in self.there():
            assert self.some("activity_parties", "party_id = :party AND confirmed = 'yes' AND confirmed_on = :today",
                             party=row["id"], today=uk_today()), "each said on the day that they go on"

    def check_follow_up(self, case: dict[str, Any], set_aside: set[str]) -> None:
        del set_aside
        self.check_took_place(case)

    def check_took_place(self, case: dict[str, Any]) -> None:
        assert self.some("activities", "case_id = :case AND status = 'completed' AND episode = :episode "
                         "AND form_class IN ('direct', 'indirect', 'proxy')", episode=case["episode"])

    def check_back(self, move: dict[str, Any], target: str, before: list[dict[str, Any]]) -> None:
        case = self.row("SELECT * FROM cases WHERE id = :case")
        began = next(one for one in reversed(before) if one["from_stage"] != "on_hold")
        assert began["to_stage"] == "on_hold"
        assert target == began["from_stage"], "back to where it was"
        if target in {"preparing", "scheduled", "in_process"}:
            self.check_both_agree(case)
        if (move["happened_on"] - began["happened_on"]).days > 28:
            for row in self.there():
                said = self.newest(row, "take_part", case)
                assert said["decision"] != "given" or said["decided_on"] > began["happened_on"], "asked again"
        if began["detail"]["reason"] == "court":
            known = self.row("SELECT * FROM case_facts WHERE case_id = :case")
            assert known["proceedings"] not in {"unknown", "charged", "contested"} or self.signed("proceedings", case)

    def check_closed(self, case: dict[str, Any], move: dict[str, Any], set_aside: set[str]) -> None:
        reason = move["detail"]["reason"]
        if reason.startswith("completed_d"):
            assert move["from_stage"] == "follow_up"
            self.check_took_place(case)
            if "followed_up" not in set_aside:
                early = self.some("follow_ups", "case_id = :case AND episode = :episode AND kind = 'weeks' AND "
                                  "outcome <> 'declined' AND done_on < met_on + 35", episode=case["episode"])
                assert not early, "how somebody is after six weeks is not known earlier"
        if reason in {"unsafe", "unsuitable"}:
            assert self.signed("unsuitable", case)
            assert move["note"] is not None
            for row in self.there():
                assert row["state"] == "not_contacted" or self.some(
                    "case_events", "party_id = :party AND kind = 'told' AND episode = :episode", party=row["id"],
                    episode=case["episode"],
                ), "each was told, or it is written down why not"
        if reason.startswith("unable") and "tried_long_enough" not in set_aside:
            tries = self.row("SELECT count(*) AS tries, min(happened_at)::date AS first FROM contact_attempts "
                             "WHERE case_id = :case AND outcome NOT IN ('spoke', 'replied')")
            assert tries["tries"] >= 3
            assert tries["first"] <= uk_today() - timedelta(days=12), "ten working days"

    def check_erased(self, case: dict[str, Any]) -> None:
        asked = self.rows("SELECT * FROM sign_offs WHERE case_id = :case AND kind LIKE 'erasing%' AND lapsed_at IS NULL"
                          " AND decision = 'approved' AND episode = :episode", episode=case["episode"])
        assert asked, "a second person approved it"
        assert all(one["requested_by"] != one["decided_by"] for one in asked)
        assert all(one["decided_by"] == self.ground.actors["manager"][0] for one in asked), "one who may, not its lead"
        holds = self.rows("SELECT detail FROM case_events WHERE case_id = :case AND kind = 'legal_hold' "
                          "ORDER BY recorded_at DESC, id DESC LIMIT 1")
        assert not any(one["detail"]["holds"] for one in holds), "never under a legal hold"
        for table, words in WORDS:
            assert not self.some(table, f"case_id = :case AND octet_length({words}) > 0"), "nothing can be read"
        assert not self.some("people", "octet_length(name) > 0 AND id IN (SELECT person_id FROM case_parties WHERE "
                             "case_id = :case)"), "nobody is named"

    def check_sign_offs(self, case: dict[str, Any]) -> None:
        for row in self.rows("SELECT * FROM sign_offs WHERE case_id = :case AND decision IS NOT NULL"):
            assert row["decided_by"] != row["requested_by"]
            if row["id"] not in self.decided:
                assert row["decided_by"] != case["lead_id"], "nobody signs off their own case"
                assert row["decided_by"] in {self.ground.actors[who][0] for who in ("supervisor", "manager")}
                self.decided.add(row["id"])

    # The rows, as they are.

    def rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        found = db.session.execute(text(statement), {"case": self.case_id} | values).mappings()
        return [dict(row) for row in found]

    def row(self, statement: str, **values: object) -> dict[str, Any]:
        return self.rows(statement, **values)[0]

    def some(self, table: str, where: str, **values: object) -> bool:
        return bool(self.rows(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1", **values))

    def moves(self) -> list[dict[str, Any]]:
        return self.rows("SELECT * FROM case_events WHERE case_id = :case AND to_stage IS NOT NULL "
                         "ORDER BY recorded_at, id")

    def there(self) -> list[dict[str, Any]]:
        return self.rows(f"SELECT * FROM case_parties WHERE case_id = :case AND state NOT IN {OUT}")

    def standing_in(self) -> list[dict[str, Any]]:
        return [row for row in self.there() if row["stands_in_for_id"]]

    def stopped_since(self, moment: datetime) -> bool:
        return self.some("case_events", "case_id = :case AND from_stage = 'in_process' AND to_stage = 'preparing' "
                         "AND recorded_at > :moment", moment=moment)

    def newest(self, party: dict[str, Any], purpose: str, case: dict[str, Any]) -> dict[str, Any]:
        found = self.rows(
            "SELECT * FROM consents WHERE person_id = :person AND purpose = :purpose "
            "AND (episode = :episode OR purpose = 'store_and_contact') "
            "ORDER BY decided_on DESC, recorded_at DESC, id DESC LIMIT 1",
            person=party["person_id"], purpose=purpose, episode=case["episode"],
        )
        return found[0] if found else {"decision": "none", "channel": "none", "decided_on": date.min}

    def assessed(self, party: dict[str, Any], kind: str, case: dict[str, Any]) -> dict[str, Any] | None:
        found = self.rows(
            "SELECT * FROM assessments WHERE party_id = :party AND kind = :kind AND episode = :episode "
            "ORDER BY assessed_on DESC, recorded_at DESC LIMIT 1",
            party=party["id"], kind=kind, episode=case["episode"],
        )
        return found[0] if found else None

    def signed(self, kind: str, case: dict[str, Any]) -> bool:
        return self.some("sign_offs", "case_id = :case AND kind = :kind AND decision = 'approved' AND "
                         "lapsed_at IS NULL AND episode = :episode", kind=kind, episode=case["episode"])

    def complex(self) -> bool:
        return self.some("case_facts", "case_id = :case AND complexity = 'sensitive_complex'")

    def needs_supervisor(self, case: dict[str, Any]) -> bool:
        risks = [self.assessed(row, "risk", case) for row in self.there()]
        return self.complex() or any(risk and risk["rating"] == "high" for risk in risks)

    def lead_has_conflict(self) -> bool:
        newest = self.row(
            "SELECT d.conflict FROM conflict_declarations d JOIN cases c ON c.incident_id = d.incident_id "
            "AND c.lead_id = d.account_id WHERE c.id = :case ORDER BY d.declared_at DESC, d.id DESC LIMIT 1"
        )
        return bool(newest["conflict"])


@pytest.fixture
def ground(cases: Casework) -> Ground:
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    manager = cases.world.account(cases.service, Role.SERVICE_MANAGER, email=f"second@{cases.service.slug}.example")
    stages = (Stage.ALLOCATED, Stage.EXPLORING, Stage.ASSESSING, Stage.SCHEDULED, Stage.FOLLOW_UP)
    return Ground(cases, [cases.at(stage) for stage in stages], {
        "lead": (cases.manager.id, Role.SERVICE_MANAGER), "supervisor": (supervisor.id, Role.CASE_SUPERVISOR),
        "manager": (manager.id, Role.SERVICE_MANAGER),
    })


def test_a_random_walk_never_comes_to_where_the_rules_forbid_it(ground: Ground) -> None:
    Walk.ground, Walk.steps, Walk.done = ground, 0, {}
    began = monotonic()
    run_state_machine_as_test(Walk, settings=settings(
        max_examples=WALKS, stateful_step_count=A_WALK, derandomize=not STEPS, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), print_blob=True, phases=[Phase.generate],
    ))
    sys.stdout.write(f"{Walk.steps} acts in {monotonic() - began:.0f} s; done: {dict(sorted(Walk.done.items()))}\n")
    assert Walk.steps > 100
    assert {"on to in_process", "on to follow_up", "sign", "reopen", "erase"} <= set(Walk.done) or not STEPS
