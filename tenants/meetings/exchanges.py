"""Letters, messages and recordings: read, checked by somebody else, approved by whoever sends it, released, passed on.

Nothing reaches the other side before its release, and only a release widens who may see it (DOMAIN A7, E2 T9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.events import Act, NoSuchCase, any_party_of
from tenants.casework.kinds import Audience
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT
from tenants.meetings import status
from tenants.meetings.exchange_models import STEPS, Exchange
from tenants.meetings.models import Activity
from tenants.meetings.policy import MAY_GO_AHEAD, ActivityStatus, ExchangeKind
from tenants.people.service import Refused

GOES_OVER = ("released", "passed_on")  # only while the exchange is under way: both said that day that they go on


@dataclass(frozen=True, kw_only=True)
class Given:
    """What one side gives us for the other."""

    from_party_id: UUID
    to_party_id: UUID
    kind: ExchangeKind
    words: str | None = None
    document_id: UUID | None = None


def add_exchange(case_id: UUID, activity_id: UUID, given: Given, act: Act) -> UUID:
    """Only the side it comes from may ever see it, until it is released."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless(activity, *MAY_GO_AHEAD)
    sender, receiver = any_party_of(case, given.from_party_id), any_party_of(case, given.to_party_id)
    if sender.kept_by_id or receiver.kept_by_id:
        raise Refused(_(
            "Another service works with one of them, and nothing is passed on to it from here. Let a second person "
            "check it, then bring it to that service by hand or by a secure e-mail of your own."
        ))
    if sender.role == receiver.role:
        raise Refused(_("Choose somebody of the other side."))
    if not given.words and not given.document_id:
        raise Refused(_("Write the words, or add a file."))
    exchange = Exchange(
        id=uuid7(), activity_id=activity.id, from_party_id=sender.id, to_party_id=receiver.id, kind=given.kind,
        audience=Audience(sender.role), words=given.words, document_id=given.document_id, recorded_by=act.actor_id,
        recorded_at=act.written_at,
    )
    db.session.add(exchange)
    _say(case, activity, exchange, "written", act)
    return exchange.id


def take_step(case_id: UUID, activity_id: UUID, exchange_id: UUID, step: str, act: Act) -> None:
    """The next step, by whoever acts. A step that was taken already changes nothing."""
    case, activity = status.plan_of(case_id, activity_id, act)
    exchange = _exchange(activity, exchange_id)
    if getattr(exchange, f"{step}_at"):
        return
    if exchange.returned_at or step != next_step(exchange):
        raise Refused(_("Something else comes first. Look at it again."))
    if step == "checked" and exchange.read_by == act.actor_id:
        raise Refused(_("You have read it yourself. Somebody else must check it."))
    status.refuse_unless(activity, *MAY_GO_AHEAD)
    if step in GOES_OVER:
        _refuse_unless_both_go_on(case, activity, exchange)
    setattr(exchange, f"{step}_at", act.written_at)
    setattr(exchange, f"{step}_by", act.actor_id)
    if step == "released":
        exchange.audience = Audience.BOTH
    _say(case, activity, exchange, step, act)


def give_back(case_id: UUID, activity_id: UUID, exchange_id: UUID, act: Act) -> None:
    """It goes no further: it must be written anew, or the sender or the receiver does not want it."""
    case, activity = status.plan_of(case_id, activity_id, act)
    exchange = _exchange(activity, exchange_id)
    if exchange.passed_on_at:
        raise Refused(_("It was passed on already."))
    if exchange.returned_at is None:
        exchange.returned_at = datetime.now(UTC)
        _say(case, activity, exchange, "returned", act)


def next_step(exchange: Exchange) -> str | None:
    """What comes next; None when it has arrived or goes no further."""
    if exchange.returned_at:
        return None
    return next((step for step in STEPS if getattr(exchange, f"{step}_at") is None), None)


def _refuse_unless_both_go_on(case: Case, activity: Activity, exchange: Exchange) -> None:
    if activity.status != ActivityStatus.UNDER_WAY:
        raise Refused(_("Start the exchange on its day first. That makes sure that both still want it."))
    parties = select(CaseParty.state).where(CaseParty.id.in_((exchange.from_party_id, exchange.to_party_id)))
    if set(db.session.execute(parties.where(CaseParty.case_id == case.id)).scalars()) & set(OUT):
        raise Refused(_("One of them does not take part any more."))


def _exchange(activity: Activity, exchange_id: UUID) -> Exchange:
    statement = select(Exchange).where(Exchange.activity_id == activity.id, Exchange.id == exchange_id)
    exchange = db.session.execute(statement.with_for_update()).scalar_one_or_none()
    if exchange is None:
        raise NoSuchCase(str(exchange_id))
    return exchange


def _say(case: Case, activity: Activity, exchange: Exchange, step: str, act: Act) -> None:
    db.session.flush()
    status.say(case, activity, act, exchange=str(exchange.id), step=step)
