"""What belongs to one case: every row that is found by walking the foreign keys down from it.

So a table that is new is reached without anybody remembering it here.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Column, Select, Table, exists, or_, select, union

from concord.database import METADATA, db
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.referrals.models import Referral, ReferralStatus

Reached = dict[Table, list[UUID]]
UNDECIDED = (ReferralStatus.NEW, ReferralStatus.HELD)


def reached(case: Case) -> Reached:
    """The ids of all that belongs to this case and to nothing else that is still kept; what others point to first."""
    incidents = [one for one in _incidents(case) if not _is_needed(case, one)]
    roots = {"cases": [case.id], "incidents": incidents, "people": _people(case, incidents)}
    found: Reached = {}
    for table in METADATA.sorted_tables:
        if table.info["kind"] == "service":
            ids = roots[table.name] if table.name in roots else _children(table, found)
            if ids:
                found[table] = ids
    return found


def _children(table: Table, found: Reached) -> list[UUID]:
    """The rows that point to something that was reached."""
    pointing = [column.in_(found[parent]) for column, parent in parents(table) if parent in found]
    return list(db.session.scalars(select(table.c.id).where(or_(*pointing)))) if pointing else []


def parents(table: Table) -> Iterator[tuple[Column[UUID], Table]]:
    """Its columns that point to another table of the service, and that table."""
    for key in table.foreign_key_constraints:
        if len(key.columns) == 2 and key.referred_table is not table:
            yield key.columns[1], key.referred_table


def _incidents(case: Case) -> list[UUID]:
    """What the case is about, and what every referral tells that joined it."""
    joined = db.session.scalars(select(Referral.incident_id).where(Referral.case_id == case.id))
    return sorted({case.incident_id, *joined})


def _is_needed(case: Case, incident_id: UUID) -> bool:
    """Whether another case that is kept, or a referral that is not decided or is on one, tells of it, too."""
    another = select(Case.id).where(
        Case.incident_id == incident_id, Case.id != case.id, Case.stage != Stage.ERASED
    )
    asked = select(Referral.id).where(Referral.incident_id == incident_id, Referral.status.in_(UNDECIDED))
    kept = select(Case.id).where(Case.id != case.id, Case.stage != Stage.ERASED)
    elsewhere = select(Referral.id).where(Referral.incident_id == incident_id, Referral.case_id.in_(kept))
    return db.session.execute(select(or_(exists(another), exists(asked), exists(elsewhere)))).scalar_one()


def _people(case: Case, incidents: list[UUID]) -> list[UUID]:
    """Those of the case whom no other case that is kept, and no referral that is not decided, knows."""
    referred = or_(Referral.case_id == case.id, Referral.incident_id.in_(incidents))
    theirs = union(
        select(CaseParty.person_id).where(CaseParty.case_id == case.id), select(Referral.person_id).where(referred)
    )
    needed = union(_elsewhere(case), select(Referral.person_id).where(Referral.status.in_(UNDECIDED)))
    return sorted(set(db.session.scalars(theirs)) - set(db.session.scalars(needed)))


def _elsewhere(case: Case) -> Select[UUID]:
    return select(CaseParty.person_id).join(Case, Case.id == CaseParty.case_id).where(
        Case.id != case.id, Case.stage != Stage.ERASED
    )
