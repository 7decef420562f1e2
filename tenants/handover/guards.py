"""What handovers add to the moves of a case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, not_

from tenants.casework import policy
from tenants.casework.guards import Condition, guard
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
    agreed = given(CaseParty.person_id, Case.incident_id, Purpose.TRANSFER, episode=Case.episode)
    return not_(exists().where(
        CaseParty.case_id == Case.id, CaseParty.state.not_in((*policy.OUT, PartyState.NOT_CONTACTED)), not_(agreed)
    ).correlate(Case))
