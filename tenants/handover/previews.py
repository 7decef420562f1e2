"""The sealed preview of what is offered: what another service needs to know to say yes or no, in codes, no name."""

from __future__ import annotations

from sqlalchemy import select

from concord.database import db
from concord.tenancy import scope
from concord.web.translations import UK
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.casework.record_models import CaseFacts
from tenants.people.models import Answer, Person, PersonNeeds
from tenants.referrals.models import Incident, Referral

NEEDS = ("interpreter", "access", "culture", "faith", "timing")


def preview(case: Case) -> dict[str, str]:
    """Codes by the names of `words.PREVIEW`; several in one are joined by spaces. Never what somebody wrote."""
    incident = db.session.get_one(Incident, (scope.current_tenant_id(), case.incident_id))
    facts = db.session.execute(select(CaseFacts).where(CaseFacts.case_id == case.id)).scalar_one_or_none()
    people = db.session.execute(
        select(CaseParty.role, Person.language, PersonNeeds)
        .join(Person, Person.id == CaseParty.person_id)
        .join(PersonNeeds, PersonNeeds.person_id == Person.id, isouter=True)
        .where(CaseParty.case_id == case.id, CaseParty.state != PartyState.TAKEN_OUT)
        .order_by(CaseParty.added_at, CaseParty.id)
    ).all()
    needed = {name for row in people for name in _needed(row.PersonNeeds)}
    return {
        "incident": incident.kind, "area": incident.area_code or "",
        "crime_group": facts.crime_group if facts else "", "justice_stage": facts.justice_stage if facts else "",
        "complexity": facts.complexity if facts else "", "stage": case.stage,
        "people": " ".join(row.role for row in people),
        "languages": " ".join(sorted({row.language for row in people})),
        "needs": " ".join(name for name in NEEDS if name in needed),
        "opened": case.opened_at.astimezone(UK).strftime("%Y-%m"),
    }


def of_referral(referral: Referral) -> dict[str, str]:
    """The same of a referral, with the days that somebody waits for."""
    here = scope.current_tenant_id()
    incident = db.session.get_one(Incident, (here, referral.incident_id))
    person = db.session.get_one(Person, (here, referral.person_id))
    needs = db.session.scalars(select(PersonNeeds).where(PersonNeeds.person_id == person.id)).one_or_none()
    return {
        "incident": incident.kind, "area": incident.area_code or "", "people": referral.person_role,
        "under_18": "" if referral.under_18 == Answer.UNKNOWN else referral.under_18, "source": referral.source,
        "languages": person.language, "needs": " ".join(_needed(needs)),
        "received": referral.received_at.astimezone(UK).date().isoformat(),
        "deadline": referral.disposal_deadline.isoformat() if referral.disposal_deadline else "",
    }


def _needed(needs: PersonNeeds | None) -> list[str]:
    return [name for name in NEEDS if needs and getattr(needs, name)]
