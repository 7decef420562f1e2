"""Guards: named conditions that a move needs, each with the sentence by which it refuses.

A guard is an expression over one row of ``cases``, so that all guards of a case are asked in one statement: with the
case page, or at the moment of a move. A feature above casework adds its own by the same decorator, from ``init_app``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, exists, false, func, not_, select

from concord.database import db
from tenants.casework import policy
from tenants.casework.models import (
    AttemptOutcome,
    Case,
    CaseParty,
    ContactAttempt,
)
from tenants.people.models import Purpose
from tenants.people.queries import agreed_in_writing
from tenants.referrals.models import PartyRole
from tenants.referrals.triage_models import ConflictDeclaration

Condition = ColumnElement[bool]
ConditionMaker = Callable[[], Condition]
TWO_WAY = (AttemptOutcome.SPOKE, AttemptOutcome.REPLIED)


@dataclass(frozen=True)
class Guard:
    """``page`` is the endpoint of a case where the condition can be met.

    ``condition`` may refer to ``cases`` of the statement around it, and to nothing else there: hence ``correlate``.
    """

    name: str
    refusal: LazyString
    page: str
    condition: ConditionMaker


GUARDS: dict[str, Guard] = {}


def guard(name: str, refusal: LazyString, page: str = "") -> Callable[[ConditionMaker], ConditionMaker]:
    """Register a condition under its name."""

    def register(condition: ConditionMaker) -> ConditionMaker:
        if name in GUARDS:
            raise ValueError(f"there is a guard {name} already")
        GUARDS[name] = Guard(name, refusal, page, condition)
        return condition

    return register


def conditions(names: Iterable[str]) -> list[ColumnElement[bool]]:
    """Columns for a select from ``cases``: whether each guard holds."""
    return [GUARDS[name].condition().label(name) for name in names]


def evaluate(case_id: UUID, names: Iterable[str]) -> dict[str, bool]:
    """Whether each of these guards holds for a case at this moment: the snapshot that a move keeps."""
    names = tuple(names)
    if not names:
        return {}
    row = db.session.execute(select(*conditions(names)).where(Case.id == case_id)).one()
    return dict(zip(names, map(bool, row), strict=True))


def refusals(snapshot: dict[str, bool]) -> list[Guard]:
    """The guards that do not hold."""
    return [GUARDS[name] for name, holds in snapshot.items() if not holds]


@guard(
    policy.IMPARTIAL,
    _("The lead of this case has not said that they are free of any conflict of interest."),
    page="casework.conflict",
)
def no_conflict_of_interest() -> Condition:
    newest = (
        select(not_(ConflictDeclaration.conflict))
        .where(ConflictDeclaration.incident_id == Case.incident_id, ConflictDeclaration.account_id == Case.lead_id)
        .order_by(ConflictDeclaration.declared_at.desc(), ConflictDeclaration.id.desc())
        .limit(1).correlate(Case)
    )
    return func.coalesce(newest.scalar_subquery(), false())


@guard(
    policy.REACHED,
    _("Nobody has spoken with a person of this case yet by a way that is safe."),
    page="casework.contact",
)
def safe_route_used() -> Condition:
    return exists().where(
        ContactAttempt.case_id == Case.id, ContactAttempt.safe_route, ContactAttempt.outcome.in_(TWO_WAY),
        CaseParty.id == ContactAttempt.party_id, CaseParty.state.not_in(policy.OUT),
    ).correlate(Case)


@guard(
    policy.BOTH_KNOWN,
    _("The case needs a person harmed and a person responsible. Add the other person first."),
    page="casework.person",
)
def other_party_identified() -> Condition:
    return and_(_somebody(PartyRole.HARMED), _somebody(PartyRole.RESPONSIBLE))


@guard(
    policy.BOTH_AGREED,
    _("A person harmed and a person responsible must each have agreed in writing to take part."),
    page="casework.consent",
)
def written_consent_of_both() -> Condition:
    agreed = agreed_in_writing(CaseParty.person_id, Case.incident_id, Purpose.TAKE_PART, episode=Case.episode)
    return and_(_somebody(PartyRole.HARMED, agreed), _somebody(PartyRole.RESPONSIBLE, agreed))


def _somebody(role: PartyRole, *also: Condition) -> Condition:
    """A party of this role is on the case and has not left it."""
    return exists().where(
        CaseParty.case_id == Case.id, CaseParty.role == role, CaseParty.state.not_in(policy.OUT), *also
    ).correlate(Case)
