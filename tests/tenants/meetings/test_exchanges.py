"""Letters and messages: read, checked by another, approved, released, passed on; nothing is over before its release."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from cases import Casework
from meeting import give, ready_meeting
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from concord.database import db
from concord.tenancy import scope
from harness import StaffAccount, Visitor, page_text
from tenants.casework.kinds import Audience
from tenants.casework.models import CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.meetings import service
from tenants.meetings.exchange_models import STEPS, Exchange
from tenants.meetings.models import Activity, ActivityStatus
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole


def letter_in(desk: Casework, status: ActivityStatus = ActivityStatus.UNDER_WAY) -> tuple[UUID, UUID, UUID]:
    """A letter exchange at a status, however it came there; with one letter. Inside the scope."""
    case_id = desk.at(Stage.PREPARING)
    with desk.world.inside(desk.service):
        activity_id = ready_meeting(desk, case_id, form="letter", venue_id=None)
        letter = give(desk, case_id, activity_id)
        activity = db.session.get_one(Activity, (scope.current_tenant_id(), activity_id))
        activity.status, activity.began_at = status, activity.starts_at
    return case_id, activity_id, letter


def audience_of(letter: UUID) -> str:
    return str(db.session.scalar(select(Exchange.audience).where(Exchange.id == letter)))


def test_a_letter_goes_over_in_five_steps_and_only_its_release_widens_who_may_see_it(
    desk: Casework, helper: StaffAccount
) -> None:
    case_id, activity_id, letter = letter_in(desk)
    seen = []
    with desk.world.inside(desk.service):
        for step in STEPS:
            actor = helper.id if step == "checked" else desk.manager.id
            service.take_step(case_id, activity_id, letter, step, desk.act(actor_id=actor))
            seen.append(audience_of(letter))
    assert seen == [Audience.RESPONSIBLE] * 3 + [Audience.BOTH] * 2


def test_steps_keep_their_order_and_the_same_tap_twice_changes_nothing(desk: Casework) -> None:
    case_id, activity_id, letter = letter_in(desk)
    with desk.world.inside(desk.service):
        for step in STEPS[1:]:
            with pytest.raises(Refused, match="comes first"):
                service.take_step(case_id, activity_id, letter, step, desk.act())
        service.take_step(case_id, activity_id, letter, "read", desk.act())
        service.take_step(case_id, activity_id, letter, "read", desk.act())


def test_whoever_read_it_cannot_check_it_by_page_or_past_it(desk: Casework, team: Visitor) -> None:
    case_id, activity_id, letter = letter_in(desk)
    with desk.world.inside(desk.service):
        service.take_step(case_id, activity_id, letter, "read", desk.act())
        with pytest.raises(Refused, match="Somebody else must check it"):
            service.take_step(case_id, activity_id, letter, "checked", desk.act())
    assert "Somebody else must check it now" in page_text(team.get(_page(case_id, activity_id)))
    past = update(Exchange).where(Exchange.id == letter).values(checked_by=desk.manager.id, checked_at=Exchange.read_at)
    with pytest.raises(IntegrityError, match="two_people"), desk.world.inside(desk.service):
        db.session.execute(past)


def _page(case_id: UUID, activity_id: UUID, page: str = "") -> str:
    return f"/team/cases/{case_id}/meetings/{activity_id}/exchanges{page}"


@pytest.mark.parametrize("status", [ActivityStatus.PLANNED, ActivityStatus.ON_HOLD])
def test_nothing_is_released_before_the_exchange_is_under_way_or_while_it_is_on_hold(
    desk: Casework, helper: StaffAccount, status: ActivityStatus
) -> None:
    case_id, activity_id, letter = letter_in(desk)
    with desk.world.inside(desk.service):
        for step, actor in (("read", desk.manager.id), ("checked", helper.id), ("approved", desk.manager.id)):
            service.take_step(case_id, activity_id, letter, step, desk.act(actor_id=actor))
        db.session.get_one(Activity, (scope.current_tenant_id(), activity_id)).status = status
        with pytest.raises(Refused):
            service.take_step(case_id, activity_id, letter, "released", desk.act())
        assert audience_of(letter) == Audience.RESPONSIBLE


def test_the_page_of_a_plan_on_hold_says_that_nothing_is_passed_on(desk: Casework, team: Visitor) -> None:
    case_id, activity_id, _letter = letter_in(desk, ActivityStatus.ON_HOLD)
    page = page_text(team.get(_page(case_id, activity_id)))
    assert "Nothing is passed on until it goes ahead again" in page
    assert "I have read it" not in page


def test_nothing_goes_to_somebody_who_has_left(desk: Casework, helper: StaffAccount) -> None:
    case_id, activity_id, letter = letter_in(desk)
    with desk.world.inside(desk.service):
        for step, actor in (("read", desk.manager.id), ("checked", helper.id), ("approved", desk.manager.id)):
            service.take_step(case_id, activity_id, letter, step, desk.act(actor_id=actor))
        harmed = db.session.get_one(CaseParty, (scope.current_tenant_id(), desk.parties(case_id)[PartyRole.HARMED]))
        harmed.state = PartyState.UNABLE_TO_CONTACT
        with pytest.raises(Refused, match="does not take part any more"):
            service.take_step(case_id, activity_id, letter, "released", desk.act())


def test_what_goes_no_further_takes_no_step(desk: Casework) -> None:
    case_id, activity_id, letter = letter_in(desk)
    with desk.world.inside(desk.service):
        service.give_back(case_id, activity_id, letter, desk.act())
        with pytest.raises(Refused):
            service.take_step(case_id, activity_id, letter, "read", desk.act())


def test_a_file_is_taken_in_given_out_as_a_download_and_destroyed_nowhere_else(desk: Casework, team: Visitor) -> None:
    case_id, activity_id, _letter = letter_in(desk, ActivityStatus.PLANNED)
    with desk.world.inside(desk.service):
        parties = desk.parties(case_id)
    way = f"{parties[PartyRole.RESPONSIBLE]}|{parties[PartyRole.HARMED]}"
    page = _page(case_id, activity_id, "/new")
    answer = team.submit(page, {"way": way, "kind": "letter", "file": (io.BytesIO(b"Dear you"), "letter.txt")},
                         content_type="multipart/form-data")
    assert answer.status_code == 303, page_text(answer)
    assert "Not for the other side yet" in page_text(team.follow())
    with desk.world.inside(desk.service):
        with_file = select(Exchange.id).where(Exchange.activity_id == activity_id, Exchange.document_id.is_not(None))
        found = db.session.execute(with_file).scalar_one()
    warning = team.get(_page(case_id, activity_id, f"/{found}/file"))
    assert "Nobody has looked for viruses in this file." in page_text(warning)
    file = team.submit()
    assert file.data == b"Dear you"
    assert "letter" not in file.headers["Content-Disposition"]
    assert team.submit(page, {"way": way, "kind": "letter"}).status_code == 422
    assert "Write the words, or add a file" in page_text(team.last or pytest.fail("no page"))
