"""Sign-off: asked for with words, answered by a second person, and never for one's own case."""

from __future__ import annotations

from uuid import UUID

import pytest
from cases import Casework, send
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from concord.database import db
from concord.identity.permissions import Role
from harness import StaffAccount, page_text
from tenants.casework import service as casework
from tenants.casework import sign_offs, words
from tenants.casework.kinds import Duty, EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent
from tenants.casework.policy import Stage
from tenants.casework.record_models import Task
from tenants.casework.service import Act, Refused
from tenants.casework.sign_off_models import ERASING, SignOff, SignOffDecision, SignOffKind

APPROVED, RETURNED = SignOffDecision.APPROVED, SignOffDecision.RETURNED
KIND = SignOffKind.PROCEEDINGS


def by(cases: Casework, account: StaffAccount, note: str | None = None, role: Role = Role.CASE_SUPERVISOR) -> Act:
    return cases.act(actor_id=account.id, role=role, note=note)


def ask(cases: Casework, case_id: UUID, kind: SignOffKind = KIND) -> UUID:
    return sign_offs.request_sign_off(case_id, kind, cases.act(note="The court agrees."))


def signed(case_id: UUID, kind: SignOffKind = KIND) -> bool:
    return db.session.execute(select(sign_offs.signed_off(kind)).where(Case.id == case_id)).scalar_one()


def test_an_approval_by_a_second_person_counts_until_what_was_signed_changes(
    cases: Casework, supervisor: StaffAccount
) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        asked = ask(cases, case_id)
        assert not signed(case_id)
        sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))
        assert signed(case_id)
        assert not signed(case_id, SignOffKind.PLAN)
        with pytest.raises(Refused, match="approved already"):
            ask(cases, case_id)
        sign_offs.lapse(db.session.scalars(select(Case)).one(), KIND, cases.act())
        assert not signed(case_id)
        again = ask(cases, case_id)
        assert not signed(case_id)
        sign_offs.decide_sign_off(case_id, again, APPROVED, by(cases, supervisor))
        assert signed(case_id)


def test_one_that_lapsed_before_it_was_answered_is_answered_no_more(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        asked = ask(cases, case_id)
        sign_offs.lapse(db.session.scalars(select(Case)).one(), KIND, cases.act())
        with pytest.raises(Refused, match="does not wait"):
            sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))


def test_what_was_sent_back_is_a_task_until_it_is_asked_for_again(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        asked = ask(cases, case_id)
        with pytest.raises(Refused, match="what is missing"):
            sign_offs.decide_sign_off(case_id, asked, RETURNED, by(cases, supervisor))
        sign_offs.decide_sign_off(case_id, asked, RETURNED, by(cases, supervisor, "Which court?"))
        assert not signed(case_id)
        task = db.session.scalars(select(Task).where(Task.kind == TaskKind.APPROVAL)).one()
        assert (task.owner_id, task.done_at) == (cases.manager.id, None)
        ask(cases, case_id)
        db.session.refresh(task)
        assert task.done_at is not None


def test_nobody_signs_off_a_case_that_they_work_on_or_ask_about(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.case()  # led by the manager
    with cases.world.inside(cases.service):
        asked = sign_offs.request_sign_off(case_id, KIND, by(cases, supervisor, "Please."))
        for account in (cases.manager, supervisor):
            with pytest.raises(Refused, match="their own case"):
                sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, account))
        asked = ask(cases, case_id, SignOffKind.PLAN)
        casework.add_member(case_id, supervisor.id, cases.act())
        with pytest.raises(Refused, match="their own case"):
            sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))
        db.session.execute(text("UPDATE case_members SET duty = :reads"), {"reads": Duty.READS})
        sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))
        assert signed(case_id, SignOffKind.PLAN)


def test_the_database_itself_knows_no_approval_by_whoever_asked(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        ask(cases, case_id)
        own = text("UPDATE sign_offs SET decision = 'approved', decided_by = requested_by, decided_at = now()")
        with pytest.raises(IntegrityError, match="two_people"):
            db.session.execute(own)
        db.session.rollback()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.VOLUNTEER_FACILITATOR, Role.CASE_COORDINATOR, Role.READ_ONLY])
def test_only_supervisors_and_managers_sign_off(cases: Casework, role: Role) -> None:
    case_id = cases.case()
    account = cases.world.account(cases.service, role)
    with cases.world.inside(cases.service):
        asked = ask(cases, case_id)
        with pytest.raises(Refused, match="may not sign this off"):
            sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, account, role=role))
    path = f"/team/cases/{case_id}/sign-offs/{asked}"
    assert cases.world.sign_in(cases.service, account).get(path).status_code in {403, 404}


