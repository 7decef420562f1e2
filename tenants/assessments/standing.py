"""What of a case itself decides which rules it is under: how it is classed, what speaks for that, who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import select
from sqlalchemy.orm import aliased

from concord.database import db
from concord.identity.models import Account
from tenants.assessments.complexity import FACTS_THAT_SUGGEST, reasons
from tenants.assessments.policy import Kind
from tenants.assessments.queries import by_party, history, risks
from tenants.casework.kinds import Complexity
from tenants.casework.models import Case
from tenants.casework.queries import CaseView
from tenants.casework.record_models import CaseFacts


@dataclass(frozen=True)
class Standing:
    """What of the case itself decides which rules it is under."""

    episode: int
    restricted: bool
    complexity: str
    classed_by: str | None
    facts: dict[str, str]

    @property
    def sensitive(self) -> bool:
        return self.complexity == Complexity.SENSITIVE_COMPLEX


def standing_of(case_id: UUID) -> Standing:
    """How a case is classed, by whom, what is known that speaks for it, and who may see it."""
    by = aliased(Account)
    facts = [CaseFacts.__table__.c[fact] for fact in FACTS_THAT_SUGGEST]
    statement = (
        select(Case.episode, Case.restricted, CaseFacts.complexity, by.name.label("by"), *facts)
        .join(CaseFacts, CaseFacts.case_id == Case.id, isouter=True)
        .join(by, by.id == CaseFacts.complexity_by, isouter=True).where(Case.id == case_id)
    )
    row = db.session.execute(statement).mappings().one()
    known = {fact: row[fact] for fact in FACTS_THAT_SUGGEST if row[fact]}
    return Standing(row["episode"], row["restricted"], row["complexity"] or Complexity.NOT_SET, row["by"], known)


def standing_and_reasons(case: CaseView) -> tuple[Standing, list[LazyString]]:
    """The same with why the case looks sensitive and complex, as far as it does."""
    found = standing_of(case.id)
    people = by_party(case, history(case.id, kind=Kind.RISK), found.episode)
    return found, reasons(found.facts, risks(people))
