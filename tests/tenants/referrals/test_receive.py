"""The verb by which referrals enter."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.outbox.models import OutboxEvent
from harness import Service, World
from tenants.people.intake import WayToReach
from tenants.people.models import Answer, Consent, ContactKind, ContactPoint, Person, ShowNumber
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.models import Incident, PartyRole, Referral, ReferrerKind, Source
from tenants.referrals.service import receive

WAYS = (
    WayToReach(kind=ContactKind.PHONE, value="+441632960002", safe=Answer.YES, may_leave_message=Answer.YES,
               may_text=Answer.NO, who_may_answer="Only me", when_safe="After 5pm"),
    WayToReach(kind=ContactKind.EMAIL, value="rhian@person.example", safe=Answer.NO),
    WayToReach(kind=ContactKind.POST, value="1 High Street", safe=Answer.UNKNOWN),
    WayToReach(kind=ContactKind.THEY_CALL, safe=Answer.YES),
)


def answers(**changes: Any) -> Answers:
    given: dict[str, Any] = {
        "submission_key": uuid4(), "person_name": "Rhian Ŵyn", "person_role": PartyRole.HARMED,
        "referrer_kind": ReferrerKind.SELF, "source": Source.SELF, "summary": "Somebody took my bicycle. 🚲",
        "ways_to_reach": WAYS, "agreed_wording": "1",
    }
    return Answers(**(given | changes))


def from_a_professional() -> Answers:
    return answers(
        referrer_kind=ReferrerKind.PROFESSIONAL, source=Source.POLICE, person_knows=Answer.UNKNOWN,
        referrer=Referrer(name="PC Ellis", contact="ellis@police.example", agency="Neighbourhood team"),
    )


def points(person_id: object) -> dict[str, ContactPoint]:
    found = db.session.scalars(select(ContactPoint).where(ContactPoint.person_id == person_id))
    return {point.kind: point for point in found}


def test_a_referral_writes_everything_that_was_said(world: World, service: Service) -> None:
    given = answers()
    with world.inside(service):
        referral_id = receive(given).id
    with world.inside(service):
        referral = db.session.get_one(Referral, (service.id, referral_id))
        person = db.session.get_one(Person, (service.id, referral.person_id))
        incident = db.session.get_one(Incident, (service.id, referral.incident_id))
        consent = db.session.scalars(select(Consent).where(Consent.person_id == person.id)).one()
        event = db.session.scalars(select(OutboxEvent)).one()
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == referral_id)).one()
        assert (person.name, incident.summary) == ("Rhian Ŵyn", "Somebody took my bicycle. 🚲")
        assert (referral.status, referral.person_knows, referral.agreed_wording) == ("new", "yes", "1")
        assert (consent.purpose, consent.decision, consent.channel) == ("store_and_contact", "given", "online")
        assert (consent.wording_version, consent.incident_id) == ("1", incident.id)
        assert (event.kind, event.ids) == ("referral.received", {"referral_id": str(referral_id)})
        assert entry.action == "create"


def test_answers_sent_twice_are_one_referral(world: World, service: Service) -> None:
    given = answers()
    with world.inside(service):
        first = receive(given).id
    with world.inside(service):
        assert receive(given).id == first
        assert len(db.session.scalars(select(Referral)).all()) == 1
        assert len(db.session.scalars(select(OutboxEvent)).all()) == 1


def test_what_a_person_says_of_their_own_safety_counts(world: World, service: Service) -> None:
    with world.inside(service):
        ways = points(receive(answers()).person_id)
        standing = {kind: point.standing for kind, point in ways.items()}
        assert standing == {"phone": "safe", "email": "unsafe", "post": "unknown", "they_call": "safe"}
        phone = ways["phone"]
        assert (phone.stated_by, phone.may_leave_message, phone.may_text) == ("self", "yes", "no")
        assert (phone.who_may_answer, phone.when_safe) == ("Only me", "After 5pm")


def test_what_anybody_else_says_of_safety_is_unknown(world: World, service: Service) -> None:
    with world.inside(service):
        ways = points(receive(from_a_professional()).person_id)
        assert {point.standing for point in ways.values()} == {"unknown"}
        assert {point.stated_by for point in ways.values()} == {"other"}


def test_nobody_can_allow_messages_in_anothers_name_but_a_warning_is_kept(world: World, service: Service) -> None:
    with world.inside(service):
        phone = points(receive(from_a_professional()).person_id)["phone"]
        assert (phone.may_leave_message, phone.may_text) == ("unknown", "no")


def test_what_another_says_against_a_way_is_kept_and_what_they_allow_is_not(world: World, service: Service) -> None:
    said = WayToReach(
        kind=ContactKind.PHONE, value="+441632960002", show_number=ShowNumber.SHOWN, safe_word="Heron",
        watched=Answer.YES, shared=Answer.NO, plain_envelope=Answer.NO, say_from="The dentist",
    )
    hidden = replace(said, show_number=ShowNumber.WITHHELD)
    with world.inside(service):
        for way, shown in ((said, "unknown"), (hidden, "withheld")):
            given = replace(from_a_professional(), submission_key=uuid4(), ways_to_reach=(way,))
            phone = points(receive(given).person_id)["phone"]
            assert (phone.show_number, phone.safe_word, phone.say_from) == (shown, None, "The dentist")
            assert (phone.watched, phone.shared, phone.plain_envelope) == ("yes", "unknown", "unknown")


def test_the_outcome_goes_back_only_where_there_is_an_address_for_it(world: World, service: Service) -> None:
    silent = replace(from_a_professional(), outcome_to_referrer=True)
    told = replace(
        silent, submission_key=uuid4(),
        referrer=Referrer(name="PC Ellis", contact="ellis@police.example", email="ellis@police.example"),
    )
    with world.inside(service):
        assert [receive(given).outcome_to_referrer for given in (silent, told)] == [False, True]


def test_nobody_agrees_in_anothers_name(world: World, service: Service) -> None:
    with world.inside(service):
        referral = receive(from_a_professional())
        assert db.session.scalars(select(Consent)).all() == []
        assert (referral.person_knows, referral.agreed_wording) == ("unknown", "1")
        assert (referral.referrer_name, referral.referrer_agency) == ("PC Ellis", "Neighbourhood team")


def test_a_reference_has_the_prefix_and_only_signs_that_cannot_be_mistaken(world: World, service: Service) -> None:
    with world.inside(service):
        references = {receive(answers()).reference for _ in range(20)}
    assert len(references) == 20
    for reference in references:
        assert re.fullmatch(r"TST-[B-DF-HJ-KM-NP-TV-Z2-9]{4}-[B-DF-HJ-KM-NP-TV-Z2-9]{2}", reference)
