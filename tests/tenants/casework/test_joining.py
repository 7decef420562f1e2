"""Whether we met somebody before: found beside a referral, said and taken back, and a referral joins its case."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from cases import SAFE_PHONE, THEIR_PHONE, Casework, send
from sqlalchemy import func, select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import Service, Visitor, page_text, soup
from tenants.casework import service as casework
from tenants.casework.guards import evaluate
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import Stage
from tenants.casework.record_models import CaseFacts, Task
from tenants.casework.reopening import reopen
from tenants.people.matching_models import MatchDecision
from tenants.people.models import Person
from tenants.people.service import Refused
from tenants.referrals import conflicts
from tenants.referrals.models import PartyRole, Referral, ReferralStatus

SAME = MatchDecision.SAME


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def referral(referral_id: UUID) -> Referral:
    return db.session.get_one(Referral, (scope.current_tenant_id(), referral_id), populate_existing=True)


def people_on(case_id: UUID) -> int:
    return db.session.scalar(select(func.count()).select_from(CaseParty).where(CaseParty.case_id == case_id)) or 0


def click(visitor: Visitor, path: str, label: str) -> str:
    """Press the button of this name on a page; the words of the page it leads to."""
    for form in soup(visitor.get(path)).select("main form"):
        if label == " ".join(form.get_text(" ").split()):
            values = {str(one["name"]): str(one["value"]) for one in form.select("input")}
            answer = visitor.post(str(form.get("action", path)), values)
            return page_text(visitor.follow() if answer.status_code == 303 else answer)
    return pytest.fail(f"no button {label}")


def test_who_may_be_the_same_stands_beside_a_referral_with_why_and_is_said_and_taken_back(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case("Robert Example")
    path = f"/team/referrals/{cases.refer('Bob Example')}"
    words = page_text(team.get(path))
    assert "Very likely" in words
    assert "one name is short for the other, same phone number" in words
    assert soup(team.get(path)).find("a", href=f"/team/cases/{case_id}")
    page = click(team, path, "The same person")
    assert "Take that back" in page
    with cases.world.inside(cases.service):
        assert len(set(db.session.scalars(select(Person.individual_id)))) == 1
    assert "Robert Example was said to be somebody whom we met before" in page_text(team.get(f"/team/cases/{case_id}"))
    assert "Very likely" in click(team, path, "Take that back")
    with cases.world.inside(cases.service):
        assert set(db.session.scalars(select(Person.individual_id))) == {None}


def test_what_a_reader_may_not_see_is_not_named_but_they_are_sent_to_a_supervisor(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case("Robert Hidden")
    path = f"/team/referrals/{cases.refer('Bob Hidden')}"
    other = cases.world.account(cases.service, Role.CASE_COORDINATOR)
    theirs = cases.world.sign_in(cases.service, other)
    assert "Robert Hidden" in page_text(theirs.get(path))
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == case_id).values(restricted=True))
    words = page_text(theirs.get(path))
    assert "Robert" not in words
    assert "Speak to your manager or a supervisor" in words
    assert "Speak to your manager" not in page_text(team.get(path))
    reader = cases.world.staff(cases.service, Role.READ_ONLY)
    assert "Speak to your manager" not in page_text(reader.get(path))


def test_nobody_accepts_before_they_looked_at_who_may_be_the_same(cases: Casework, team: Visitor) -> None:
    cases.case("Robert Example")
    path = f"/team/referrals/{cases.refer('Bob Example')}/accept"
    said = {"lead": str(cases.manager.id), "conflict": "no"}
    answer = team.submit(path, said)
    assert answer.status_code == 422
    assert "Look at who may be the same person first" in page_text(answer)
    assert "The case is open." in send(team, path, searched="y", **said)
    with cases.world.inside(cases.service):
        assert set(db.session.scalars(select(CaseFacts.searched_by))) == {cases.manager.id}


def test_a_case_without_a_search_is_told_so_and_a_look_from_its_page_is_one(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    path = f"/team/cases/{case_id}/matches"
    with cases.world.inside(cases.service):
        db.session.execute(update(CaseFacts).values(searched_at=None, searched_by=None))
        assert evaluate(case_id, ["searched_for_duplicates"]) == {"searched_for_duplicates": False}
    assert "Nobody like them is on record." in page_text(team.get(path))
    assert "Somebody looked if we met these people before" in page_text(team.follow(team.submit(path, {})))
    with cases.world.inside(cases.service):
        assert evaluate(case_id, ["searched_for_duplicates"]) == {"searched_for_duplicates": True}


def test_a_referral_about_the_same_joins_the_case_with_its_person(cases: Casework, team: Visitor) -> None:
    case_id = cases.case("Hattie Example")
    referral_id = cases.refer("Hattie Exampel", person_role=PartyRole.HARMED)
    page = send(team, f"/team/referrals/{referral_id}/join/{case_id}")
    assert "was added to the case, with Hattie Exampel" in page
    with cases.world.inside(cases.service):
        joined = referral(referral_id)
        assert (joined.status, joined.case_id) == (ReferralStatus.ACCEPTED, case_id)
        assert people_on(case_id) == 2
        with pytest.raises(Refused, match="It is a case now"):
            casework.join(referral_id, case_id, cases.act())


def test_somebody_who_is_on_the_case_already_is_not_added_again_nor_on_the_other_side(cases: Casework) -> None:
    case_id = cases.case("Hattie Example")
    again = cases.refer("Hattie Example")
    opposite = cases.refer("Hattie Example", person_role=PartyRole.RESPONSIBLE)
    with cases.world.inside(cases.service):
        here = db.session.execute(select(CaseParty.person_id)).scalar_one()
        for referral_id in (again, opposite):
            casework.say(here, referral(referral_id).person_id, SAME, cases.act())
        casework.join(again, case_id, cases.act())
        assert people_on(case_id) == 1
        with pytest.raises(Refused, match="Nobody can be on both sides"):
            casework.join(opposite, case_id, cases.act())
        db.session.rollback()


def test_who_joined_as_somebody_on_the_case_can_be_told_apart_again(cases: Casework, team: Visitor) -> None:
    case_id = cases.case("Robert Example")
    path = f"/team/referrals/{cases.refer('Bob Example')}"
    click(team, path, "The same person")
    send(team, f"{path}/join/{case_id}")
    with cases.world.inside(cases.service):
        assert people_on(case_id) == 1
    click(team, f"/team/cases/{case_id}/matches", "Take that back")
    with cases.world.inside(cases.service):
        assert set(db.session.scalars(select(Person.individual_id))) == {None}


def test_opposite_sides_of_one_incident_are_never_said_to_be_one_person(cases: Casework, team: Visitor) -> None:
    case_id = cases.case("Rhys Example")
    with cases.world.inside(cases.service):
        other = casework.OtherPerson("Reece Example", PartyRole.RESPONSIBLE, (SAFE_PHONE,))
        casework.add_other_person(case_id, other, cases.act())
    assert "Reece Example" in (words := page_text(team.get(f"/team/cases/{case_id}/matches")))
    assert "The same person" not in words, "one side of a case is not offered as the other"
    with cases.world.inside(cases.service):
        one, two = db.session.scalars(select(CaseParty.person_id).where(CaseParty.case_id == case_id))
        with pytest.raises(Refused, match="Nobody can be on both sides"):
            casework.say(one, two, SAME, cases.act())
        db.session.rollback()
        assert set(db.session.scalars(select(Person.individual_id))) == {None}


def test_what_was_sent_together_with_a_case_joins_it_and_opens_no_second_one(cases: Casework, team: Visitor) -> None:
    together = uuid4()
    first, second = (
        cases.refer(name, person_role=role, sent_together=together)
        for name, role in (("Alys Example", PartyRole.HARMED), ("Huw Other", PartyRole.RESPONSIBLE))
    )
    with cases.world.inside(cases.service):
        incident = referral(first).incident_id
        referral(second).incident_id = incident
        case_id = casework.accept(first, cases.manager.id, cases.act(), conflict=False)
        with pytest.raises(Refused, match="open case about this already"):
            casework.accept(second, cases.manager.id, cases.act(), conflict=False)
        db.session.rollback()
    with cases.world.inside(cases.service):
        referral(second).incident_id = referral(first).incident_id
        case_id = casework.accept(first, cases.manager.id, cases.act(), conflict=False)
    page = soup(team.get(f"/team/referrals/{second}"))
    assert page.find("a", href=f"/team/referrals/{second}/join/{case_id}")
    assert "with Huw Other" in send(team, f"/team/referrals/{second}/join/{case_id}")


def test_a_conflict_in_what_a_referral_tells_goes_with_it_into_the_case(cases: Casework) -> None:
    facilitator = cases.world.account(cases.service, Role.FACILITATOR)
    theirs = cases.world.sign_in(cases.service, facilitator)
    case_id, referral_id = cases.case(), cases.refer("Wilma Waiting")
    assert theirs.get(f"/team/cases/{case_id}").status_code == 200
    with cases.world.inside(cases.service):
        about = [referral(referral_id).incident_id]
        conflicts.declare(about, facilitator.id, conflict=True, recorded_by=cases.manager.id)
        casework.join(referral_id, case_id, cases.act())
    assert theirs.get(f"/team/cases/{case_id}").status_code == 404


def test_a_referral_waits_for_an_answer_in_the_queue_until_it_is_there(cases: Casework, team: Visitor) -> None:
    referral_id = cases.refer("Alys Example")
    cases.refer("Huw Example")
    path = f"/team/referrals/{referral_id}"
    answer = team.submit(f"{path}/answer", {"words": "Too soon."})
    assert "Nobody was asked anything" in page_text(answer)
    page = send(team, f"{path}/ask", whom="referrer", how="email", words="When did it happen?")
    assert "Waiting for an answer" in page
    assert "When did it happen?" in page
    waiting = page_text(team.get("/team/referrals?asked=1"))
    assert "Alys Example" in waiting
    assert "Waiting for an answer since" in waiting
    assert "Huw Example" not in waiting
    page = send(team, f"{path}/answer", words="In May.")
    assert "In May." in page
    assert "Write down the answer" not in page
    assert "Alys Example" not in page_text(team.get("/team/referrals?asked=1"))


def test_an_incident_whose_referral_joined_a_case_opens_no_second_one(cases: Casework) -> None:
    case_id, first, second = cases.case(), cases.refer("Wilma Waiting"), cases.refer("Huw Other")
    with cases.world.inside(cases.service):
        referral(second).incident_id = referral(first).incident_id
        casework.join(first, case_id, cases.act())
        with pytest.raises(Refused, match="open case about this already"):
            casework.accept(second, cases.manager.id, cases.act(), conflict=False)
        db.session.rollback()


def test_a_case_that_is_elsewhere_does_not_keep_us_from_knowing_its_person_again(
    cases: Casework, team: Visitor
) -> None:
    gone, here = cases.case("Robert Example"), cases.case("Bob Example")
    with cases.world.inside(cases.service):
        db.session.execute(update(Case).where(Case.id == gone).values(stage="transferred"))
        one, other = (
            db.session.scalars(select(CaseParty.person_id).where(CaseParty.case_id == case_id)).one()
            for case_id in (gone, here)
        )
        casework.say(one, other, SAME, cases.act())
        assert len(set(db.session.scalars(select(Person.individual_id).where(Person.id.in_([one, other]))))) == 1
    assert "Another service has this case now" in click(team, f"/team/cases/{gone}/matches", "I have looked at this")


def test_a_referral_that_joined_by_mistake_waits_again_and_its_person_is_off_the_case_until_it_comes_back(
    cases: Casework, team: Visitor
) -> None:
    case_id, referral_id = cases.case("Robert Example"), cases.refer("Hugo Example", THEIR_PHONE)
    send(team, f"/team/referrals/{referral_id}/join/{case_id}")
    assert "The referral waits again." in send(team, f"/team/referrals/{referral_id}/take-out")
    with cases.world.inside(cases.service):
        assert (referral(referral_id).status, referral(referral_id).case_id) == (ReferralStatus.NEW, None)
        assert sorted(db.session.scalars(select(CaseParty.state))) == ["not_contacted", "taken_out"]
        first = db.session.scalars(select(Referral.id).where(Referral.case_id == case_id)).one()
        with pytest.raises(Refused, match="began with this referral"):
            casework.take_out(first, cases.act())
        with pytest.raises(Refused, match="on no case"):
            casework.take_out(referral_id, cases.act())
        casework.join(referral_id, case_id, cases.act())
        assert set(db.session.scalars(select(CaseParty.state))) == {"not_contacted"}


def test_who_came_by_mistake_or_is_with_another_service_is_not_asked_again_when_the_case_opens_again(
    cases: Casework, other_service: Service
) -> None:
    case_id, by_mistake, elsewhere = cases.case(), cases.refer("Hugo Example"), cases.refer("Kay Elsewhere")
    with cases.world.inside(cases.service):
        for referral_id in (by_mistake, elsewhere):
            casework.join(referral_id, case_id, cases.act())
        casework.take_out(by_mistake, cases.act())
        kept = CaseParty.person_id == referral(elsewhere).person_id
        db.session.execute(update(CaseParty).where(kept).values(kept_by_id=other_service.id))
        with pytest.raises(Refused, match="Another service works with them"):
            casework.take_out(elsewhere, cases.act())
        one = db.session.scalars(select(CaseParty.id).order_by(CaseParty.added_at)).first()
        db.session.execute(update(CaseParty).where(kept).values(state="elsewhere", stands_in_for_id=one))
        db.session.execute(update(Task).values(done_at=func.now(), done_by=cases.manager.id))
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
        reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        assert sorted(db.session.scalars(select(CaseParty.state))) == ["elsewhere", "not_contacted", "taken_out"]
        assert len(db.session.scalars(select(Task).where(Task.done_at.is_(None))).all()) == 1
