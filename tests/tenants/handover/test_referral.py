"""A referral goes to another service before anybody decides about it: without names until yes, and counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cases import Casework
from handing_over import carry_out
from sqlalchemy import select, update

from concord.database import db
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.translations import UK
from harness import page_text
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.service import Refused
from tenants.handover import door, referral_crossings, referral_offers
from tenants.handover import service as handover
from tenants.handover.models import About, Handover, Rejection, State, Why
from tenants.people.models import Consent, ConsentChannel, ContactPoint, Decision, Person, Purpose, Standing
from tenants.people.service import Choice, record_consent
from tenants.referrals import notes, triage
from tenants.referrals.models import CloseReason, Referral, ReferralStatus
from tenants.referrals.notes import Written
from tenants.referrals.triage_models import How, Whom
from tenants.returns.counting import count
from tenants.returns.period import Quarter

AGREED = Choice(Purpose.TRANSFER, Decision.GIVEN, ConsentChannel.PAPER, uk_today())
WAITED = timedelta(days=9)


def ours() -> Handover:
    return db.session.scalars(select(Handover).execution_options(populate_existing=True)).one()


def only_referral() -> Referral:
    return db.session.scalars(select(Referral).execution_options(populate_existing=True)).one()


def offer(sender: Casework, receiver: Casework, referral_id: UUID, agreed: Choice = AGREED) -> UUID:
    """Inside the scope of the sender."""
    return referral_offers.offer(
        referral_id, receiver.service.id, Why.LIVES_ELSEWHERE, agreed, sender.act(), urgent=True
    )


@pytest.fixture
def waiting(sender: Casework, receiver: Casework) -> UUID:
    """A referral that waited for a while, and is offered to the other service."""
    referral_id = sender.refer()
    with sender.world.inside(sender.service):
        db.session.execute(update(Referral).values(received_at=datetime.now(UTC) - WAITED))
        written = Written(sender.manager.id, uk_today())
        notes.ask(referral_id, Whom.REFERRER, How.PHONE, "Where does she live now?", written)
        offer(sender, receiver, referral_id)
    carry_out(sender)
    return referral_id


def say_yes(receiver: Casework) -> None:
    with receiver.world.inside(receiver.service):
        handover.accept(ours().id, None, receiver.manager.id)


def test_it_moves_with_its_age_is_closed_where_it_came_from_and_counts_there_alone(
    sender: Casework, receiver: Casework, waiting: UUID
) -> None:
    say_yes(receiver)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        here = only_referral()
        assert (here.status, here.came_from_id) == (ReferralStatus.NEW, sender.service.id)
        assert datetime.now(UTC) - here.received_at >= WAITED
        assert set(db.session.scalars(select(ContactPoint.standing))) == {Standing.UNKNOWN}
        assert all(db.session.scalars(select(Consent.brought_from)))
        yesterday = receiver.act(happened_on=uk_today() - timedelta(days=1))
        with pytest.raises(Refused, match="before the day it came"):
            casework.accept(here.id, receiver.manager.id, yesterday, conflict=False)
        page = receiver.world.sign_in(receiver.service, receiver.manager).get(f"/team/referrals/{here.id}")
    words = page_text(page)
    assert "Hattie Example" in words
    assert "Where does she live now?" in words
    assert "had this before you" in words
    with sender.world.inside(sender.service):
        stub = only_referral()
        assert (stub.id, stub.status, stub.close_reason) == (waiting, ReferralStatus.CLOSED, CloseReason.TRANSFERRED)
        with pytest.raises(Refused):
            casework.accept(waiting, sender.manager.id, sender.act(), conflict=False)
        quarter = Quarter.containing(stub.received_at.astimezone(UK).date())
        assert count(quarter).values["referrals", "all"] == 1
    with receiver.world.inside(receiver.service):
        for period in (quarter, Quarter.current()):
            assert count(period).values["referrals", "all"] == 0


def test_before_they_say_yes_they_see_no_name_and_no_word(
    sender: Casework, receiver: Casework, waiting: UUID
) -> None:
    with receiver.world.inside(receiver.service):
        row = ours()
        assert db.session.scalars(select(Person)).all() == []
        said = str(row.preview)
        handover_id = row.id
    page = receiver.world.sign_in(receiver.service, receiver.manager).get(f"/team/handovers/{handover_id}")
    assert "Waiting since" in page_text(page)
    for secret in ("Hattie", "bicycle", "she live"):
        assert secret not in said + page_text(page)


@pytest.mark.parametrize("end", ["reject", "withdraw", "expire"])
def test_what_they_do_not_take_stays_here_and_the_page_says_to_tell_the_person(
    sender: Casework, receiver: Casework, waiting: UUID, end: str
) -> None:
    if end == "reject":
        with receiver.world.inside(receiver.service):
            handover.reject(ours().id, Rejection.NO_CAPACITY, receiver.manager.id)
    with sender.world.inside(sender.service):
        if end == "withdraw":
            handover.withdraw(ours().id, sender.act())
        elif end == "expire":
            db.session.execute(update(Handover).values(expires_on=uk_today() - timedelta(days=1)))
            assert handover.expire() == 1
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert db.session.scalars(select(Referral)).all() == []
        with pytest.raises(Refused):
            handover.accept(ours().id, None, receiver.manager.id)
    visitor = sender.world.sign_in(sender.service, sender.manager)
    assert "Tell the person: they agreed that it goes." in page_text(visitor.get(f"/team/referrals/{waiting}"))
    with sender.world.inside(sender.service):
        casework.accept(waiting, sender.manager.id, sender.act(), conflict=False)


@pytest.mark.parametrize("meanwhile", ["accepted", "closed", "taken back"])
def test_a_yes_to_what_was_decided_here_meanwhile_moves_nothing(
    sender: Casework, receiver: Casework, waiting: UUID, meanwhile: str
) -> None:
    say_yes(receiver)
    with sender.world.inside(sender.service):
        referral = triage.locked(waiting)
        if meanwhile == "accepted":
            casework.accept(waiting, sender.manager.id, sender.act(), conflict=False)
        elif meanwhile == "closed":
            triage.close(waiting, CloseReason.DECLINED, sender.manager.id)
        else:
            no = replace(AGREED, decision=Decision.WITHDRAWN, channel=ConsentChannel.SPOKEN)
            record_consent(referral.person_id, referral.incident_id, no, recorded_by=sender.manager.id)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        assert db.session.scalars(select(Referral)).all() == []
        row = ours()
        assert row.state == State.WITHDRAWN


def test_nothing_is_offered_without_the_persons_word_or_twice_or_once_decided(
    sender: Casework, receiver: Casework, waiting: UUID
) -> None:
    other = sender.refer("Hugo Example")
    with sender.world.inside(sender.service):
        with pytest.raises(Refused, match="Take that back first"):
            offer(sender, receiver, waiting)
        with pytest.raises(Refused, match="they sign"):
            offer(sender, receiver, other, replace(AGREED, channel=ConsentChannel.SPOKEN))
        with pytest.raises(Refused, match="Choose a service"):
            offer(sender, sender, other)
        triage.close(other, CloseReason.OUT_OF_AREA, sender.manager.id)
        with pytest.raises(Refused, match="closed this referral already"):
            offer(sender, receiver, other)


def test_the_door_lets_in_no_referral_that_nobody_said_yes_to_and_each_one_once(
    sender: Casework, receiver: Casework, waiting: UUID
) -> None:
    with sender.world.inside(sender.service):
        package = referral_crossings.pack(ours())
    for unasked in (package, replace(package, crossing_id=uuid4())):
        with sender.world.inside(sender.service), pytest.raises(door.Closed):
            door.pass_on(receiver.service.id, unasked)
    say_yes(receiver)
    for _time in range(2):
        with sender.world.inside(sender.service):
            door.pass_on(receiver.service.id, package)
    with receiver.world.inside(receiver.service):
        assert len(db.session.scalars(select(Referral)).all()) == 1
        row = ours()
        assert (row.about, row.state) == (About.REFERRAL, State.MOVED)
        assert db.session.scalars(select(Case)).all() == []
        assert scope.current_tenant_id() == receiver.service.id


def test_the_whole_way_by_its_pages(sender: Casework, receiver: Casework) -> None:
    referral_id = sender.refer()
    here = sender.world.sign_in(sender.service, sender.manager)
    answers = {
        "service": str(receiver.service.id), "why": "skills", "urgent": "no", "channel": "verbal_witnessed",
        "witness": "Wanda Witness",
    }
    assert here.submit(f"/team/referrals/{referral_id}/hand-over", answers).status_code == 303
    assert "Waiting for their answer" in page_text(here.follow())
    assert "Offered to Service" in page_text(here.get("/team/referrals"))
    carry_out(sender)
    with receiver.world.inside(receiver.service):
        handover_id = ours().id
    there = receiver.world.sign_in(receiver.service, receiver.manager)
    assert "A referral" in page_text(there.get("/team/handovers"))
    assert there.submit(f"/team/handovers/{handover_id}/accept", {}).status_code == 303
    assert "it is on its way" in page_text(there.follow())
    carry_out(receiver, sender)
    assert "Open the referral" in page_text(there.get(f"/team/handovers/{handover_id}"))
    assert "has had it since" in page_text(here.get(f"/team/referrals/{referral_id}"))
