"""What the people of a case do on the walk: they agree, take back, leave, and somebody comes in their place."""

from __future__ import annotations

from assessing import assess
from hypothesis import strategies as st
from hypothesis.stateful import rule

from tenants.casework import facts, telling_words
from tenants.casework import service as casework
from tenants.casework.ending import tell_of_end
from tenants.casework.kinds import AttemptOutcome, Responsibility, ToldHow
from tenants.casework.persons import confirm_needs
from tenants.casework.policy import PartyState
from tenants.casework.standing_in import stand_in
from tenants.casework.withdrawal import From, withdraw
from tenants.people.models import Answer, ConsentChannel, ContactKind, Decision, Purpose, StatedBy
from tenants.people.service import Choice, WayToReach
from tenants.referrals.models import PartyRole
from walk.ground import DAYS, MAYBE, ROLES, SELDOM, Walking


class People(Walking):
    """Each is written down by whoever leads the case."""

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
        for row in self.kept.standing_in():
            act = self.act()
            choice = Choice(Purpose.TAKE_PART, Decision.GIVEN, ConsentChannel.PAPER, act.happened_on)
            casework.record_consent(self.case_id, row["id"], choice, act)
            facts.explain_options(self.case_id, row["id"], "proxy", act)
            confirm_needs(self.case_id, row["id"], act)
            assess(self.case_id, act, row["id"])

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

    @rule(answer=st.sampled_from(list(Responsibility)), form=st.sampled_from(["direct", "not_sure"]), role=ROLES)
    def ask(self, answer: Responsibility, form: str, role: PartyRole) -> None:
        responsible = self.party(PartyRole.RESPONSIBLE)
        self.attempt("ask", lambda: facts.say_responsibility(self.case_id, responsible, answer, self.act()))
        self.attempt("explain", lambda: facts.explain_options(self.case_id, self.party(role), form, self.act()))

    @rule(role=ROLES, outcome=st.sampled_from(list(AttemptOutcome)), days=DAYS)
    def contact(self, role: PartyRole, outcome: AttemptOutcome, days: int) -> None:
        moment = self.act(days=days).moment
        self.attempt(
            "contact", lambda: self.cases.speak(self.case_id, role, outcome=outcome, happened_at=moment)
        )

    @rule(role=ROLES, state=st.sampled_from([PartyState.UNABLE_TO_CONTACT, PartyState.DECEASED]), seldom=SELDOM,
          more_so=SELDOM)
    def leave(self, role: PartyRole, state: PartyState, seldom: int, more_so: int) -> None:
        if seldom or more_so:
            return
        self.attempt("leave", lambda: casework.leave(self.case_id, self.party(role), state, self.act()))

    @rule(role=ROLES, seldom=SELDOM)
    def tell_of_end(self, role: PartyRole, seldom: int) -> None:
        if not seldom:
            self.attempt("tell of end", lambda: tell_of_end(
                self.case_id, (self.party(role),), telling_words.DEFAULT, ToldHow.PHONE, self.act()
            ))
