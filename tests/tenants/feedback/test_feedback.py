"""What people think: asked with their consent, answered once, shown for all together."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework
from following import (
    WORD,
    MakeService,
    agree_to,
    consent,
    desk_at,
    follow_to_the_end,
    holds,
    link,
    settle_surveys,
)
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text, soup
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.feedback import figures, queries
from tenants.feedback import service as feedback
from tenants.feedback.models import SurveyAnswer, SurveyInvitation
from tenants.feedback.policy import QUESTIONS, RANGE, AnswerKind, InvitationStatus, Moment, Need, Through
from tenants.feedback.service import Answers
from tenants.links.models import LinkPurpose
from tenants.people.models import Decision, Purpose
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole


@pytest.fixture(scope="module")
def desk(world: World, make_service: MakeService) -> Casework:
    """One service for these tests; each has a case of its own."""
    return desk_at(world, make_service())


@pytest.fixture
def case_id(desk: Casework) -> UUID:
    return desk.case_of_two()


def ask(desk: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> str:
    """The address of the questions for a party who agreed to be asked."""
    with desk.world.inside(desk.service):
        consent(desk, case_id, role, Purpose.SURVEY)
        invitation_id = feedback.offer(case_id, desk.parties(case_id)[role], desk.act())
        return link(desk, case_id, role, LinkPurpose.SURVEY, invitation_id)


def opened(desk: Casework, address: str) -> Visitor:
    visitor = desk.world.visitor(desk.service)
    assert visitor.submit(address, {"word": WORD}).status_code == 303
    return visitor


def answers(case_id: UUID) -> list[SurveyAnswer]:
    statement = select(SurveyAnswer).join(SurveyInvitation, SurveyInvitation.id == SurveyAnswer.invitation_id)
    return list(db.session.scalars(statement.where(SurveyInvitation.case_id == case_id)))


def status(desk: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> str:
    return queries.invitations_of(case_id)[desk.parties(case_id)[role]].status


def test_every_question_has_a_column_that_takes_its_answers(world: World) -> None:
    for question in QUESTIONS:
        column = SurveyAnswer.__table__.c[question.column]
        assert column.nullable
        assert question.kind in RANGE


def test_nobody_is_asked_who_did_not_agree_to_it(world: World, desk: Casework, case_id: UUID) -> None:
    with world.inside(desk.service):
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        with pytest.raises(Refused):
            feedback.offer(case_id, harmed, desk.act())
        with pytest.raises(Refused):
            feedback.record_answer(case_id, harmed, Answers({"satisfied": 5}), Through.PHONE, desk.act())


def test_the_case_closes_once_each_who_took_part_was_asked_or_it_is_said_why_not(
    world: World, desk: Casework
) -> None:
    case_id = desk.at(Stage.FOLLOW_UP)
    with world.inside(desk.service):
        assert not holds(case_id, "surveys_offered")
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
        feedback.offer(case_id, desk.parties(case_id)[PartyRole.HARMED], desk.act())
        assert not holds(case_id, "surveys_offered")
        settle_surveys(desk, case_id)
        assert holds(case_id, "surveys_offered")


def test_somebody_answers_on_their_phone_and_may_leave_things_out(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        question_id = feedback.add_question("Was the room warm enough?", AnswerKind.YES_NO)
    address = ask(desk, case_id)
    visitor = opened(desk, address)
    page = page_text(visitor.get(address))
    assert "Was the room warm enough?" in page
    answer = visitor.submit(address, {
        "satisfied": "4", "voluntary": "no", "recommend": "10", "words": "Thank you all",
        f"own_{question_id.hex}": "yes",
    })
    assert answer.status_code == 303, page_text(answer)
    with world.inside(desk.service):
        (row,) = answers(case_id)
        assert (row.satisfied, row.voluntary, row.recommend, row.heard) == (4, 0, 10, None)
        assert (row.words, row.own) == ("Thank you all", {question_id.hex: "yes"})
        assert status(desk, case_id) == InvitationStatus.ANSWERED


def test_supervisors_read_what_was_said_in_own_words_and_of_no_case_that_is_hidden_from_them(
    world: World, desk: Casework, case_id: UUID
) -> None:
    with world.inside(desk.service):
        question_id = feedback.add_question("Was there tea?", AnswerKind.YES_NO)
    address, hidden = ask(desk, case_id), desk.case_of_two()
    opened(desk, address).submit(address, {"words": "I am still afraid", f"own_{question_id.hex}": "no"})
    elsewhere = ask(desk, hidden)
    opened(desk, elsewhere).submit(elsewhere, {"words": "Between us alone"})
    with world.inside(desk.service):
        db.session.execute(update(Case).where(Case.id == hidden).values(restricted=True))
        db.session.commit()
    supervisor = desk.world.staff(desk.service, Role.CASE_SUPERVISOR)
    page = supervisor.get("/team/views/words")
    text = page_text(page)
    assert "I am still afraid" in text
    assert "Was there tea? No" in " ".join(text.split())
    assert soup(page).select_one(f'a[href$="/team/cases/{case_id}"]')
    assert "Between us alone" not in text
    assert desk.world.staff(desk.service, Role.FACILITATOR).get("/team/views/words").status_code == 403


def test_to_say_no_is_an_answer(world: World, desk: Casework, case_id: UUID) -> None:
    address = ask(desk, case_id)
    visitor = opened(desk, address)
    assert visitor.submit(address, {}).status_code == 422, "the link works once: nothing is no answer"
    assert visitor.submit(address, {"rather_not": "y"}).status_code == 303
    with world.inside(desk.service):
        assert status(desk, case_id) == InvitationStatus.DECLINED
        assert answers(case_id) == []


def test_a_link_to_the_questions_ends_when_that_agreement_does(world: World, desk: Casework, case_id: UUID) -> None:
    address = ask(desk, case_id)
    with world.inside(desk.service):
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY, decision=Decision.WITHDRAWN)
    assert world.visitor(desk.service).submit(address, {"word": WORD}).status_code == 422


def test_answers_are_taken_once_whoever_writes_them_down(world: World, desk: Casework, case_id: UUID) -> None:
    address = ask(desk, case_id)
    with world.inside(desk.service):
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        feedback.record_answer(case_id, harmed, Answers({"satisfied": 2}), Through.PAPER, desk.act())
        with pytest.raises(Refused):
            feedback.record_answer(case_id, harmed, Answers({"satisfied": 5}), Through.PAPER, desk.act())
    assert world.visitor(desk.service).submit(address, {"word": WORD}).status_code == 422


def test_averages_say_of_how_many_answers_they_are(world: World, service: Service) -> None:
    desk = desk_at(world, service)
    for number in (2, 5):
        case_id = desk.case_of_two()
        with world.inside(service):
            consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
            harmed = desk.parties(case_id)[PartyRole.HARMED]
            answers = Answers({"satisfied": number, "voluntary": 1})
            feedback.record_answer(case_id, harmed, answers, Through.PHONE, desk.act())
            for moment, score in ((Moment.START, 2), (Moment.END, number)):
                feedback.score(case_id, harmed, moment, {Need.HEALTH: score}, desk.act())
    with world.inside(service):
        means = figures.means()
        assert (means[PartyRole.HARMED]["satisfied"].value, means[PartyRole.HARMED]["satisfied"].number) == (3.5, 2)
        assert means[PartyRole.RESPONSIBLE]["satisfied"].number == 0
        recovery = figures.recovery()
        assert (recovery.both, recovery.better) == (2, 1)
        assert [mean.value for mean in recovery.means[Need.HEALTH]] == [2.0, 3.5]
    page = page_text(world.staff(service, Role.CASE_SUPERVISOR).get("/team/views"))
    assert "3.5 (2 answers)" in page
    assert "2 of 2 said yes" in page
    assert "the end: 2. Of them, cope better in one way at least: 1." in page


def test_staff_write_down_scores_and_answers_in_short_forms(world: World, desk: Casework, case_id: UUID) -> None:
    person, base = world.staff(desk.service, Role.FACILITATOR), f"/team/cases/{case_id}/views"
    with world.inside(desk.service):
        harmed = desk.parties(case_id)[PartyRole.HARMED]
        consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
    assert person.submit(f"{base}/scores", {"party": str(harmed), "health": "2"}).status_code == 303
    assert "At the start" in page_text(person.follow())
    assert person.submit(f"{base}/ask", {"party": str(harmed)}).status_code == 303
    answer = person.submit(f"{base}/answer", {"party": str(harmed), "through": "phone", "heard": "5"})
    assert answer.status_code == 303, page_text(answer)
    page = page_text(person.follow())
    assert "Answered" in page
    assert person.submit(f"{base}/not-asked", {"party": str(harmed), "why": "not_safe"}).status_code == 422


def test_a_manager_adds_a_question_and_stops_it(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    assert manager.submit("/team/setup/questions", {"words": "Was the room warm?"}).status_code == 303
    manager.follow()
    assert manager.submit(None, action="/end").status_code == 303
    assert "not asked any more" in page_text(manager.follow())
    with world.inside(service):
        assert queries.own_questions() == []
    assert soup(manager.get("/team/setup/questions")).select_one("form[action$='/end']") is None


def test_followed_to_the_end_a_case_has_all_that_its_closing_asks_for(world: World, desk: Casework) -> None:
    case_id = desk.at(Stage.FOLLOW_UP)
    names = ("terms_accepted", "items_final_and_told", "followed_up", "surveys_offered")
    with world.inside(desk.service):
        agree_to(desk, case_id)
        assert [holds(case_id, name) for name in names] == [False, False, False, False]
        follow_to_the_end(desk, case_id)
        assert [holds(case_id, name) for name in names] == [True, True, True, True]
        casework.move(case_id, Stage.CLOSED, desk.act(note="It went well"), reason="completed_direct")
