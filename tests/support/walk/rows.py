"""The rows of a case as they are, read without the table of moves and the guards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from concord.database import db

OUT = "('declined', 'withdrawn', 'unable_to_contact', 'unsuitable', 'deceased', 'absent')"


class CaseRows:
    """Plain statements about one case; ``:case`` stands for it."""

    def __init__(self, case_id: UUID) -> None:
        self.case_id = case_id

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
