"""Ways to reach people, whether they are safe, and the ledger of what people agreed to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from harness import Service, World
from tenants.people import service as people
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
from tenants.people.policy import Said, usage_rules
from tenants.people.queries import does_not_want_contact, person_with_ways
from tenants.people.service import Check, Choice, ContactRules, Refused, WayToReach

PHONE = WayToReach(kind=ContactKind.PHONE, value="+447700900123")


def point(point_id: UUID) -> ContactPoint:
    return db.session.get_one(ContactPoint, (scope.current_tenant_id(), point_id))


@pytest.mark.parametrize(("stated_by", "says", "standing"), [
    (StatedBy.SELF, Answer.YES, Standing.SAFE),
    (StatedBy.SELF, Answer.NO, Standing.UNSAFE),
    (StatedBy.SELF, Answer.UNKNOWN, Standing.UNKNOWN),
    (StatedBy.OTHER, Answer.YES, Standing.UNKNOWN),
    (StatedBy.OTHER, Answer.NO, Standing.UNKNOWN),
])
def test_only_their_own_word_makes_a_way_safe(
    world: World, service: Service, stated_by: StatedBy, says: Answer, standing: Standing
) -> None:
    way = WayToReach(kind=ContactKind.PHONE, value="+447700900123", safe=says, may_text=Answer.YES)
    with world.inside(service):
        person = people.add_person("Hattie Example", (), StatedBy.SELF)
        added = point(people.add_contact_point(person.id, way, stated_by))
        assert added.standing == standing
        assert added.may_text == (Answer.YES if stated_by == StatedBy.SELF else Answer.UNKNOWN)


@pytest.mark.parametrize("outcome", [Standing.SAFE, Standing.UNSAFE])
def test_a_check_is_kept_with_how_with_whom_and_when_and_decides(
    world: World, service: Service, outcome: Standing
) -> None:
    staff = world.account(service, Role.FACILITATOR)
    day = uk_today() - timedelta(days=2)
    with world.inside(service):
        person = people.add_person("Hattie Example", (PHONE,), StatedBy.OTHER)
        _name, [way] = person_with_ways(person.id)
        check = Check(CheckedHow.THROUGH_PROFESSIONAL, "Her social worker", day, outcome)
        rules = ContactRules(may_leave_message=Answer.NO, when_safe="Mornings")
        people.check_contact_point(way.id, check, recorded_by=staff.id, rules=rules)
        _name, [checked] = person_with_ways(person.id)
        kept = db.session.execute(
            select(ContactCheck.how, ContactCheck.with_whom, ContactCheck.checked_on)
            .where(ContactCheck.contact_point_id == way.id)
        ).one()
        written = db.session.execute(
            select(AuditEntry.detail).where(AuditEntry.subject_id == way.id, AuditEntry.action == "change")
        ).scalars().all()
    assert not way.may_be_used
    assert checked.may_be_used is (outcome == Standing.SAFE)
    assert (checked.may_leave_message, checked.when_safe) == (Answer.NO, "Mornings")
    assert tuple(kept) == (CheckedHow.THROUGH_PROFESSIONAL, "Her social worker", day)
    assert written == [{"standing": outcome, "how": "through_professional"}]


def test_there_is_nothing_to_check_when_they_contact_us(world: World, service: Service) -> None:
    staff = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        person = people.add_person("Hattie Example", (WayToReach(kind=ContactKind.THEY_CALL),), StatedBy.SELF)
        _name, [way] = person_with_ways(person.id)
        check = Check(CheckedHow.OTHER, "Nobody", uk_today(), Standing.SAFE)
        with pytest.raises(Refused, match="nothing to check"):
            people.check_contact_point(way.id, check, recorded_by=staff.id)
        assert not way.may_be_used


def test_the_ledger_grows_and_the_newest_word_counts(world: World, service: Service) -> None:
    staff = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        person = people.add_person("Hattie Example", (PHONE,), StatedBy.SELF)
        decisions = [Decision.GIVEN, Decision.WITHDRAWN, Decision.GIVEN, Decision.REFUSED]
        unwanted = []
        for decision in decisions:
            choice = Choice(Purpose.STORE_AND_CONTACT, decision, ConsentChannel.PAPER, uk_today())
            people.record_consent(person.id, None, choice, recorded_by=staff.id)
            unwanted.append(does_not_want_contact(person.id))
        ledger = db.session.execute(select(Consent.decision).order_by(Consent.recorded_at)).scalars().all()
    assert ledger == decisions
    assert unwanted == [False, True, False, True]


def test_a_withdrawal_is_not_dated_before_the_agreement(world: World, service: Service) -> None:
    staff = world.account(service, Role.FACILITATOR)
    with world.inside(service):
        person = people.add_person("Hattie Example", (PHONE,), StatedBy.SELF)
        given = Choice(Purpose.TAKE_PART, Decision.GIVEN, ConsentChannel.PAPER, uk_today())
        people.record_consent(person.id, None, given, recorded_by=staff.id)
        earlier = Choice(
            Purpose.TAKE_PART, Decision.WITHDRAWN, ConsentChannel.PAPER, uk_today() - timedelta(days=1)
        )
        with pytest.raises(Refused, match="later day"):
            people.record_consent(person.id, None, earlier, recorded_by=staff.id)


def rules(**said: Any) -> list[str]:
    return [str(rule) for rule in usage_rules(Said(**said))]


def test_the_most_important_rule_comes_first_and_says_what_not_to_do(world: World) -> None:
    with world.app.app_context():
        told = {"may_leave_message": "yes", "may_text": "yes", "show_number": "shown"}
        assert rules(kind="phone", standing="unknown", **told) == [
            "Unknown: do not contact until checked."
        ]
        assert rules(kind="they_call", standing="safe") == ["They will contact us. Do not contact them."]
        assert rules(kind="phone", standing="safe", may_leave_message="no") == [
            "Safe to use.", "Do not leave a message.",
            "Do not send a text: they have not said if they are happy with that.",
            "Withhold our number: they have not said if it may be seen.",
        ]


def test_what_is_watched_or_shared_is_said_even_where_the_way_is_not_safe_yet(world: World) -> None:
    with world.app.app_context():
        assert rules(kind="email", standing="unknown", shared="yes", watched="yes") == [
            "Unknown: do not contact until checked.",
            "Somebody may be watching this. Let nothing show who we are or what it is about.",
            "Other people read these e-mails.",
        ]
        assert rules(kind="post", standing="safe", plain_envelope="yes") == ["Safe to use.", "Use a plain envelope."]
