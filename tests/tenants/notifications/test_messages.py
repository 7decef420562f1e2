"""Who hears of a referral, what they hear, and when nobody does."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask_babel import get_locale
from sqlalchemy import select, update

from concord import messaging
from concord.database import db
from concord.identity import service as identity
from concord.identity.permissions import Role
from concord.messaging import OutgoingMail
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import emit
from concord.web.dates import uk_today
from harness import Service, World
from tenants.notifications import words
from tenants.notifications.models import Message, MessageKind, MessageStatus
from tenants.notifications.service import send_staff_mail
from tenants.notifications.words import Words
from tenants.people.intake import WayToReach
from tenants.people.models import Answer, ContactKind, ContactPoint, Standing
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.models import PartyRole, ReferrerKind, Source
from tenants.referrals.service import receive
from tenants.welsh import service as welsh

NAME, STORY = "Wilhelmina Quillfeather", "They broke my grandmother's blue window"


def referral(world: World, service: Service, email: str, *, safe: Answer = Answer.YES, **changes: Any) -> UUID:
    """Receive a referral as the online form does; by the person themselves unless ``changes`` say otherwise."""
    answers: dict[str, Any] = {
        "submission_key": uuid4(), "person_name": NAME, "person_role": PartyRole.HARMED, "summary": STORY,
        "referrer_kind": ReferrerKind.SELF, "source": Source.SELF, "agreed_wording": "2026-01",
        "ways_to_reach": (WayToReach(kind=ContactKind.EMAIL, value=email, safe=safe),),
    }
    with world.inside(service):
        return receive(Answers(**answers | changes)).id


def messages(world: World, service: Service) -> list[tuple[str, str, str | None]]:
    with world.inside(service):
        rows = db.session.execute(select(Message.kind, Message.status, Message.reason).order_by(Message.created_at))
        return [(row.kind, row.status, row.reason) for row in rows]


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@person.example"


def test_each_coordinator_hears_that_a_referral_waits_and_nothing_about_it(
    world: World, service: Service, email: str
) -> None:
    coordinators = [
        world.account(service, Role.CASE_COORDINATOR, f"{name}@{service.slug}.example") for name in ("one", "two")
    ]
    world.account(service, Role.SERVICE_MANAGER)
    world.account(service, Role.FACILITATOR)
    referral(world, service, email, safe=Answer.NO)
    world.run_outbox(service)
    assert [len(world.mail(account.email)) for account in coordinators] == [1, 1]
    assert world.mail(f"{Role.SERVICE_MANAGER}@{service.slug}") == []
    assert world.mail(f"{Role.FACILITATOR}@{service.slug}") == []
    mail = world.mail(coordinators[0].email)[0]
    assert f"http://{service.host}:8000/sign-in" in mail["text"]
    for word in (*NAME.split(), "grandmother", email, "TST-"):
        assert word not in str(mail)


def test_where_there_is_no_coordinator_the_managers_hear_of_it(world: World, service: Service, email: str) -> None:
    manager = world.account(service, Role.SERVICE_MANAGER)
    referral(world, service, email)
    world.run_outbox(service)
    assert len(world.mail(manager.email)) == 1


def test_the_person_hears_that_their_message_came_and_nothing_else(world: World, service: Service, email: str) -> None:
    referral(world, service, email)
    world.run_outbox(service)
    (mail,) = world.mail(email)
    assert mail["subject"] == "We got your message"
    assert mail["from"] == world.settings.mail_from
    assert "within 2 working days" in mail["text"]
    said = mail["text"] + mail["subject"]
    assert not re.search(r"http|www|@|restorative|justice|service|\d{4}", said, re.IGNORECASE)
    for word in (*NAME.split(), "window", "TST-", "Service"):
        assert word not in said


def test_the_acknowledgement_leads_nobody_to_the_service(world: World, service: Service, email: str) -> None:
    referral(world, service, email)
    world.run_outbox(service)
    (file,) = [path for path in (world.settings.data / "mail").glob("*.eml") if email in path.read_text()]
    assert "service.example" not in file.read_text()
    assert "Reply-To" not in file.read_text()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"safe": Answer.NO}, "not_safe"),
        ({"safe": Answer.UNKNOWN}, "not_safe"),
        ({"referrer_kind": ReferrerKind.SOMEONE_ELSE, "source": Source.FAMILY_OR_FRIEND,
          "referrer": Referrer(name="Jo", contact="01632 960002")}, "referred_by_another"),
        ({"referrer_kind": ReferrerKind.PROFESSIONAL, "source": Source.POLICE,
          "referrer": Referrer(name="Jo", contact="jo@police.example", agency="Police")}, "referred_by_another"),
    ],
)
def test_nobody_else_of_the_public_gets_a_message(
    world: World, service: Service, email: str, changes: dict[str, Any], reason: str
) -> None:
    referral(world, service, email, **changes)
    world.run_outbox(service)
    assert world.mail(email) == []
    assert world.mail("jo@police.example") == []
    assert messages(world, service) == [("acknowledgement", "refused", reason)]


def test_the_gate_is_asked_again_at_the_moment_of_sending(world: World, service: Service, email: str) -> None:
    """Decided while it was safe; by the time it is sent, somebody has found out that it is not."""
    from concord.outbox.drain import drain

    coordinator = world.account(service, Role.CASE_COORDINATOR)
    referral(world, service, email)
    with world.inside(service):
        assert drain(Lane.INTERACTIVE, limit=1) == 1
    assert {status for _kind, status, _reason in messages(world, service)} == {"decided"}
    with world.inside(service):
        db.session.execute(update(ContactPoint).values(standing=Standing.UNSAFE))
        identity.change_role(coordinator.id, Role.FACILITATOR)
    world.run_outbox(service)
    assert world.mail(email) == world.mail(coordinator.email) == []
    assert sorted(messages(world, service)) == [
        ("acknowledgement", "refused", "not_safe"), ("new_referral", "refused", "may_not_read_referrals"),
    ]


def test_a_message_is_sent_once_and_repeated_under_its_own_id(
    world: World, service: Service, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server accepted it, and we died before that was written down: the second copy can be told from a new one."""
    referral(world, service, email)
    real = messaging.send

    def accepted_but_lost(mail: OutgoingMail) -> None:
        real(mail)
        raise ConnectionResetError

    monkeypatch.setattr("tenants.notifications.service.send", accepted_but_lost)
    world.run_outbox(service)
    monkeypatch.undo()
    with world.inside(service):
        db.session.execute(update(OutboxEvent).values(due_at=OutboxEvent.created_at))
    world.run_outbox(service)
    world.run_outbox(service)
    first, second = world.mail(email)
    assert first["message_id"] == second["message_id"]
    assert messages(world, service) == [("acknowledgement", "sent", None)]