def test_asking_needs_words_and_an_open_case_and_waits_for_one_answer(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="few words"):
            sign_offs.request_sign_off(case_id, KIND, cases.act())
        ask(cases, case_id)
        with pytest.raises(Refused, match="asked for this already"):
            ask(cases, case_id)
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
        with pytest.raises(Refused, match="closed"):
            ask(cases, case_id, SignOffKind.PLAN)


def test_a_sign_off_from_the_page_where_it_is_asked_for_to_the_answer(
    cases: Casework, supervisor: StaffAccount
) -> None:
    case_id = cases.case()
    team, boss = cases.world.sign_in(cases.service, cases.manager), cases.world.sign_in(cases.service, supervisor)
    path = f"/team/cases/{case_id}/sign-offs"
    assert "Asked for a sign-off: Going on while a court case" in send(
        team, f"{path}/ask", kind=KIND, note="It is <b>agreed</b>."
    )
    assert "Nothing waits for you" in page_text(team.get("/team/sign-offs"))
    assert "1 Waiting for sign-off" in page_text(boss.get("/team/"))
    assert "1 wait for your answer" in page_text(boss.get("/team/sign-offs"))
    with cases.world.inside(cases.service):
        asked = db.session.scalars(select(SignOff.id)).one()
    assert "It is <b>agreed</b>." in page_text(boss.get(f"{path}/{asked}"))
    for page in (path, f"{path}/{asked}"):  # what is to be approved is one click away
        assert f'href="/team/cases/{case_id}/facts"' in boss.get(page).get_data(as_text=True)
    assert "Send the answer" not in page_text(team.get(path))
    answer = team.submit(f"{path}/{asked}", {"decision": "approved"})
    assert answer.status_code == 422
    assert "Nobody signs off their own case" in page_text(answer)
    assert "court case is not over: Approved" in send(boss, f"{path}/{asked}", decision="approved", note="Go on.")
    page = page_text(team.get(path))
    assert "Sue Supervisor answered" in page
    assert "Go on." in page
    assert "Nothing waits for you" in page_text(boss.get("/team/sign-offs"))


def test_a_sign_off_of_another_case_is_not_found(cases: Casework, supervisor: StaffAccount) -> None:
    first, second = cases.case("First Example"), cases.case("Second Example")
    boss = cases.world.sign_in(cases.service, supervisor)
    with cases.world.inside(cases.service):
        asked = ask(cases, second)
    assert boss.get(f"/team/cases/{first}/sign-offs/{asked}").status_code == 404
    assert boss.get(f"/team/cases/{second}/sign-offs/{asked}").status_code == 200


def test_all_that_is_signed_off_on_these_pages_can_be_read_before() -> None:
    assert set(words.READ_BEFORE) == set(SignOffKind) - set(ERASING)
    assert words.READ_BEFORE[SignOffKind.ASSESSMENT][0] == "assessments.index"


def test_asking_and_answering_stand_on_the_timeline(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        asked = ask(cases, case_id)
        sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))
        kinds = db.session.execute(select(CaseEvent.kind, CaseEvent.actor_id).order_by(CaseEvent.recorded_at)).all()
    assert [(row.kind, row.actor_id) for row in kinds[1:]] == [
        (EventKind.SIGN_OFF_REQUESTED, cases.manager.id), (EventKind.SIGN_OFF_DECIDED, supervisor.id),
    ]


def test_whoever_led_a_case_signs_nothing_of_it_off_after_giving_it_away(
    cases: Casework, supervisor: StaffAccount
) -> None:
    referral_id = cases.refer()
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, supervisor.id, cases.act(), conflict=False)
        casework.change_lead(case_id, cases.manager.id, cases.act(), conflict=False)
        asked = ask(cases, case_id)
        with pytest.raises(Refused, match="their own case"):
            sign_offs.decide_sign_off(case_id, asked, APPROVED, by(cases, supervisor))


def test_an_approval_by_whoever_leads_the_case_now_counts_no_more(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        sign_offs.decide_sign_off(case_id, ask(cases, case_id), APPROVED, by(cases, supervisor))
        assert signed(case_id)
        casework.change_lead(case_id, supervisor.id, cases.act(), conflict=False)
        assert not signed(case_id)
