"""The verbs of a handover: offer, take back, accept, reject. What crosses to the other service follows as an event."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account
from concord.identity.permissions import Role
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.casework.events import open_case, write_event
from tenants.casework.guards import Unmet, evaluate, refusals
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.list_queries import staff_who_record
from tenants.casework.models import Case
from tenants.casework.policy import Stage, transition
from tenants.casework.service import Act, Refused
from tenants.casework.tasks import NewTask, set_task
from tenants.handover import joint_rules, policy, previews, queries
from tenants.handover.door import SUBJECT
from tenants.handover.models import STAYS_HERE, About, Direction, Handover, Rejection, State, Why
from tenants.handover.parcels import Together
from tenants.referrals.models import Referral
from tenants.registry.serving import live_services

# Events: each step that concerns the other service crosses the door after this is committed.
OFFER, ANSWER, END, PACK = "handover.offer", "handover.answer", "handover.end", "handover.pack"


class NoSuchHandover(LookupError):
    """The bound service has none of this id."""


def offer(  # noqa: PLR0913 - an offer with all that it says
    case_id: UUID, to: UUID, why: Why, act: Act, *, urgent: bool, together: Together | None = None, words: str = "",
) -> UUID:
    """Offer a case to another service, whole or to work on together. It sees no names until it says yes.

    ``words`` are what the other service of a joint case may read of what happened.
    """
    case = open_case(case_id, act)
    refuse_unless_live(to)
    if queries.open_handover(case_id):
        raise Refused(_("This case is offered to a service already. Take that back first."))
    if queries.other_service_of(case_id):
        raise Refused(_("You work on this case together with another service already."))
    if together:
        joint_rules.refuse_unless_may_be_shared(case, together.receivers_role)
    else:
        _refuse_unless_may_go(case, act)
    handover = Handover(
        id=uuid7(), crossing_id=uuid7(), direction=Direction.OUT, state=State.OFFERED, other_id=to, case_id=case_id,
        why=why, urgent=urgent, preview=previews.preview(case), offered_at=datetime.now(UTC), offered_by=act.actor_id,
        expires_on=uk_today() + policy.ANSWER_WITHIN, their_role=together.receivers_role if together else None,
        we_lead=together.sender_leads if together else None, words=words or None,
    )
    send(handover, act)
    return handover.id


def refuse_unless_live(to: UUID) -> None:
    if to not in {service.id for service in live_services()} - {scope.current_tenant_id()}:
        raise Refused(_("Choose a service."))


def send(handover: Handover, act: Act) -> None:
    """A new offer is on record here, and goes on its way."""
    db.session.add(handover)
    tell(handover, act)
    emit(OFFER, Lane.INTERACTIVE, handover_id=handover.id)


def withdraw(handover_id: UUID, act: Act) -> None:
    """Take an offer back, as long as what was offered is still here."""
    handover = locked(handover_id)
    if handover.direction != Direction.OUT or handover.state != State.OFFERED:
        raise Refused(_("This offer cannot be taken back any more."))
    end(handover, State.WITHDRAWN, act)


def expire() -> int:
    """Daily: offers that nobody answered in time end; how many there were."""
    statement = select(Handover.id).where(
        Handover.direction == Direction.OUT, Handover.state == State.OFFERED, Handover.expires_on < uk_today()
    )
    due = list(db.session.scalars(statement))
    for handover_id in due:
        handover = locked(handover_id)
        end(handover, State.EXPIRED, as_whoever_offered(handover))
    return len(due)


def accept(handover_id: UUID, lead_id: UUID | None, actor_id: UUID) -> None:
    """Take what was offered. It comes whole, a moment later: a case for this lead, a referral for nobody yet."""
    handover = _waiting_here(handover_id)
    if handover.about == About.REFERRAL:
        lead_id = None
    elif lead_id not in dict(staff_who_record()):
        raise Refused(_("Choose a member of staff who can work on cases."))
    handover.state, handover.lead_id = State.ACCEPTED, lead_id
    _decided(handover, actor_id)


def reject(handover_id: UUID, rejection: Rejection, actor_id: UUID) -> None:
    """Say no to what was offered."""
    handover = _waiting_here(handover_id)
    handover.state, handover.rejection = State.REJECTED, rejection
    _decided(handover, actor_id)


def _waiting_here(handover_id: UUID) -> Handover:
    handover = locked(handover_id)
    if handover.direction != Direction.IN or handover.state != State.OFFERED or handover.expires_on < uk_today():
        raise Refused(_("This offer is not open any more."))
    return handover


def _decided(handover: Handover, actor_id: UUID) -> None:
    handover.decided_at, handover.decided_by = datetime.now(UTC), actor_id
    db.session.flush()
    record_act("decide", SUBJECT, handover.id, state=str(handover.state))
    emit(ANSWER, Lane.INTERACTIVE, handover_id=handover.id)


def _refuse_unless_may_go(case: Case, act: Act) -> None:
    """The rules of the move (T4), before anybody hears of it. They are asked again when the other side says yes."""
    step = transition(case.stage, Stage.TRANSFERRED)
    if step is None or not act.can(step.permission):
        raise Refused(_("The case cannot go to another service from where it is."))
    if failing := refusals(evaluate(case.id, step.guards)):
        raise Unmet(failing, act.happened_on)


def end(handover: Handover, state: State, act: Act) -> None:
    """The offer is over; the other service hears of it."""
    handover.state = state
    tell(handover, act)
    emit(END, Lane.SAFETY, handover_id=handover.id)


def tell(handover: Handover, act: Act) -> None:
    """A line on the timeline of the case, or of the audit for a referral, which has none of its own."""
    db.session.flush()
    state = str(handover.state)
    if handover.case_id is None:
        record_act("change", "referral", handover.referral_id, handover=str(handover.id), state=state)
        return
    case = db.session.get_one(Case, (scope.current_tenant_id(), handover.case_id))
    other = db.session.get_one(Organisation, handover.other_id)
    write_event(case, EventKind.HANDED_OVER, act, detail={"service": other.name, "state": state})
    if state in STAYS_HERE:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.REMINDER, owner_id=case.lead_id, made_for=f"stays:{handover.id}",
            due_on=add_working_days(uk_today(), policy.ASK_AGAIN_WORKING_DAYS),
            words=_("The case stays here after all. Tell each person who agreed to the move."),
        ))


def locked(handover_id: UUID) -> Handover:
    """A handover of the bound service, for this act alone; what it is about is locked first, as everywhere."""
    for table, key in ((Case, Handover.case_id), (Referral, Handover.referral_id)):
        about = select(key).where(Handover.id == handover_id).scalar_subquery()
        db.session.execute(select(table.id).where(table.id == about).with_for_update())
    handover = db.session.get(
        Handover, (scope.current_tenant_id(), handover_id), with_for_update=True, populate_existing=True
    )
    if handover is None:
        raise NoSuchHandover(str(handover_id))
    return handover


def as_whoever_offered(handover: Handover) -> Act:
    """What follows from an offer happens in the name of whoever made it, with the rights they have now."""
    account = db.session.get_one(Account, (handover.tenant_id, handover.offered_by))
    return Act(account.id, Role(account.role), uk_today())
