"""What must be true of a case that came on to a stage, by hand from E2."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from concord.web.dates import uk_today
from tenants.referrals.models import PartyRole
from walk.rows import OUT, CaseRows


class StageRules(CaseRows):
    """Each asks the rows about one stage; ``set_aside`` is what a manager did without."""

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
