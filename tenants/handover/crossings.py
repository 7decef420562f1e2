"""What crosses between two services: for each step the sender's half, an event, and the taker's half behind the door.

A sender locks nothing while it crosses: two services that send to each other at once must not wait for one another.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit, handles
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from tenants.casework.policy import Stage
from tenants.casework.service import Act, Refused, move
from tenants.handover import joint_crossings, joint_ending, policy, referral_crossings
from tenants.handover.door import Closed, pass_on, takes
from tenants.handover.models import About, Direction, Handover, Rejection, State, Why
from tenants.handover.packing import pack
from tenants.handover.parcels import Answer, Arrived, Ended, Offer, Package, ReferralPackage
from tenants.handover.service import ANSWER, END, OFFER, PACK, as_whoever_offered, end, locked, tell
from tenants.handover.unpacking import unpack
from tenants.notifications.service import HANDOVER_OFFERED

ARRIVE = "handover.arrive"


def _crossing(crossing_id: UUID, other: UUID, direction: Direction) -> Handover | None:
    """Our side of a handover with that service; a parcel about one with somebody else does not come in."""
    found = db.session.scalar(select(Handover.id).where(Handover.crossing_id == crossing_id))
    handover = locked(found) if found else None
    if handover is not None and (handover.other_id != other or handover.direction != direction):
        raise Closed("this handover is with another service")
    return handover


def _known(crossing_id: UUID, other: UUID, direction: Direction) -> Handover:
    handover = _crossing(crossing_id, other, direction)
    if handover is None:
        raise Closed("nobody here knows of this handover")
    return handover


def _here(event: OutboxEvent) -> Handover:
    return db.session.get_one(Handover, (scope.current_tenant_id(), UUID(event.ids["handover_id"])))


def _send_offer(event: OutboxEvent) -> None:
    handover = _here(event)
    if handover.state == State.OFFERED:
        pass_on(handover.other_id, Offer(
            crossing_id=handover.crossing_id, why=Why(handover.why), urgent=handover.urgent, preview=handover.preview,
            offered_at=handover.offered_at, expires_on=handover.expires_on, together=joint_crossings.terms_of(handover),
            about=About(handover.about),
        ))


@takes(Offer)
def _take_offer(sender: UUID, offered: Offer) -> None:
    if _crossing(offered.crossing_id, sender, Direction.IN):
        return
    if offered.about == About.REFERRAL and offered.together:
        raise Closed("nobody works on a referral together")
    handover = Handover(
        id=uuid7(), crossing_id=offered.crossing_id, direction=Direction.IN, state=State.OFFERED, other_id=sender,
        why=offered.why, urgent=offered.urgent, preview=offered.preview, offered_at=offered.offered_at,
        expires_on=offered.expires_on, about=offered.about, **joint_crossings.here(offered.together),
    )
    db.session.add(handover)
    db.session.flush()
    emit(HANDOVER_OFFERED, Lane.INTERACTIVE, handover_id=handover.id)


def _send_answer(event: OutboxEvent) -> None:
    handover = _here(event)
    if handover.state in {State.ACCEPTED, State.REJECTED} and handover.decided_at:
        rejection = Rejection(handover.rejection) if handover.rejection else None
        pass_on(handover.other_id, Answer(
            crossing_id=handover.crossing_id, decided_at=handover.decided_at, rejection=rejection
        ))


@takes(Answer)
def _take_answer(sender: UUID, answer: Answer) -> None:
    handover = _known(answer.crossing_id, sender, Direction.OUT)
    if handover.state in {State.WITHDRAWN, State.EXPIRED}:
        emit(END, Lane.SAFETY, handover_id=handover.id)  # their answer and our word crossed on the way
    if handover.state != State.OFFERED:
        return
    act = as_whoever_offered(handover)
    handover.decided_at = answer.decided_at
    if answer.rejection:
        handover.state, handover.rejection = State.REJECTED, answer.rejection
        tell(handover, act)
        return
    if handover.is_joint:
        joint_crossings.begin(handover, act)
    else:
        _let_go(handover, act)


def _let_go(handover: Handover, act: Act) -> None:
    """From this moment nobody writes in it here. If it may not go any more, the offer is taken back."""
    try:
        with db.session.begin_nested():
            if handover.referral_id:
                referral_crossings.let_go(handover.referral_id, act)
            elif handover.case_id:
                move(handover.case_id, Stage.TRANSFERRED, act)
    except Refused:
        end(handover, State.WITHDRAWN, act)
        return
    handover.state = State.ACCEPTED
    db.session.flush()
    emit(PACK, Lane.INTERACTIVE, handover_id=handover.id)


def _send_end(event: OutboxEvent) -> None:
    handover = _here(event)
    pass_on(handover.other_id, Ended(crossing_id=handover.crossing_id, state=State(handover.state)))


@takes(Ended)
def _take_end(sender: UUID, ended: Ended) -> None:
    handover = _crossing(ended.crossing_id, sender, Direction.IN)
    if handover is not None and handover.state in policy.OPEN and ended.state in {State.WITHDRAWN, State.EXPIRED}:
        handover.state = ended.state
        db.session.flush()


def _send_package(event: OutboxEvent) -> None:
    handover = _here(event)
    if handover.state == State.ACCEPTED and handover.referral_id:
        pass_on(handover.other_id, referral_crossings.pack(handover))
    elif handover.state == State.ACCEPTED:
        pass_on(handover.other_id, pack(handover))
    elif handover.state == State.TOGETHER:
        pass_on(handover.other_id, joint_crossings.pack(handover))


@takes(Package)
def _take_package(sender: UUID, package: Package) -> None:
    if handover := _expected(package.crossing_id, sender, About.CASE):
        handover.case_id = unpack(handover, package, db.session.get_one(Organisation, sender).name)
        _arrived(handover)


@takes(ReferralPackage)
def _take_referral(sender: UUID, package: ReferralPackage) -> None:
    if handover := _expected(package.crossing_id, sender, About.REFERRAL):
        handover.referral_id = referral_crossings.unpack(
            handover, package, db.session.get_one(Organisation, sender).name
        )
        _arrived(handover)


def _expected(crossing_id: UUID, sender: UUID, about: About) -> Handover | None:
    """Only what somebody here said yes to comes in, and only once: None when it is here already."""
    handover = _known(crossing_id, sender, Direction.IN)
    if handover.about != about or handover.is_joint:
        raise Closed("what somebody here said yes to is something else")
    if handover.state == State.MOVED:
        return None
    if handover.state != State.ACCEPTED:
        raise Closed("nobody here said yes to this")
    return handover


def _arrived(handover: Handover) -> None:
    handover.state, handover.moved_at = State.MOVED, datetime.now(UTC)
    db.session.flush()
    emit(ARRIVE, Lane.INTERACTIVE, handover_id=handover.id)


def _send_arrival(event: OutboxEvent) -> None:
    handover = _here(event)
    if handover.moved_at:
        pass_on(handover.other_id, Arrived(crossing_id=handover.crossing_id, moved_at=handover.moved_at))


@takes(Arrived)
def _take_arrival(sender: UUID, arrived: Arrived) -> None:
    handover = _known(arrived.crossing_id, sender, Direction.OUT)
    if handover.state == State.ACCEPTED:
        handover.state, handover.moved_at = State.MOVED, arrived.moved_at
        db.session.flush()


def register(app: Flask) -> None:
    """Let the workers carry out each step."""
    steps = {OFFER: _send_offer, ANSWER: _send_answer, END: _send_end, PACK: _send_package, ARRIVE: _send_arrival,
             joint_ending.END: joint_ending.send_end}
    for kind, step in steps.items():
        handles(app, kind, step)
