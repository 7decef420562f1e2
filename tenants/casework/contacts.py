"""Reaching the people of a case: by which way, whether it is safe, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.web.translations import UK
from tenants.casework import sides
from tenants.casework.events import Act, go_on, open_case, party_of, refuse_kept_elsewhere, write_event
from tenants.casework.guards import TWO_WAY
from tenants.casework.kinds import AttemptOutcome, EventKind, TaskKind
from tenants.casework.models import Case, CaseParty, ContactAttempt
from tenants.casework.policy import PartyState
from tenants.casework.reaching import refuse_contact
from tenants.casework.tasks import NewTask, finish_contacts, set_task
from tenants.people import service as people
from tenants.people.models import ContactKind, ContactPoint, Standing, StatedBy
from tenants.people.policy import THEY_CALL, no_message, standing_rule
from tenants.people.service import Check, ContactRules, Refused, WayToReach


@dataclass(frozen=True)
class Attempt:
    """One try to reach a party, or theirs to reach us."""

    contact_point_id: UUID
    outcome: AttemptOutcome
    they_contacted_us: bool
    happened_at: datetime
    next_on: date | None = None  # when they are contacted next, as far as that is settled


def add_way(case_id: UUID, party_id: UUID, way: WayToReach, stated_by: StatedBy, act: Act) -> UUID:
    """One more way to reach a party."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    point_id = people.add_contact_point(party.person_id, way, stated_by)
    write_event(case, EventKind.CONTACT_ADDED, act, party_id=party.id, detail={"kind": str(way.kind)})
    sides.block_new_way(case, party, point_id, act)
    return point_id


def record_contact(case_id: UUID, attempt: Attempt, act: Act) -> None:
    """Write down a contact, and when the next is due. We may only use a way known to be safe; they may use any."""
    case = open_case(case_id, act)
    point, party = _way_of_case(case, attempt.contact_point_id)
    safe = attempt.they_contacted_us or point.standing == Standing.SAFE
    if not attempt.they_contacted_us:
        _refuse_unless_we_may(case, point, party)
    db.session.add(
        ContactAttempt(
            case_id=case.id, party_id=party.id, contact_point_id=point.id, outcome=attempt.outcome, safe_route=safe,
            happened_at=attempt.happened_at, actor_id=act.actor_id,
        )
    )
    if attempt.outcome in TWO_WAY:
        go_on(party, PartyState.CONTACTED)
    left = attempt.outcome == AttemptOutcome.MESSAGE_LEFT and not attempt.they_contacted_us
    if left and no_message(point.kind, point.may_leave_message):
        _ask_if_they_are_safe(case, party, act)
    detail: dict[str, Any] = {
        "outcome": str(attempt.outcome), "kind": point.kind, "they": attempt.they_contacted_us,
        "at": attempt.happened_at.isoformat(),
    }
    write_event(case, EventKind.CONTACT_ATTEMPTED, act, party_id=party.id, detail=detail)
    _set_next(case, party, attempt.next_on, act)


def _ask_if_they_are_safe(case: Case, party: CaseParty, act: Act) -> None:
    """A message stands where somebody else may hear it: the lead finds out today whether that did harm (C5)."""
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.REMINDER, owner_id=case.lead_id, due_on=act.written_at.astimezone(UK).date(),
        party_id=party.id, created_by=act.actor_id,
        words=_("A message was left although none may be left. Make sure that they are safe, and tell a supervisor."),
    ))


def _set_next(case: Case, party: CaseParty, next_on: date | None, act: Act) -> None:
    """What was to do is done by this contact; the next one is for whoever wrote it down."""
    finish_contacts(party.id, act.actor_id)
    if next_on is not None:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.CONTACT, owner_id=act.actor_id, due_on=next_on, party_id=party.id,
            created_by=act.actor_id,
        ))


def _refuse_unless_we_may(case: Case, point: ContactPoint, party: CaseParty) -> None:
    if point.kind == ContactKind.THEY_CALL:
        raise Refused(str(THEY_CALL))
    if point.standing != Standing.SAFE:
        raise Refused(str(standing_rule(point.standing, clashed=point.clashed_at is not None)))
    refuse_contact(case, party)


def check_contact(
    case_id: UUID, contact_point_id: UUID, check: Check, act: Act, rules: ContactRules | None = None
) -> None:
    """Somebody made sure whether a way to reach a party is safe."""
    case = open_case(case_id, act)
    point, party = _way_of_case(case, contact_point_id)
    people.check_contact_point(
        point.id, check, recorded_by=act.actor_id, rules=rules, recorded_at=act.written_at
    )
    write_event(
        case, EventKind.CONTACT_CHECKED, act, party_id=party.id,
        detail={"kind": point.kind, "how": str(check.how), "outcome": str(check.outcome)},
    )


def _way_of_case(case: Case, contact_point_id: UUID) -> tuple[ContactPoint, CaseParty]:
    statement = (
        select(ContactPoint, CaseParty).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
        .where(CaseParty.case_id == case.id, ContactPoint.id == contact_point_id)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise Refused(_("Choose one of the ways to reach the people of this case."))
    refuse_kept_elsewhere(found.CaseParty)
    return found.ContactPoint, found.CaseParty
