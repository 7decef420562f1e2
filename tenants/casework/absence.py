"""Who of a case takes no part, because somebody stands in for them (DOMAIN A7): their identity is protected."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT


def is_stood_in_for(party: type[CaseParty] = CaseParty) -> ColumnElement[bool]:
    """For a where: somebody stands in for them, and they take no part themselves."""
    another = aliased(CaseParty)
    stands_in = exists().where(another.stands_in_for_id == party.id).correlate_except(another)
    return party.state.in_(OUT) & stands_in


def stood_in_for(case_id: UUID) -> set[UUID]:
    """The parties of a case whose identity is protected."""
    return set(db.session.scalars(select(CaseParty.id).where(CaseParty.case_id == case_id, is_stood_in_for())))


def takes_a_stand_in(case: Case) -> bool:
    """Whether somebody takes part in place of another."""
    statement = select(exists().where(
        CaseParty.case_id == case.id, CaseParty.stands_in_for_id.is_not(None), CaseParty.state.not_in(OUT)
    ))
    return bool(db.session.scalar(statement))
