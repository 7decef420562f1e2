"""Where a case never comes, whatever is done: asked of the rows after every act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from concord.web.dates import uk_today
from walk.stages import StageRules

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


class Forbidden(StageRules):
    """What is forbidden to one case, from where it stands now."""

    def __init__(self, case_id: UUID, supervisor: UUID, manager: UUID) -> None:
        super().__init__(case_id)
        self.supervisor, self.manager = supervisor, manager
        self.seen, self.decided = len(self.moves()), set[UUID]()

    def look(self) -> None:
        """Look at all that happened since the last look."""
        case, moves = self.row("SELECT * FROM cases WHERE id = :case"), self.moves()
        assert case["stage"] == moves[-1]["to_stage"], "the stage is that of the last move"
        assert (case["stage"] in {"closed", "erased"}) == (case["closure_reason"] is not None)
        assert (case["stage"] in {"closed", "erased"}) == (case["closed_at"] is not None)
        assert [move["happened_on"] for move in moves] == sorted(move["happened_on"] for move in moves)
        for number, move in enumerate(moves[self.seen:], start=self.seen):
            self.check_move(case, move, moves[:number])
        self.seen = len(moves)
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
            assert move["actor_id"] == self.manager, "a manager, and not of this case"
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
        assert all(one["decided_by"] == self.manager for one in asked), "one who may, not its lead"
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
                assert row["decided_by"] in {self.supervisor, self.manager}
                self.decided.add(row["id"])
