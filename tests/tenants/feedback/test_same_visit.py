"""Who has just answered by their link is asked what they think in the same visit, once (PEERS 5.9)."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework
from following import WORD, MakeService, accept_all, agree_to, consent, desk_at, link
from sqlalchemy import select

from concord.database import db
from harness import Visitor, World, find_form, form_values, page_text, soup
from tenants.agreements.models import Agreement
from tenants.feedback import service as feedback
from tenants.feedback.models import SurveyAnswer, SurveyInvitation
from tenants.feedback.policy import Through
from tenants.feedback.service import Answers
from tenants.links.models import LinkPurpose
from tenants.people.models import Decision, Purpose
from tenants.referrals.models import PartyRole

DONE = "/go/done"


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    """Something was agreed, and the person harmed agreed to be asked what they think."""
    case_id = desk.case_of_two()
    with desk.world.inside(desk.service):
        agree_to(desk, case_id)
        accept_all(desk, case_id)
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
        feedback.offer(case_id, desk.parties(case_id)[PartyRole.HARMED], desk.act())
    return case_id


def says_done(desk: Casework, case_id: UUID, role: PartyRole) -> Visitor:
    """Somebody has answered by their link."""
    with desk.world.inside(desk.service):
        agreement_id = db.session.scalars(select(Agreement.id).where(Agreement.case_id == case_id)).one()
        address = link(desk, case_id, role, LinkPurpose.AGREEMENT_DONE, agreement_id)
    visitor = desk.world.visitor(desk.service)
    assert visitor.submit(address, {"word": WORD}).status_code == 303
    names = {str(control["name"]) for control in soup(visitor.follow()).select("[name^=item_]")}
    assert visitor.submit(None, dict.fromkeys(names, "done")).status_code == 303
    return visitor


def answers(case_id: UUID) -> list[tuple[int | None, str]]:
    statement = (
        select(SurveyAnswer.satisfied, SurveyAnswer.through)
        .join(SurveyInvitation, SurveyInvitation.id == SurveyAnswer.invitation_id)
        .where(SurveyInvitation.case_id == case_id)
    )
    return [(row.satisfied, row.through) for row in db.session.execute(statement)]


def test_the_page_of_thanks_asks_what_is_due_and_takes_it_once(world: World, desk: Casework, case_id: UUID) -> None:
    visitor = says_done(desk, case_id, PartyRole.HARMED)
    page = page_text(visitor.follow())
    assert "It reached us" in page
    assert "What do you think?" in page
    sent = form_values(find_form(soup(visitor.get(DONE)))) | {"satisfied": "4"}
    assert visitor.post(DONE, sent).status_code == 303
    again = visitor.post(DONE, sent)
    for thanks in (page_text(again), page_text(visitor.get(DONE))):
        assert "Thank you" in thanks
        assert "What do you think?" not in thanks
    with world.inside(desk.service):
        assert answers(case_id) == [(4, Through.LINK)]


def test_nobody_else_is_asked_and_nobody_who_answered_or_does_not_want_to(
    world: World, desk: Casework, case_id: UUID
) -> None:
    visitor = says_done(desk, case_id, PartyRole.HARMED)
    sent = form_values(find_form(soup(visitor.follow())))
    for other in (world.visitor(desk.service), says_done(desk, case_id, PartyRole.RESPONSIBLE)):
        assert "What do you think?" not in page_text(other.get(DONE))
    with world.inside(desk.service):
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY, decision=Decision.WITHDRAWN)
    assert "What do you think?" not in page_text(visitor.get(DONE))
    with world.inside(desk.service):
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        feedback.record_answer(case_id, harmed, Answers({"satisfied": 2}), Through.PAPER, desk.act())
    assert "Thank you" in page_text(visitor.post(DONE, sent | {"satisfied": "5"}))
    with world.inside(desk.service):
        assert answers(case_id) == [(2, Through.PAPER)]
