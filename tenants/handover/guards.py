"""What handovers add to the moves of a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, exists, not_

from tenants.casework import policy
from tenants.casework.guards import Condition, guard
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.people.ledger import given
from tenants.people.models import Purpose


@guard(
    "transfer_agreed",
    _("Each person we have reached must agree that another service gets their case."),
    page="casework.consent",
)
def transfer_agreed() -> Condition:
    there = (CaseParty.case_id == Case.id, CaseParty.state.not_in(policy.OUT))
    return not_(exists().where(*there, not_agreed()).correlate(Case))


@names("transfer_agreed", _("%(name)s has not agreed that another service gets their case."))
def not_agreed() -> Condition:
    agreed = given(CaseParty.person_id, Case.incident_id, Purpose.TRANSFER, episode=Case.episode)
    return and_(CaseParty.state != PartyState.NOT_CONTACTED, not_(agreed))
