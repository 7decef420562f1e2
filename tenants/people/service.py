"""The verbs of people: somebody new, a way to reach them, whether it is safe, what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.people.intake import WayToReach, add_person, contact_point, record_online_agreement
from tenants.people.models import (
    Answer,
    CheckedHow,
    Consent,
    ConsentChannel,
    ContactCheck,
    ContactKind,
    ContactPoint,
    Decision,
    Purpose,
    Standing,
    StatedBy,
)

__all__ = [
    "Check",
    "Choice",
    "ContactRules",
    "Refused",
    "WayToReach",
    "add_contact_point",
    "add_person",
    "check_contact_point",
    "record_consent",
    "record_online_agreement",
]

STAFF_WORDING = "staff-1"  # the version of what staff say and print when they ask for an agreement


class Refused(ValueError):
    """The act goes against a rule; the message is a sentence for the one who tried."""


@dataclass(frozen=True)
class ContactRules:
    """How a way to reach somebody may be used, beside whether it is safe at all."""

    may_leave_message: Answer = Answer.UNKNOWN
    may_text: Answer = Answer.UNKNOWN
    who_may_answer: str | None = None
    when_safe: str | None = None


@dataclass(frozen=True)
class Check:
    """How somebody made sure that a way to reach a person is safe, or found that it is not."""

    how: CheckedHow
    with_whom: str
    checked_on: date
    outcome: Standing


@dataclass(frozen=True)
class Choice:
    """What somebody agreed to, refused or took back, and on which day."""

    purpose: Purpose
    decision: Decision
    channel: ConsentChannel
    decided_on: date
    wording_version: str = STAFF_WORDING


def add_contact_point(person_id: UUID, way: WayToReach, stated_by: StatedBy) -> UUID:
    """One more way to reach somebody. Only their own word makes it safe; what others say is unknown until checked."""
    point = contact_point(person_id, way, stated_by)
    point.id = uuid7()
    db.session.add(point)
    db.session.flush()
    point_id: UUID = point.id
    record_act("create", "contact_point", point_id, person=str(person_id))
    return point_id


def check_contact_point(
    point_id: UUID,
    check: Check,
    *,
    recorded_by: UUID,
    rules: ContactRules | None = None,
    recorded_at: datetime | None = None,
) -> None:
    """Somebody made sure whether this way is safe. ``rules`` replaces what was said about its use before."""
    point = db.session.get_one(ContactPoint, (scope.current_tenant_id(), point_id), with_for_update=True)
    if point.kind == ContactKind.THEY_CALL:
        raise Refused(_("They contact us, so there is nothing to check."))
    db.session.add(
        ContactCheck(
            contact_point_id=point_id, how=check.how, with_whom=check.with_whom, checked_on=check.checked_on,
            outcome=check.outcome, recorded_by=recorded_by, recorded_at=recorded_at or datetime.now(UTC),
        )
    )
    point.standing = check.outcome
    if rules is not None:
        point.may_leave_message, point.may_text = rules.may_leave_message, rules.may_text
        point.who_may_answer, point.when_safe = rules.who_may_answer, rules.when_safe
    db.session.flush()
    record_act("change", "contact_point", point_id, standing=str(check.outcome), how=str(check.how))


def record_consent(
    person_id: UUID,
    incident_id: UUID | None,
    choice: Choice,
    *,
    recorded_by: UUID | None,
    recorded_at: datetime | None = None,
) -> UUID:
    """One more entry of the ledger. Nothing in it is ever changed; the newest decision counts."""
    if choice.decision == Decision.WITHDRAWN:
        _refuse_ineffective_withdrawal(person_id, choice)
    consent = Consent(
        id=uuid7(), person_id=person_id, incident_id=incident_id, purpose=choice.purpose, decision=choice.decision,
        channel=choice.channel, wording_version=choice.wording_version, decided_on=choice.decided_on,
        recorded_by=recorded_by, recorded_at=recorded_at or datetime.now(UTC),
    )
    db.session.add(consent)
    db.session.flush()
    codes = {"purpose": str(choice.purpose), "decision": str(choice.decision)}
    record_act("decide", "consent", consent.id, person=str(person_id), **codes)
    return consent.id


def _refuse_ineffective_withdrawal(person_id: UUID, choice: Choice) -> None:
    """A withdrawal dated before the agreement would count for nothing, so nobody may record one by mistake."""
    statement = select(func.max(Consent.decided_on)).where(
        Consent.person_id == person_id, Consent.purpose == choice.purpose, Consent.decision == Decision.GIVEN
    )
    given_on = db.session.execute(statement).scalar_one()
    if given_on and choice.decided_on < given_on:
        raise Refused(_("They agreed on a later day than this. Give the day of the withdrawal, or today."))
