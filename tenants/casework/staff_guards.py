"""Who may lead a case, and what a supervisor must approve (DOMAIN E2)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import false, func, not_, select

from tenants.casework import policy
from tenants.casework.guards import Condition, guard
from tenants.casework.models import Case
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.referrals.triage_models import ConflictDeclaration


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
    "unsuitable_signed_off",
    _("A supervisor must approve that the case ends because it is not suitable or not safe."),
    page="casework.ask_sign_off",
)
def unsuitable_signed_off() -> Condition:
    return signed_off(SignOffKind.UNSUITABLE)
