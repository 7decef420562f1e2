"""What the database itself lets the app erase, and when (DOMAIN E2 T20).

A case becomes erased only once a second person approved it; people and incidents only with such a case. Of what the app
may otherwise only append to, it may empty the sealed columns of what belongs to them: nothing else, and for good.
"""

from __future__ import annotations

from sqlalchemy import Table

from concord.database import METADATA
from concord.database.columns import is_sealed
from tenants.assessments.models import AgencyRecord, Assessment
from tenants.casework.models import Case, CaseEvent
from tenants.feedback.models import SurveyAnswer
from tenants.handover.models import HandoverRecord
from tenants.people.matching_models import PersonMatch
from tenants.people.models import Consent, ContactCheck, Person
from tenants.referrals.models import Incident
from tenants.referrals.triage_models import ConflictDeclaration, ReferralNote

CASE = "SELECT id FROM cases WHERE stage = 'erased'"
PERSON = "SELECT id FROM people WHERE name = ''"
INCIDENT = "SELECT id FROM incidents WHERE summary = ''"
# ruff: noqa: S608 - made of the constants of this module alone
OF_CASE = f"case_id IN ({CASE})"
JOINED = f"SELECT incident_id FROM referrals WHERE {OF_CASE}"  # what is told by whoever joined it, too
OF_PERSON = f"person_id IN ({PERSON})"
OF_INCIDENT = f"incident_id IN ({INCIDENT})"

# What must be so of a row after it was changed.
CHANGED = {
    Case: (
        "stage <> 'erased' OR EXISTS (SELECT FROM sign_offs WHERE sign_offs.case_id = cases.id"
        " AND sign_offs.episode = cases.episode AND sign_offs.kind IN ('erasing_due', 'erasing_upheld')"
        " AND sign_offs.decision = 'approved' AND sign_offs.lapsed_at IS NULL)"
    ),
    Incident: f"summary <> '' OR id IN (SELECT incident_id FROM cases WHERE stage = 'erased') OR id IN ({JOINED})",
    Person: (
        f"name <> '' OR id IN (SELECT person_id FROM case_parties WHERE {OF_CASE})"
        f" OR id IN (SELECT person_id FROM referrals WHERE {OF_CASE} OR {OF_INCIDENT})"
    ),
}
# Which rows of a table that is appended to may be emptied.
EMPTIED = {
    AgencyRecord: OF_CASE,
    Assessment: OF_CASE,
    CaseEvent: OF_CASE,
    ConflictDeclaration: OF_INCIDENT,
    Consent: f"{OF_INCIDENT} OR {OF_PERSON}",
    ContactCheck: f"contact_point_id IN (SELECT id FROM contact_points WHERE {OF_PERSON})",
    HandoverRecord: (
        f"handover_id IN (SELECT id FROM handovers WHERE {OF_CASE}"
        f" OR referral_id IN (SELECT id FROM referrals WHERE {OF_CASE} OR {OF_INCIDENT}))"
    ),
    PersonMatch: f"first_id IN ({PERSON}) OR second_id IN ({PERSON})",
    ReferralNote: (
        f"referral_id IN (SELECT id FROM referrals WHERE {OF_CASE} OR {OF_INCIDENT} OR {OF_PERSON})"
    ),
    SurveyAnswer: f"invitation_id IN (SELECT id FROM survey_invitations WHERE {OF_CASE})",
}


def _emptied(table: Table, when: str) -> dict[str, str]:
    sealed = sorted(column.name for column in table.columns if is_sealed(column))
    empty = " AND ".join(f"({name} IS NULL OR {name} = '')" for name in sealed)
    return {"using": when, "check": empty, "columns": ", ".join(sealed)}


for _model, _check in CHANGED.items():
    METADATA.tables[_model.__tablename__].info["updates"] = {"check": _check}
for _model, _when in EMPTIED.items():
    _table = METADATA.tables[_model.__tablename__]
    _table.info["updates"] = _emptied(_table, _when)
