"""Somebody withdraws: in one act, from anywhere, all of it or nothing; and what the other side hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cases import Casework, send, value_of
from sqlalchemy import func, select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.outbox.drain import drain
from concord.outbox.models import Lane
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework import service as casework
from tenants.casework import signals
from tenants.casework.kinds import Audience, EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task, Telling
from tenants.casework.withdrawal import From
from tenants.notifications.models import Message
from tenants.people.individuals import decide
from tenants.people.matching_models import MatchDecision
from tenants.people.models import Answer, Consent, ConsentChannel, Decision, Purpose
from tenants.people.queries import does_not_want_contact, standing
from tenants.referrals.answers import Referrer
from tenants.referrals.models import PartyRole, Referral, ReferrerKind, Source

HARMED, RESPONSIBLE = PartyRole.HARMED, PartyRole.RESPONSIBLE
POLICE = Referrer(name="Jo Reed", contact="01632 960002", agency="Police", email="jo.reed@constabulary.example")


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def agreed_case(cases: Casework, stage: Stage) -> UUID:
    """A case of two who both agreed to take part, at a stage."""
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        cases.agree(case_id, HARMED)
        cases.agree(case_id, RESPONSIBLE)
        db.session.execute(update(Case).where(Case.id == case_id).values(stage=stage))
    return case_id


def withdraw(cases: Casework, case_id: UUID, role: PartyRole = HARMED, scope: From = From.ALL) -> None:
    party = cases.parties(case_id)[role]
    casework.withdraw(case_id, party, scope, ConsentChannel.SPOKEN, cases.act())


def party_of(cases: Casework, case_id: UUID, role: PartyRole = HARMED) -> CaseParty:
    return db.session.scalars(select(CaseParty).where(CaseParty.case_id == case_id, CaseParty.role == role)).one()


def taken_back(case_id: UUID) -> list[str]:
    people = select(CaseParty.person_id).where(CaseParty.case_id == case_id)
    statement = select(Consent.purpose).where(Consent.person_id.in_(people), Consent.decision == Decision.WITHDRAWN)
    return sorted(db.session.scalars(statement))


def tasks(case_id: UUID) -> list[Task]:
    statement = select(Task).where(Task.case_id == case_id, Task.kind == TaskKind.WITHDRAWAL).order_by(Task.created_at)
    return list(db.session.scalars(statement))


def from_the_police(cases: Casework) -> UUID:
    """A case of two whose agency hears of the decision; the workers have not acted on that yet."""
    referral_id = cases.refer(
        referrer_kind=ReferrerKind.PROFESSIONAL, source=Source.POLICE, referrer=POLICE, person_agreed=Answer.YES,
        outcome_to_referrer=True,
    )
    with cases.world.inside(cases.service):
        db.session.execute(update(Referral).values(referrer_email_confirmed_at=func.now()))
    cases.world.run_outbox(cases.service)
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
        casework.add_other_person(case_id, casework.OtherPerson("Rhys Example", RESPONSIBLE), cases.act())
    return case_id


def outcomes(cases: Casework) -> list[str]:
    """What became of the messages to the agency after the first, which asked for its address."""
    statement = select(Message.status).where(Message.kind == "agency_outcome")
    with cases.world.inside(cases.service):
        return list(db.session.scalars(statement))


@pytest.mark.parametrize("decided", [False, True], ids=["still to be decided", "decided"])
@pytest.mark.parametrize("withdrawn", [False, True], ids=["goes", "stops"])
def test_no_message_that_waits_leaves_after_a_withdrawal(cases: Casework, *, decided: bool, withdrawn: bool) -> None:
    case_id = from_the_police(cases)
    sent_before = len(cases.world.mail(POLICE.email))
    with cases.world.inside(cases.service):
        if decided:
            assert drain(Lane.INTERACTIVE, limit=1) == 1
            db.session.rollback()
        if withdrawn:
            withdraw(cases, case_id)
    assert outcomes(cases) == ([("cancelled" if withdrawn else "decided")] if decided else [])
    cases.world.run_outbox(cases.service)
    assert outcomes(cases) == ["cancelled" if withdrawn else "sent"]
    assert len(cases.world.mail(POLICE.email)) - sent_before == (0 if withdrawn else 1)


def test_a_withdrawal_takes_back_all_they_had_agreed_to_and_gives_the_lead_a_task(cases: Casework) -> None:
    case_id = agreed_case(cases, Stage.PREPARING)
    with cases.world.inside(cases.service):
        cases.agree(case_id, HARMED, purpose=Purpose.SURVEY)
        cases.agree(case_id, RESPONSIBLE, purpose=Purpose.SURVEY)
        withdraw(cases, case_id)
        party, other = party_of(cases, case_id), party_of(cases, case_id, RESPONSIBLE)
        assert party.state == PartyState.WITHDRAWN
        assert other.state == PartyState.CONSENTED
        assert taken_back(case_id) == ["store_and_contact", "survey", "take_part"]
        assert does_not_want_contact(party.person_id)
        assert not does_not_want_contact(other.person_id)
        (task,) = tasks(case_id)
        assert (task.owner_id, task.party_id, task.due_on) == (
            cases.manager.id, party.id, add_working_days(uk_today(), 1)
        )
        withdraw(cases, case_id)
        assert len(tasks(case_id)) == 1, "while the lead has not decided, they are not asked twice"


def test_where_there_is_no_other_side_nobody_is_said_to_hear_of_it(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.agree(case_id, HARMED, purpose=Purpose.STORE_AND_CONTACT)
        party = cases.parties(case_id)[HARMED]
        casework.withdraw(case_id, party, From.ALL, ConsentChannel.SPOKEN, cases.act())
    shown = page_text(team.get(f"/team/cases/{case_id}/withdrawn"))
    assert "There is nobody on the other side whom we would have to tell." in shown
    assert "What the other side hears is decided" not in shown


def test_to_say_no_after_they_had_agreed_is_to_withdraw(cases: Casework) -> None:
    first, second = agreed_case(cases, Stage.PREPARING), cases.case_of_two()
    with cases.world.inside(cases.service):
        for case_id in (first, second):
            cases.agree(case_id, HARMED, decision=Decision.REFUSED)
        assert len(tasks(first)) == 1
        assert tasks(second) == [], "who never agreed has nothing to withdraw from"


@pytest.mark.parametrize(("scope", "gone", "contact"), [
    (From.TAKING_PART, ["approach_other", "take_part"], True), (From.CONTACT, ["store_and_contact", "survey"], False),
])
def test_less_than_everything_can_be_taken_back(
    cases: Casework, scope: From, gone: list[str], *, contact: bool
) -> None:
    case_id = agreed_case(cases, Stage.ASSESSING)
    with cases.world.inside(cases.service):
        for purpose in (Purpose.APPROACH_OTHER, Purpose.SURVEY):
            cases.agree(case_id, HARMED, purpose=purpose)
        withdraw(cases, case_id, scope=scope)
        party = party_of(cases, case_id)
        assert taken_back(case_id) == gone
        assert does_not_want_contact(party.person_id) is not contact
        assert party.state == PartyState.WITHDRAWN
        assert len(tasks(case_id)) == 1


def test_all_of_it_happens_or_nothing(cases: Casework) -> None:
    case_id = from_the_police(cases)
    with cases.world.inside(cases.service):
        drain(Lane.INTERACTIVE, limit=1)
        before = party_of(cases, case_id).state

    def breaks(_case: object, **_said: Any) -> None:
        raise RuntimeError("the process ends here")

    broken = pytest.raises(RuntimeError, match="ends here")
    with signals.consent_recorded.connected_to(breaks), broken, cases.world.inside(cases.service):
        withdraw(cases, case_id)
    with cases.world.inside(cases.service):
        assert party_of(cases, case_id).state == before
        assert taken_back(case_id) == []
        assert tasks(case_id) == []
    assert outcomes(cases) == ["decided"]


def test_it_is_one_act_from_a_page_that_is_old_and_counts_once(cases: Casework, team: Visitor) -> None:
    case_id = agreed_case(cases, Stage.IN_PROCESS)
    path = f"/team/cases/{case_id}/withdraw"
    page = soup(team.get(f"/team/cases/{case_id}/consents"))
    button = page.select_one(".concord-bar a.govuk-button--warning")
    assert button is not None
    assert (button["href"], button.get_text(strip=True)) == (path, "Somebody withdraws")
    typed = form_values(find_form(soup(team.get(path))))
    typed["party"] = value_of(team, path, "party", "Hattie Example")
    with cases.world.inside(cases.service):
        casework.note(case_id, cases.act(note="Written meanwhile"))
    first, second = team.post(path, typed), team.post(path, typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    words = page_text(team.follow(first))
    assert "Hattie Example withdrew" in words
    assert "Support stays open." in words
    assert "Do not contact them." in words
    assert "Close this case" in words
    with cases.world.inside(cases.service):
        assert taken_back(case_id) == ["store_and_contact", "take_part"]
        kinds = select(func.count()).where(CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.WITHDREW)
        assert db.session.scalar(kinds) == 1


def test_another_services_case_does_not_exist(cases: Casework, cases_elsewhere: Casework, team: Visitor) -> None:
    case_id = cases_elsewhere.case_of_two()
    for page in ("withdraw", "withdrawn", "telling", "consents"):
        assert team.get(f"/team/cases/{case_id}/{page}").status_code == 404
    with cases.world.inside(cases.service), pytest.raises(casework.NoSuchCase):
        casework.withdraw(case_id, case_id, From.ALL, ConsentChannel.SPOKEN, cases.act())


def test_a_party_of_another_case_cannot_be_withdrawn_by_it(cases: Casework) -> None:
    first, second = cases.case(), cases.case("Other Example")
    with cases.world.inside(cases.service), pytest.raises(casework.NoSuchCase):
        casework.withdraw(first, cases.parties(second)[HARMED], From.ALL, ConsentChannel.SPOKEN, cases.act())


def test_the_other_side_hears_the_approved_words_and_neither_who_nor_why(cases: Casework, team: Visitor) -> None:
    case_id = agreed_case(cases, Stage.PREPARING)
    with cases.world.inside(cases.service):
        withdraw(cases, case_id)
    path = f"/team/cases/{case_id}/telling"
    form = find_form(soup(team.get(path)))
    values = form_values(form)
    assert values["wording"] == "not_going_ahead"
    assert "note" not in values, "free words could say who and why"
    assert team.submit(path, {"decision": "tell", "told": [], "how": "phone"}).status_code == 422
    words = send(team, path, decision="tell", how="phone")
    assert "Rhys Example was told: “This is not going ahead.”" in words
    with cases.world.inside(cases.service):
        told = db.session.scalars(select(CaseEvent).where(CaseEvent.kind == EventKind.TOLD)).one()
        rhys = party_of(cases, case_id, RESPONSIBLE)
        assert (told.audience, told.party_id, told.note) == (Audience.RESPONSIBLE, rhys.id, None)
        assert told.detail == {"wording": "not_going_ahead", "version": "1", "how": "phone"}
        telling = db.session.scalars(select(Telling)).one()
        assert (telling.told_party_id, telling.recorded_by, telling.told_on) == (rhys.id, cases.manager.id, uk_today())
        (task,) = tasks(case_id)
        assert task.done_by == cases.manager.id


def test_the_lead_may_decide_later_or_that_nobody_is_told(cases: Casework, team: Visitor) -> None:
    case_id = agreed_case(cases, Stage.PREPARING)
    path, later = f"/team/cases/{case_id}/telling", uk_today() + timedelta(days=9)
    with cases.world.inside(cases.service):
        withdraw(cases, case_id)
    assert team.submit(path, {"decision": "later"}).status_code == 422
    day = {"again_on-day": str(later.day), "again_on-month": str(later.month), "again_on-year": str(later.year)}
    send(team, path, decision="later", **day)
    with cases.world.inside(cases.service):
        assert [(task.due_on, task.done_at) for task in tasks(case_id)] == [(later, None)]
    assert "Nobody is told that Hattie Example withdrew" in send(team, path, decision="do_not_tell")
    with cases.world.inside(cases.service):
        assert tasks(case_id)[0].done_at is not None
        kept = db.session.execute(select(Telling.decision, Telling.told_party_id).order_by(Telling.recorded_at)).all()
        assert [tuple(row) for row in kept] == [("later", None), ("do_not_tell", None)]
        audiences = db.session.scalars(select(CaseEvent.audience).where(CaseEvent.kind == EventKind.TOLD))
        assert set(audiences) == {Audience.FACILITATORS}


def test_two_who_decide_at_once_decide_once(cases: Casework, team: Visitor) -> None:
    case_id = agreed_case(cases, Stage.PREPARING)
    with cases.world.inside(cases.service):
        withdraw(cases, case_id)
    path = f"/team/cases/{case_id}/telling"
    values = form_values(find_form(soup(team.get(path)))) | {"decision": "tell", "how": "phone"}
    assert team.post(path, values | {"form_key": str(uuid4())}).status_code == 303
    for decision in ("tell", "do_not_tell"):
        late = values | {"decision": decision, "form_key": str(uuid4())}
        assert team.post(path, late).status_code == 409, "their page is old"
        answer = team.submit(None, late | {"version": form_values(find_form(soup(team.get(path))))["version"]})
        assert "This was decided already" in page_text(answer), decision
    with cases.world.inside(cases.service):
        assert db.session.scalars(select(Telling.decision)).all() == ["tell"]


def test_what_the_other_side_hears_is_decided_and_never_only_ticked_off(cases: Casework, team: Visitor) -> None:
    case_id = agreed_case(cases, Stage.PREPARING)
    with cases.world.inside(cases.service):
        withdraw(cases, case_id)
        done = f"/team/cases/{case_id}/tasks/{tasks(case_id)[0].id}/done"
    page = soup(team.get(f"/team/cases/{case_id}"))
    assert not page.select(f'form[action="{done}"]')
    token = form_values(find_form(soup(team.get(f"/team/cases/{case_id}/telling"))))["csrf_token"]
    team.post(done, {"csrf_token": token})
    with cases.world.inside(cases.service):
        assert tasks(case_id)[0].done_at is None


def test_whoever_does_not_want_contact_is_not_told_either(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        cases.agree(case_id, RESPONSIBLE, purpose=Purpose.STORE_AND_CONTACT, decision=Decision.REFUSED)
        withdraw(cases, case_id)
    answer = team.submit(f"/team/cases/{case_id}/telling", {"decision": "tell", "how": "phone"})
    assert answer.status_code == 422
    assert "They do not want us to contact them." in page_text(answer)


def test_one_page_takes_several_answers_and_the_history_shows_the_words(cases: Casework, team: Visitor) -> None:
    case_id = cases.case_of_two()
    path = f"/team/cases/{case_id}/consent"
    party = value_of(team, path, "party", "Rhys Example")
    said: dict[str, Any] = {"party": party, "channel": "verbal_witnessed"}
    refused = team.submit(path, said | {"agreed": ["take_part", "share_with_agency"], "refused": ["take_part"]})
    assert refused.status_code == 422
    assert "Choose one answer only for each thing" in page_text(refused)
    refused = team.submit(path, said | {"agreed": ["share_with_agency"]})
    assert "Enter the name of the witness" in page_text(refused)
    assert "Enter the agency, or who comes with them" in page_text(refused)
    send(
        team, path, **said, agreed=["take_part", "share_with_agency"], refused=["case_study"], form="letter",
        named="Probation", witness="Wes Witness",
    )
    words = page_text(team.get(f"/team/cases/{case_id}/people/{party}/consents"))
    assert "I can stop at any time, even during a meeting." in words
    assert "Share with another agency: Probation" in words
    assert "Take part: Letters" in words
    assert "Wes Witness" in words
    assert "This is not why we may keep their details" in words
    with cases.world.inside(cases.service):
        rhys = party_of(cases, case_id, RESPONSIBLE)
        incident = db.session.scalars(select(Consent.incident_id).where(Consent.person_id == rhys.person_id)).first()
        assert incident is not None
        stands = {entry.purpose: (entry.form, entry.about) for entry in standing(rhys.person_id, incident, 1)}
    assert stands == {"take_part": ("letter", None), "share_with_agency": (None, "Probation")}
    assert page_text(team.get(f"/team/cases/{case_id}/people/{case_id}/consents")).startswith("Page not found")


def test_a_volunteer_on_the_case_may_write_down_that_somebody_withdraws(cases: Casework) -> None:
    case_id = cases.case_of_two()
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR)
    with cases.world.inside(cases.service):
        casework.add_member(case_id, volunteer.id, cases.act())
    visitor = cases.world.sign_in(cases.service, volunteer)
    path = f"/team/cases/{case_id}/withdraw"
    assert "withdrew" in send(visitor, path, party=value_of(visitor, path, "party", "Rhys Example"))


def test_to_say_no_when_told_of_it_stops_what_was_planned(cases: Casework) -> None:
    stopped: list[UUID] = []

    def listen(_case: Case, *, party: CaseParty, purpose: Purpose, **_more: Any) -> None:
        stopped.extend([party.id] if purpose == Purpose.TAKE_PART else [])

    case_id = agreed_case(cases, Stage.PREPARING)
    with cases.world.inside(cases.service), signals.consent_recorded.connected_to(listen):
        party = cases.parties(case_id)[HARMED]
        casework.give_information(case_id, party, (casework.ToldBy.SPOKEN,), casework.Offer.SAID_NO, cases.act())
        assert stopped == [party]
        assert party_of(cases, case_id).state == PartyState.WITHDRAWN
        assert [task.party_id for task in tasks(case_id)] == [party]


def test_a_withdrawal_before_the_day_of_the_agreement_is_refused_on_every_record_of_the_person(
    cases: Casework
) -> None:
    first, second = agreed_case(cases, Stage.PREPARING), cases.case("Rhys Example")  # the second agreed today, online
    with cases.world.inside(cases.service):
        people = party_of(cases, first, RESPONSIBLE).person_id, party_of(cases, second).person_id
        decide(*people, MatchDecision.SAME, decided_by=cases.manager.id)
        party, act = cases.parties(first)[RESPONSIBLE], cases.act(happened_on=uk_today() - timedelta(days=1))
        with pytest.raises(casework.Refused, match="on a later day"):
            casework.withdraw(first, party, From.CONTACT, ConsentChannel.SPOKEN, act)
