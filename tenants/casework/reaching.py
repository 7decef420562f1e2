"""Whether we may contact somebody at all, whichever way (DOMAIN A5, A7, T7)."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy import case as choose
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.casework.absence import is_stood_in_for
from tenants.casework.conditions import led_by_responsible
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.people.models import Purpose
from tenants.people.policy import STOOD_IN_FOR
from tenants.people.queries import given, no_contact
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole, Referral

NOT_APPROACHED = _(
    "Nobody of the other side has agreed yet that we contact them. Write that down first. They may always contact us."
)
TAKEN_OUT = _("They are not part of this case any more.")


class NotApproached(Refused):
    """Put right where somebody of the other side says that they agree to it."""

    page: ClassVar[str] = "casework.consent"


def why_not(case: Case, party: CaseParty) -> LazyString | None:
    """Why they may not be contacted now; None when they may."""
    if party.state == PartyState.TAKEN_OUT:
        return TAKEN_OUT
    if why := no_contact(party.person_id):
        return why
    agreed = given(party.person_id, case.incident_id, Purpose.STORE_AND_CONTACT, episode=case.episode)
    if db.session.scalar(_of(party, is_stood_in_for() & ~agreed)):
        return STOOD_IN_FOR
    return None if db.session.scalar(_of(party, agreed | may_be_approached())) else NOT_APPROACHED


def refuse_contact(case: Case, party: CaseParty) -> None:
    if why := why_not(case, party):
        raise (NotApproached if why is NOT_APPROACHED else Refused)(str(why))


def may_be_approached() -> ColumnElement[bool]:
    """Somebody may be contacted for the first time: their side asked for it, they came with a referral of their own, or
    somebody of the other side agreed to it (T7). With whom that began it goes on, as when they hear that it ends; and
    what was said to another service is for that one to know."""
    other = aliased(CaseParty)
    agreed = given(other.person_id, Case.incident_id, Purpose.APPROACH_OTHER, episode=Case.episode)
    across = exists().where(
        other.case_id == Case.id, other.role != CaseParty.role, other.state != PartyState.TAKEN_OUT,
        or_(agreed, other.kept_by_id.is_not(None)),
    ).correlate(Case, CaseParty)
    referred = exists().where(
        Referral.case_id == Case.id, Referral.person_id == CaseParty.person_id
    ).correlate(Case, CaseParty)
    asked = choose((led_by_responsible(), PartyRole.RESPONSIBLE), else_=PartyRole.HARMED)
    return or_(CaseParty.state != PartyState.NOT_CONTACTED, CaseParty.role == asked, referred, across)


def _of(party: CaseParty, condition: ColumnElement[bool]) -> Select[bool]:
    return select(condition).join(Case, Case.id == CaseParty.case_id).where(CaseParty.id == party.id)
