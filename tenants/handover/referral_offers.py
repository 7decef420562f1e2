"""Offering a referral that nobody has decided about to another service (DOMAIN E2 T4)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from concord.web.dates import uk_today
from tenants.casework.events import Act, refuse_future
from tenants.handover import policy, previews, queries
from tenants.handover.models import About, Direction, Handover, State, Why
from tenants.handover.service import refuse_unless_live, send
from tenants.people.ledger import given
from tenants.people.models import Person, Purpose
from tenants.people.service import Choice, Refused, record_consent
from tenants.referrals import triage
from tenants.referrals.models import Referral


def offer(  # noqa: PLR0913 - an offer with all that it says
    referral_id: UUID, to: UUID, why: Why, agreed: Choice, act: Act, *, urgent: bool
) -> UUID:
    """Offer it, once its person agreed that this service gets it. It sees no names until it says yes."""
    refuse_future(agreed.decided_on)
    referral = triage.take(referral_id)
    refuse_unless_live(to)
    if queries.open_offer_of(referral_id):
        raise Refused(_("This referral is offered to a service already. Take that back first."))
    record_consent(referral.person_id, referral.incident_id, agreed, recorded_by=act.actor_id)
    handover = Handover(
        id=uuid7(), crossing_id=uuid7(), direction=Direction.OUT, state=State.OFFERED, other_id=to, why=why,
        about=About.REFERRAL, referral_id=referral.id, urgent=urgent, preview=previews.of_referral(referral),
        offered_at=datetime.now(UTC), offered_by=act.actor_id, expires_on=uk_today() + policy.ANSWER_WITHIN,
    )
    send(handover, act)
    return handover.id


def agrees(referral: Referral) -> bool:
    """Whether its person still agrees to the move."""
    still = given(Person.id, referral.incident_id, Purpose.TRANSFER, episode=1)
    return bool(db.session.execute(select(still).where(Person.id == referral.person_id)).scalar_one())
