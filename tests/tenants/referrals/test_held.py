"""What looks like spam: received like anything else, held, looked at, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cases import Casework
from cases import send as act
from refer_form import HARMED, PROFESSIONAL, Journey, check_page, cookie_of
from sqlalchemy import select, update

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import Service, Visitor, World, page_text, soup
from tenants.casework import service as casework
from tenants.people.service import Refused
from tenants.referrals import drafts, held, limits, triage
from tenants.referrals.models import CloseReason, HeldBecause, Referral
from tenants.returns.counting import count
from tenants.returns.period import Quarter

AD = "Buy at https://one.example and http://two.example or www.three.example now"
LINKS = "They wrote on https://one.example and http://two.example about me"
# Named, because `check_page` knows a journey that it has walked before by its identity.
ADVERTISEMENT: Journey = HARMED | {"happened": {"kind": "crime", "summary": AD}}
WITH_LINKS: Journey = HARMED | {"happened": {"kind": "crime", "summary": LINKS}}
SAFE_EMAIL: Journey = HARMED | {"safe-email": {"safe": "yes"}}


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.CASE_COORDINATOR, name="Cora Coordinator"))


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def sent(world: World, service: Service, journey: Journey = HARMED, **typed: str) -> str:
    """Send a form; the words of the confirmation."""
    visitor = world.visitor(service)
    check_page(world, visitor, journey)
    visitor.submit("/refer/check", typed)
    return page_text(visitor.follow())


def sent_at_once(world: World, service: Service) -> str:
    """As a program does: the draft is seconds old."""
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    with world.inside(service):
        draft = drafts.find(cookie_of(visitor, "concord_answers"), to_change=True)
        assert draft is not None
        draft.created_at = datetime.now(UTC)
    visitor.submit("/refer/check")
    return page_text(visitor.follow())


def the_referral(world: World, service: Service) -> Referral:
    with world.inside(service):
        referral = db.session.scalars(select(Referral)).one()
        db.session.expunge(referral)
    return referral


def held_one(world: World, service: Service, *, days_ago: float = 0, told_days_ago: float | None = None) -> UUID:
    """One that is held since some days."""
    sent(world, service, subject="SEO offer")
    now = datetime.now(UTC)
    told = None if told_days_ago is None else now - timedelta(days=told_days_ago)
    with world.inside(service):
        db.session.execute(
            update(Referral).values(received_at=now - timedelta(days=days_ago), expiry_told_at=told)
        )
    referral_id: UUID = the_referral(world, service).id
    return referral_id


def look_after(world: World, service: Service) -> None:
    """What the schedule does once a day, and the mail that comes of it."""
    with world.inside(service):
        held.look_after()
    world.run_outbox(service)


def confirmation(words: str, reference: str) -> str:
    return words.replace(reference, "…")


def test_a_person_who_gives_a_sign_of_spam_gets_the_same_page_and_a_reference(world: World, service: Service) -> None:
    usual = sent(world, service)
    first = the_referral(world, service).reference
    with world.inside(service):
        db.session.execute(update(Referral).values(received_at=datetime.now(UTC) - timedelta(days=1)))
    words = sent_at_once(world, service)
    with world.inside(service):
        second = db.session.scalars(select(Referral).where(Referral.reference != first)).one()
        assert (second.status, second.held_because) == ("held", HeldBecause.TOO_QUICK)
        assert confirmation(words, second.reference) == confirmation(usual, first)


@pytest.mark.parametrize(("typed", "journey", "because"), [
    ({"subject": "SEO"}, HARMED, HeldBecause.HIDDEN_FIELD),
    ({}, ADVERTISEMENT, HeldBecause.LINKS),
])
def test_each_sign_is_kept_with_what_is_held(
    world: World, service: Service, typed: dict[str, str], journey: Journey, because: HeldBecause
) -> None:
    assert "TST-" in sent(world, service, journey, **typed)
    assert the_referral(world, service).held_because == because


def test_a_link_or_two_are_no_spam(world: World, service: Service) -> None:
    sent(world, service, WITH_LINKS)
    assert the_referral(world, service).status == "new"


def test_nobody_is_refused_for_sending_too_often_but_what_comes_beyond_is_held(world: World, service: Service) -> None:
    for _time in range(21):
        assert "TST-" in sent(world, service)
    with world.inside(service):
        found = db.session.execute(select(Referral.status, Referral.held_because).order_by(Referral.id)).all()
    assert [tuple(row) for row in found] == [("new", None)] * 20 + [("held", "too_many")]
    assert limits.SENDINGS.startswith("20 ")


def test_the_hidden_field_is_kept_from_everybody_who_reads_the_page(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    page = soup(check_page(world, visitor, HARMED))
    field = page.select_one("[name=subject]")
    assert field is not None
    assert (field["tabindex"], field["autocomplete"]) == ("-1", "off")
    assert field.find_parent(attrs={"aria-hidden": "true"})


def test_of_what_is_held_nobody_hears(world: World, cases: Casework) -> None:
    sent(world, cases.service, SAFE_EMAIL, subject="SEO")
    sent(world, cases.service, PROFESSIONAL, subject="SEO")
    world.run_outbox(cases.service)
    assert world.mail(cases.manager.email) == []
    assert [mail for mail in world.mail("ellis@police.example") if cases.service.host in str(mail)] == []
    with world.inside(cases.service):
        assert count(Quarter.containing(datetime.now(UTC).date())).values["referrals", "all"] == 0


def test_the_team_sees_what_is_held_since_when_and_why(world: World, cases: Casework, team: Visitor) -> None:
    referral_id = held_one(world, cases.service, days_ago=14)
    listed = page_text(team.get("/team/referrals"))
    assert "New (0)" in listed
    assert "Held (1)" in listed
    assert "There are none." in listed
    rows = page_text(team.get("/team/referrals?status=held"))
    assert "A field was filled in that people do not see" in rows
    assert "Rhian Example" in rows
    assert "working days" in rows
    assert "1 Held referrals" in page_text(team.get("/team/"))
    page = page_text(team.get(f"/team/referrals/{referral_id}"))
    assert "This looked like spam when it came." in page
    assert "Accept and open a case" not in page


def test_what_is_released_waits_since_the_day_it_came_and_everybody_is_told(
    world: World, cases: Casework, team: Visitor
) -> None:
    referral_id = held_one(world, cases.service, days_ago=3)
    before = the_referral(world, cases.service).received_at
    page = act(team, f"/team/referrals/{referral_id}/release")
    assert "The referral is released." in page
    assert "Accept and open a case" in page
    referral = the_referral(world, cases.service)
    assert (referral.status, referral.received_at, referral.released_by) == ("new", before, cases.manager.id)
    assert referral.held_because == HeldBecause.HIDDEN_FIELD
    world.run_outbox(cases.service)
    assert [mail["subject"] for mail in world.mail(cases.manager.email)] == ["A new referral is waiting"]
    with world.inside(cases.service):
        details = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.subject_id == referral_id)).all()
        assert {"what": "released"} in details
    answer = team.submit(f"/team/referrals/{referral_id}/release")
    assert (answer.status_code, "not held any more" in page_text(answer)) == (422, True)


def test_what_is_held_becomes_no_case_and_ends_only_as_no_referral(
    world: World, cases: Casework, team: Visitor
) -> None:
    referral_id = held_one(world, cases.service)
    with world.inside(cases.service):
        with pytest.raises(Refused, match="Release it first"):
            triage.take(referral_id)
        with pytest.raises(Refused, match="Release it first"):
            casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
        with pytest.raises(Refused, match="Release it first"):
            triage.close(referral_id, CloseReason.DUPLICATE, cases.manager.id)
    page = soup(team.get(f"/team/referrals/{referral_id}/close"))
    assert [choice["value"] for choice in page.select("[name=reason]")] == ["not_a_referral"]
    assert "Not a referral" in act(team, f"/team/referrals/{referral_id}/close", reason="not_a_referral")
    with world.inside(cases.service):
        assert count(Quarter.containing(datetime.now(UTC).date())).values["referrals", "all"] == 0


def test_one_who_may_not_decide_releases_nothing(world: World, cases: Casework) -> None:
    referral_id = held_one(world, cases.service)
    reader = world.staff(cases.service, Role.READ_ONLY)
    assert reader.get(f"/team/referrals/{referral_id}/release").status_code == 403


def test_the_team_is_told_once_a_week_before_what_is_held_expires(world: World, cases: Casework) -> None:
    held_one(world, cases.service, days_ago=21)
    for _day in range(2):
        look_after(world, cases.service)
    (mail,) = world.mail(cases.manager.email)
    assert "1 message that looked like spam is held." in mail["text"]
    assert "in 7 days" in mail["text"]
    assert "Rhian" not in str(mail)
    referral = the_referral(world, cases.service)
    assert referral.status == "held"
    assert referral.expiry_told_at is not None


def test_it_expires_after_four_weeks_and_a_week_of_notice(world: World, cases: Casework) -> None:
    held_one(world, cases.service, days_ago=28.1, told_days_ago=7.1)
    look_after(world, cases.service)
    referral = the_referral(world, cases.service)
    assert (referral.status, referral.close_reason, referral.decided_by) == ("closed", "not_a_referral", None)
    look_after(world, cases.service)


@pytest.mark.parametrize("ages", [
    {"days_ago": 20}, {"days_ago": 27.9, "told_days_ago": 8}, {"days_ago": 60, "told_days_ago": 6.9}, {"days_ago": 60},
])
def test_nothing_expires_too_early_or_without_a_week_of_notice(
    world: World, service: Service, ages: dict[str, Any]
) -> None:
    """In the last case nobody is there to be told: it stays until somebody is."""
    held_one(world, service, **ages)
    for _day in range(3):
        look_after(world, service)
    assert the_referral(world, service).status == "held"


def test_notice_is_given_when_the_mail_has_gone_out_and_not_before(
    world: World, cases: Casework, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_one(world, cases.service, days_ago=30)

    def away(_mail: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("tenants.notifications.service.send", away)
    look_after(world, cases.service)
    assert the_referral(world, cases.service).expiry_told_at is None
    monkeypatch.undo()
    look_after(world, cases.service)
    assert the_referral(world, cases.service).expiry_told_at is not None


def test_a_held_one_of_another_service_is_not_there(world: World, service: Service, other_service: Service) -> None:
    referral_id = held_one(world, service)
    with world.app.app_context(), scope.bound_to(other_service.id), pytest.raises(triage.NoSuchReferral):
        held.release(referral_id, referral_id)
