"""Whether we may contact somebody at all, whichever way (DOMAIN A5, A7)."""

from __future__ import annotations

from flask_babel import LazyString
from sqlalchemy import select

from concord.database import db
from tenants.casework.absence import is_stood_in_for
from tenants.casework.models import Case, CaseParty
from tenants.people.models import Purpose
from tenants.people.policy import STOOD_IN_FOR
from tenants.people.queries import given, no_contact
from tenants.people.service import Refused


def why_not(case: Case, party: CaseParty) -> LazyString | None:
    """Why they may not be contacted now; None when they may."""
    if why := no_contact(party.person_id):
        return why
    agreed = given(party.person_id, case.incident_id, Purpose.STORE_AND_CONTACT, episode=case.episode)
    protected = select(is_stood_in_for() & ~agreed).where(CaseParty.id == party.id)
    return STOOD_IN_FOR if db.session.scalar(protected) else None


def refuse_contact(case: Case, party: CaseParty) -> None:
    if why := why_not(case, party):
        raise Refused(str(why))
