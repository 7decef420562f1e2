"""What erasing a case asks for (E2 T20)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import not_, or_

from tenants.casework.conditions import under_legal_hold
from tenants.casework.guards import Condition, guard, judged_on
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import signed_off
from tenants.rights import clock


@guard(
    "retention_due_or_upheld",
    _("This case must be kept longer, and nobody agreed to a request to erase it."),
    page="rights.ask",
)
def retention_due_or_upheld() -> Condition:
    return or_(clock.due(judged_on()), signed_off(SignOffKind.ERASING_UPHELD))


@guard("no_legal_hold", _("A legal hold keeps this case. It must be lifted first."), page="rights.hold")
def no_legal_hold() -> Condition:
    return not_(under_legal_hold())


@guard("erasing_approved", _("A second person must approve that this case is erased."), page="rights.ask")
def erasing_approved() -> Condition:
    return or_(signed_off(SignOffKind.ERASING_DUE), signed_off(SignOffKind.ERASING_UPHELD))
