"""When a case may be worked on with another service, and what of a person may cross."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import or_, select

from concord.database import db
from tenants.casework.guards import GUARDS, evaluate, refusals
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import MOVABLE, OUT, PartyState
from tenants.handover import policy
from tenants.people.ledger import given
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

ASKED_FIRST = "initiator_agreed"  # nobody approaches the other person before


def refuse_unless_may_be_shared(case: Case, their_role: str) -> None:
    """The rules of a joint case, asked before anybody hears of it and again when the other side says yes."""
    parties = parties_of(case)
    ours = [party for party in parties if party.role != their_role and party.state not in OUT]
    theirs = [party for party in parties if party.role == their_role and party.kept_by_id is None]
    if case.stage not in MOVABLE:
        raise Refused(_("The case cannot be shared with another service where it stands."))
    if not ours:
        raise Refused(_("Nobody would be left for you to work with. Hand the whole case over instead."))
    if any(party.state in OUT for party in theirs):
        raise Refused(_("The other person has left the case."))
    if failing := refusals(evaluate(case.id, (ASKED_FIRST,))):
        raise Refused(*(str(guard.refusal) for guard in failing))
    agreed = who_agreed(case)
    if any(party.state != PartyState.NOT_CONTACTED and party.id not in agreed for party in (*ours, *theirs)):
        raise Refused(str(GUARDS["transfer_agreed"].refusal))


def parties_of(case: Case) -> list[CaseParty]:
    """Everybody of a case, whoever came first before the others; not who came by mistake."""
    statement = select(CaseParty).where(CaseParty.case_id == case.id, CaseParty.state != PartyState.TAKEN_OUT)
    return list(db.session.scalars(statement.order_by(CaseParty.added_at, CaseParty.id)))


def kept_there(parties: list[CaseParty]) -> list[CaseParty]:
    """Those who are with the other service now, not those of one with whom that is over."""
    return [party for party in parties if party.kept_by_id and party.state != PartyState.ELSEWHERE]


def who_agreed(case: Case) -> set[object]:
    """The parties who agreed that another service hears of them."""
    agreed = (
        given(CaseParty.person_id, Case.incident_id, purpose, episode=Case.episode)
        for purpose in policy.AGREED_TO_SHARE
    )
    statement = select(CaseParty.id).join(Case, Case.id == CaseParty.case_id).where(Case.id == case.id, or_(*agreed))
    return set(db.session.scalars(statement))


def opposite(role: str) -> PartyRole:
    return PartyRole.HARMED if role == PartyRole.RESPONSIBLE else PartyRole.RESPONSIBLE