def test_an_address_the_server_will_never_take_is_written_down_and_not_tried_again(
    world: World, service: Service
) -> None:
    referral(world, service, "nobody@@person.example")
    world.run_outbox(service)
    assert messages(world, service) == [("acknowledgement", "refused", "address_refused")]
    with world.inside(service):
        assert set(db.session.scalars(select(OutboxEvent.state))) == {State.DONE}


def test_welsh_is_used_where_the_service_speaks_it(
    world: World, service: Service, other_service: Service, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.inside(service):
        welsh.record_review("Nia Example", uk_today())
        welsh.switch(on=True)
    spoken: list[str] = []

    def say(_working_days: int) -> Words:
        spoken.append(str(get_locale()))
        return Words("A subject", ("A text.",))

    monkeypatch.setattr(words, "acknowledgement", say)
    for one in (service, other_service):
        referral(world, one, email, language="cy")
        world.run_outbox(one)
    assert spoken == ["cy", "en"]


def test_an_invitation_brings_a_link_that_works(world: World, service: Service) -> None:
    with world.inside(service):
        account = identity.create_account("Noor Ali", f"noor@{service.slug}.example", Role.FACILITATOR)
        identity.invite(account.id)
        address = account.email
    world.run_outbox(service)
    (mail,) = world.mail(address)
    assert mail["subject"] == "Set up your account"
    link = re.search(rf"http://{service.host}:8000(/invitation/\S+)", mail["text"])
    assert link
    assert world.visitor(service).get(link[1]).status_code == 200
    assert "Noor" not in str(mail["subject"])
    assert messages(world, service) == [("invitation", "sent", None)]


def test_an_account_closed_in_the_meantime_is_not_invited(world: World, service: Service) -> None:
    with world.inside(service):
        identity.activate(identity.create_account("A", f"a@{service.slug}.example", Role.SERVICE_MANAGER).id, "x" * 20)
        account = identity.create_account("Noor Ali", f"noor@{service.slug}.example", Role.FACILITATOR)
        identity.invite(account.id)
        address = account.email
        identity.disable(account.id)
    world.run_outbox(service)
    assert world.mail(address) == []
    assert messages(world, service) == [("invitation", "refused", "account_not_invited")]


def test_staff_mail_is_answered_to_the_service_and_never_asks_for_words_it_may_not_say(
    world: World, service: Service
) -> None:
    account = world.account(service, Role.SERVICE_MANAGER)
    asked: list[str] = []

    def say() -> Words:
        asked.append("asked")
        return Words("A test", ("One.", "Two."))

    def send_one() -> None:
        with world.inside(service):
            event = db.session.get_one(OutboxEvent, (service.id, emit("test", Lane.BULK)))
            send_staff_mail(event, MessageKind.TEST, account.id, say)

    send_one()
    with world.inside(service):
        identity.activate(
            identity.create_account("B", f"b@{service.slug}.example", Role.SERVICE_MANAGER).id, "x" * 20
        )
        identity.disable(account.id)
    send_one()
    assert asked == ["asked"]
    assert [status for _kind, status, _reason in messages(world, service)] == [
        MessageStatus.SENT, MessageStatus.REFUSED,
    ]
    (mail,) = world.mail(account.email)
    assert mail["text"].split("\n")[:5] == ["One.", "", "Two.", "", "-- "]
    (file,) = [path for path in (world.settings.data / "mail").glob("*.eml") if account.email in path.read_text()]
    assert "Reply-To: hello@service.example" in file.read_text()
