"""What the team finds out, judges and signs on the walk."""

from __future__ import annotations

from datetime import timedelta

from assessing import assess
from hypothesis import strategies as st
from hypothesis.stateful import rule

from concord.web.dates import uk_today
from tenants.assessments.policy import Kind, Rating
from tenants.assessments.service import classify
from tenants.casework import facts, sign_offs
from tenants.casework import service as casework
from tenants.casework.kinds import Complexity
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.referrals.models import PartyRole
from walk.ground import MAYBE, ROLES, SELDOM, Walking


class Team(Walking):
    """Those who lead, supervise and manage."""

    @rule(name=st.sampled_from(["proceedings", "no_contact_order", "domestic_abuse", "youth_justice"]),
          place=st.integers(0, 8))
    def learn(self, name: str, place: int) -> None:
        codes = {
            "proceedings": ["concluded", "none", "charged", "contested", "unknown"],
            "youth_justice": ["not_under_18", "agreed", "handed_over", "unknown"],
        }.get(name, ["no", "no", "yes", "unknown"])
        self.attempt("learn", lambda: facts.change_facts(self.case_id, {name: codes[place % len(codes)]}, self.act()))

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
        waiting = self.kept.rows(
            "SELECT id FROM sign_offs WHERE case_id = :case AND decision IS NULL AND lapsed_at IS NULL"
        )
        if waiting:
            asked = waiting[0]["id"]
            self.attempt("sign", lambda: sign_offs.decide_sign_off(self.case_id, asked, decision, self.act(who)))

    @rule(who=st.sampled_from(["lead", "supervisor"]), conflict=MAYBE, seldom=SELDOM)
    def conflict(self, who: str, conflict: bool, seldom: int) -> None:
        if seldom:
            return
        lead = self.ground.actors["lead"][0]
        self.attempt(
            "conflict", lambda: casework.declare_conflict(self.case_id, lead, self.act(who), conflict=conflict)
        )
