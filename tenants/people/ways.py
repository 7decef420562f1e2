"""The verbs of one way to reach a person: added, its rules changed, made sure whether it is safe, ended (DOMAIN C5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.translations import UK, uk_date
from tenants.people import policy
from tenants.people.intake import WayToReach, contact_point
from tenants.people.models import (
    Answer,
    CheckedHow,
    ContactCheck,
    ContactKind,
    ContactPoint,
    Person,
    ShowNumber,
    Standing,
    StatedBy,
)
from tenants.people.refusals import Refused
from tenants.people.values import value_token


@dataclass(frozen=True)
class ContactRules:
    """How a way to reach somebody may be used, beside whether it is safe at all."""

    may_leave_message: Answer = Answer.UNKNOWN
    may_text: Answer = Answer.UNKNOWN
    who_may_answer: str | None = None
    when_safe: str | None = None


@dataclass(frozen=True)
class AllRules(ContactRules):
    """All that somebody may say about it."""

    show_number: ShowNumber = ShowNumber.UNKNOWN
    say_from: str | None = None
    safe_word: str | None = None
    relay: str | None = None
    plain_envelope: Answer = Answer.UNKNOWN
    shared: Answer = Answer.UNKNOWN
    watched: Answer = Answer.UNKNOWN


@dataclass(frozen=True)
class Check:
    """How somebody made sure that a way to reach a person is safe, or found that it is not."""

    how: CheckedHow
    with_whom: str
    checked_on: date
    outcome: Standing


RULE_NAMES = tuple(AllRules.__dataclass_fields__)


def rules_of(point: ContactPoint) -> AllRules:
    """What is said about the use of this way now."""
    return AllRules(**{name: getattr(point, name) for name in RULE_NAMES})


def locked_way(point_id: UUID) -> ContactPoint:
    """One way, for this act alone until the transaction ends."""
    key = (scope.current_tenant_id(), point_id)
    return db.session.get_one(ContactPoint, key, with_for_update=True, populate_existing=True)


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
    """Somebody made sure whether this way is safe. ``rules`` replaces what was said of its use before."""
    point = locked_way(point_id)
    _refuse_to_check(point, check.checked_on)
    db.session.add(
        ContactCheck(
            contact_point_id=point_id, how=check.how, with_whom=check.with_whom, checked_on=check.checked_on,
            outcome=check.outcome, recorded_by=recorded_by, recorded_at=recorded_at or datetime.now(UTC),
        )
    )
    point.standing = check.outcome
    point.version += 1
    if rules is not None:
        _set_rules(point, rules)
    db.session.flush()
    record_act("change", "contact_point", point_id, standing=str(check.outcome), how=str(check.how))


def change_rules(point_id: UUID, rules: AllRules, stated_by: StatedBy) -> None:
    """How this way may be used. What anybody but the person says can only make us more careful."""
    point = locked_way(point_id)
    _refuse_ended(point)
    _set_rules(point, rules if stated_by == StatedBy.SELF else more_careful(rules_of(point), rules))
    point.version += 1
    db.session.flush()
    record_act("change", "contact_point", point_id, rules="changed")


def more_careful(now: AllRules, said: AllRules) -> AllRules:
    """Of each rule the more careful one; a safe word that the person did not choose proves nothing to them."""
    codes = {
        name: max(getattr(now, name), getattr(said, name), key=order.index)
        for name, order in policy.MORE_CAREFUL.items()
    }
    words = {name: getattr(said, name) for name in ("who_may_answer", "when_safe", "say_from", "relay")}
    return AllRules(**codes, **words, safe_word=now.safe_word)


def end_contact_point(point_id: UUID) -> None:
    """This way is no longer theirs: nobody uses it again."""
    point = locked_way(point_id)
    _refuse_ended(point)
    point.ended_at, point.standing = func.now(), Standing.UNSAFE
    point.version += 1
    db.session.flush()
    record_act("change", "contact_point", point_id, standing=str(Standing.UNSAFE), ended="yes")


def block_what_others_hold(
    person_id: UUID, others: Collection[UUID], at: datetime, *, only: UUID | None = None
) -> set[UUID]:
    """What a person and somebody of the other side both hold may be used with neither until checked after this.

    ``only`` narrows it to one way that is new. Gives those for whom something was blocked.
    """
    _lock_people({person_id, *others})
    here, there = _held_by([person_id]), _held_by(others)
    both = {point.value_token for point in here if only in {None, point.id}} & {point.value_token for point in there}
    blocked = [point for point in (*here, *there) if point.value_token in both]
    for point in blocked:
        point.standing, point.clashed_at = Standing.UNKNOWN, at
        point.version += 1
        record_act("change", "contact_point", point.id, standing=str(Standing.UNKNOWN), both_sides="yes")
    db.session.flush()
    return {point.person_id for point in blocked}


def _lock_people(people: Collection[UUID]) -> None:
    """Of two who add the same number on both sides at once, the second waits and then sees the first's."""
    db.session.execute(select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update())


def _held_by(people: Collection[UUID]) -> list[ContactPoint]:
    """Every way of these people that can be compared; those from before there were tokens get theirs now."""
    statement = select(ContactPoint).where(
        ContactPoint.person_id.in_(people), ContactPoint.ended_at.is_(None),
        ContactPoint.kind != ContactKind.THEY_CALL,
    ).order_by(ContactPoint.id).with_for_update()
    points = db.session.execute(statement).scalars().all()
    for point in points:
        point.value_token = point.value_token or value_token(point.kind, point.value)
    return [point for point in points if point.value_token]


def _refuse_to_check(point: ContactPoint, checked_on: date) -> None:
    if point.kind == ContactKind.THEY_CALL:
        raise Refused(_("They contact us, so there is nothing to check."))
    _refuse_ended(point)
    if point.clashed_at and checked_on < (found_on := point.clashed_at.astimezone(UK).date()):
        raise Refused(_("It was found for both sides on %(day)s. Check it again after that.", day=uk_date(found_on)))


def _refuse_ended(point: ContactPoint) -> None:
    if point.ended_at:
        raise Refused(_("It is no longer theirs."))


def _set_rules(point: ContactPoint, rules: ContactRules) -> None:
    for name, answer in vars(rules).items():
        setattr(point, name, answer)
