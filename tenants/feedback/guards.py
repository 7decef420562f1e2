"""What feedback adds to the moves of a case (DOMAIN E2 T13)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, exists, not_

from tenants.casework.guards import Condition, guard, judged_on
from tenants.casework.missing import names
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.feedback.models import SurveyInvitation


@guard(
    "surveys_offered",
    _("Ask each person who took part what they think, or write down why they were not asked."),
    page="feedback.show",
)
def surveys_offered() -> Condition:
    return not_(exists().where(CaseParty.case_id == Case.id, not_offered()).correlate(Case))


@names("surveys_offered", _("%(name)s was not asked yet what they think, and nobody wrote down why not."))
def not_offered() -> Condition:
    asked = exists().where(
        SurveyInvitation.party_id == CaseParty.id, SurveyInvitation.episode == Case.episode,
        SurveyInvitation.offered_on <= judged_on(),
    )
    return and_(CaseParty.state == PartyState.PARTICIPATED, not_(asked.correlate(CaseParty, Case)))
