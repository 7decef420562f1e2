"""An agency's address is confirmed by whoever reads it, and hears how it ended without a word about the person."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cases import Casework
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, World, page_text
from tenants.casework import service as casework
from tenants.casework.policy import Stage
from tenants.notifications.models import Message
from tenants.people.models import Answer
from tenants.referrals import agency, triage
from tenants.referrals.answers import Answers, Referrer
from tenants.referrals.models import CloseReason, PartyRole, Referral, ReferrerKind, Source
from tenants.referrals.service import receive_together


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER))


def email() -> str:
    return f"{uuid4().hex}@police.example"


def refer(cases: Casework, address: str, people: int = 2, *, outcome: bool = True, before: int = 0) -> list[UUID]:
    """What a police officer sends in one go."""
    key = uuid4()
    referrer = Referrer(
        name="PC Ellis", contact=address, agency="Neighbourhood team", email=address, agency_reference="Quillfeather 22"
    )
    answers = [
        Answers(
            submission_key=uuid4(), person_name=f"Wilhelmina {number}", person_role=PartyRole.HARMED, summary="Noise.",
            referrer_kind=ReferrerKind.PROFESSIONAL, source=Source.POLICE, referrer=referrer, sent_together=key,
            agreed_wording="people-1", person_agreed=Answer.YES, outcome_to_referrer=outcome,
            received_at=datetime.now(UTC) - timedelta(days=before),
        )
        for number in range(people)
    ]
    with cases.world.inside(cases.service):
        return [referral.id for referral in receive_together(answers)]


def link_in(cases: Casework, address: str) -> str:
    (mail,) = cases.world.mail(address)
    found = re.search(rf"http://{cases.service.host}:8000(/refer/agency/\S+)", mail["text"])
    assert found
    return found[1]


def confirmed(cases: Casework) -> list[bool]:
    with cases.world.inside(cases.service):
        times = db.session.scalars(select(Referral.referrer_email_confirmed_at).order_by(Referral.id))
        return [time is not None for time in times]


def asked_and_confirmed(cases: Casework, address: str, **how: bool) -> list[UUID]:
    ids = refer(cases, address, 1, **how)
    cases.world.run_outbox(cases.service)
    cases.world.visitor(cases.service).submit(link_in(cases, address))
    return ids


def later_mail(cases: Casework, address: str) -> list[dict[str, str]]:
    cases.world.run_outbox(cases.service)
    return cases.world.mail(address)[1:]


def test_the_address_gets_one_message_for_all_that_came_together_and_nothing_about_it(cases: Casework) -> None:
    address = email()
    refer(cases, address)
    cases.world.run_outbox(cases.service)
    (mail,) = cases.world.mail(address)
    assert mail["subject"] == "Please confirm your e-mail address"
    assert "TST-" in mail["text"]
    for word in ("Wilhelmina", "Noise", "Ellis", "Neighbourhood", "Quillfeather", "harmed"):
        assert word not in str(mail)


def test_opening_the_link_confirms_nothing_and_its_button_confirms_all_that_came_together(cases: Casework) -> None:
    address = email()
    refer(cases, address)
    refer(cases, address, 1)
    cases.world.run_outbox(cases.service)
    first = cases.world.mail(address)[0]["text"]
    link = re.search(r"/refer/agency/\S+", first)
    assert link
    visitor = cases.world.visitor(cases.service)
    for _time in range(2):
        page = visitor.get(link[0])
        assert "Is this your e-mail address?" in page_text(page)
        assert confirmed(cases) == [False, False, False]
    for _time in range(2):
        assert "is confirmed" in page_text(visitor.submit(link[0]))
        assert confirmed(cases) == [True, True, False]


def test_a_link_that_ran_out_or_was_made_up_confirms_nothing(
    cases: Casework, other_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    (referral_id,) = refer(cases, email(), 1)
    with cases.world.inside(cases.service):
        good = agency.token_for(referral_id)
    foreign = URLSafeTimedSerializer("another key", salt="agency-address").dumps(str(referral_id))
    visitor = cases.world.visitor(cases.service)
    for token in (foreign, f"{good}x", "nonsense", good.replace(".", "", 1)):
        assert visitor.get(f"/refer/agency/{token}").status_code == 404
    assert cases.world.visitor(other_service).get(f"/refer/agency/{good}").status_code == 404
    visitor.get(f"/refer/agency/{good}")
    monkeypatch.setattr(agency, "LINK_LASTS", timedelta(seconds=-1))
    assert visitor.get(f"/refer/agency/{good}").status_code == 404
    assert visitor.submit("/refer", {}, action="/refer").status_code in {200, 303}
    assert confirmed(cases) == [False]


def test_the_outcome_is_told_in_one_sentence_when_the_person_agreed_and_the_address_is_confirmed(
    cases: Casework,
) -> None:
    address = email()
    (referral_id,) = asked_and_confirmed(cases, address)
    with cases.world.inside(cases.service):
        triage.close(referral_id, CloseReason.DECLINED, cases.manager.id)
        reference = db.session.get_one(Referral, (cases.service.id, referral_id)).reference
    (mail,) = later_mail(cases, address)
    assert mail["subject"] == f"About our reference {reference}"
    assert f"What you sent us has ended. Our reference: {reference}." in mail["text"]
    for word in ("Wilhelmina", "said no", "declined", "Quillfeather", "restorative"):
        assert word not in str(mail)


def test_an_agency_hears_that_it_was_taken_on_and_later_that_it_ended(cases: Casework) -> None:
    address = email()
    (referral_id,) = asked_and_confirmed(cases, address)
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
    (taken,) = later_mail(cases, address)
    assert "We have taken on what you sent us." in taken["text"]
    with cases.world.inside(cases.service):
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
    assert "has ended" in later_mail(cases, address)[1]["text"]


@pytest.mark.parametrize(("outcome", "confirm", "reason"), [
    (False, True, None), (True, False, "not_confirmed"),
])
def test_without_the_persons_agreement_or_a_confirmed_address_an_agency_hears_nothing(
    cases: Casework, *, outcome: bool, confirm: bool, reason: str | None
) -> None:
    address = email()
    (referral_id,) = refer(cases, address, 1, outcome=outcome)
    cases.world.run_outbox(cases.service)
    if confirm:
        cases.world.visitor(cases.service).submit(link_in(cases, address))
    with cases.world.inside(cases.service):
        triage.close(referral_id, CloseReason.DECLINED, cases.manager.id)
    assert later_mail(cases, address) == []
    with cases.world.inside(cases.service):
        assert db.session.scalar(select(Message.reason).where(Message.kind == "agency_outcome")) == reason


def test_the_outcome_says_what_is_true_when_it_is_sent(cases: Casework) -> None:
    """Taken on, and ended before the message could go."""
    address = email()
    (referral_id,) = asked_and_confirmed(cases, address)
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
        db.session.execute(update(Referral).values(outcome_to_referrer=True))
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
    assert {mail["text"].splitlines()[0].split(".")[0] for mail in later_mail(cases, address)} == {
        "What you sent us has ended"
    }
