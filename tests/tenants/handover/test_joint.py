"""Two services work on one case: each with its own person, and both on one meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cases import Casework
from handing_over import carry_out
from joining_up import (
    accept_offer,
    arranged,
    bring_to_assessing,
    go,
    let_share,
    offer_to_share,
    offered_to_share,
    prepared,
    shared,
)
from meeting import a_plan
from sqlalchemy import func, select, update

from concord.audit.models import AuditEntry
from concord.database import METADATA, db
from harness import page_text
from tenants.agreements import service as agreements
from tenants.agreements.policy import ItemKind
from tenants.agreements.service import Item
from tenants.casework import service as casework
from tenants.casework.guards import evaluate
from tenants.casework.kinds import Audience, SupporterKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.casework.service import Refused
from tenants.casework.withdrawal import From
from tenants.handover import door, joint, joint_crossings, joint_ending, joint_hearing, joint_news
from tenants.handover import service as handover
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, State, Why
from tenants.meetings import service as meetings
from tenants.meetings.exchanges import Given
from tenants.meetings.models import Activity
from tenants.meetings.policy import ActivityStatus, ExchangeKind, Welfare
from tenants.meetings.service import Record
from tenants.people.matching import Stranger, candidates, candidates_for
from tenants.people.models import Answer, ConsentChannel, ContactPoint, Decision, Person, Standing
from tenants.people.service import Details, Needs
from tenants.referrals.models import Incident, PartyRole

MARK = "Zuleika"  # in every field of the sender's own person


def joined() -> JointCase:
    return db.session.execute(select(JointCase)).scalar_one()


def ours() -> Handover:
    return db.session.execute(select(Handover)).scalar_one()


def everything() -> str:
    """Every row of the bound service, as those who hold the key can read it."""
    tables = [table for table in METADATA.sorted_tables if table.info["kind"] == "service"]
    return " ".join(str(row) for table in tables for row in db.session.execute(select(table)))


def test_each_service_works_with_its_own_person_and_the_other_one_has_no_name_there(
    sender: Casework, receiver: Casework
) -> None:
    here, _there = shared(sender, receiver)
    with receiver.world.inside(receiver.service):
        people = {row.role: row for row in db.session.execute(
            select(CaseParty.role, CaseParty.kept_by_id, Person.name).join(Person, Person.id == CaseParty.person_id)
        )}
        assert (people["responsible"].name, people["responsible"].kept_by_id) == ("Rhys Example", None)
        assert people["harmed"].kept_by_id == sender.service.id
        assert people["harmed"].name.startswith("With ")
        assert set(db.session.scalars(select(ContactPoint.standing))) == {Standing.UNKNOWN}
        assert db.session.execute(select(Incident.summary)).scalar_one() == "A bicycle was taken."
    with sender.world.inside(sender.service):
        kept = {row.role: row.kept_by_id for row in db.session.scalars(select(CaseParty))}
        assert kept == {"harmed": None, "responsible": receiver.service.id}
        assert ours().state == State.TOGETHER
        acts: tuple[Callable[[], None], ...] = (
            lambda: sender.agree(here, PartyRole.RESPONSIBLE),
            lambda: sender.speak(here, PartyRole.RESPONSIBLE, they_contacted_us=True),
            lambda: sender.inform(here, PartyRole.RESPONSIBLE),
        )
        for act in acts:
            with pytest.raises(Refused, match="Another service works with them"):
                act()
        theirs = select(ContactPoint.ended_at).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
        assert all(db.session.scalars(theirs.where(CaseParty.role == "responsible")))


def test_nothing_that_is_known_of_the_senders_person_is_ever_in_a_row_of_the_receiver(
    sender: Casework, receiver: Casework
) -> None:
    case_id = offered_to_share(sender, receiver)
    with sender.world.inside(sender.service):
        party, act = sender.parties(case_id)["harmed"], sender.act(note=f"{MARK} told us more.")
        details = Details(name=f"{MARK} Example", known_as=MARK, birth_date=None, language="en")
        casework.change_details(case_id, party, details, act)
        casework.ask_needs(case_id, party, Needs(**dict.fromkeys(Needs.__dataclass_fields__, MARK)), act)
        casework.note(case_id, act)
        assert MARK in everything()
    accept_offer(receiver)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        bring_to_assessing(sender, case_id, PartyRole.HARMED)
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert "Rhys" in everything()
        assert not [word for word in (MARK, "Hattie", "+447700900123", "Someone took") if word in everything()]


def test_before_they_say_yes_they_see_no_name_and_nothing_opens(sender: Casework, receiver: Casework) -> None:
    offered_to_share(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert not [name for name in ("Hattie", "Rhys", "bicycle") if name in everything()]
        assert db.session.execute(select(Case)).first() is None


def test_somebody_who_is_not_known_yet_comes_to_the_case_where_they_are_known(
    sender: Casework, receiver: Casework
) -> None:
    here, there = shared(sender, receiver, known=False)
    with sender.world.inside(sender.service):
        assert evaluate(here, ("other_party_identified",)) == {"other_party_identified": True}
    with receiver.world.inside(receiver.service):
        assert evaluate(there, ("other_party_identified",)) == {"other_party_identified": False}


def test_a_case_is_not_shared_before_its_person_agreed_to_it(sender: Casework, receiver: Casework) -> None:
    case_id = sender.case_of_two()
    with sender.world.inside(sender.service):
        sender.speak(case_id)
        with pytest.raises(Refused, match="contact the other person"):
            offer_to_share(sender, receiver, case_id)
        sender.inform(case_id)
        with pytest.raises(Refused, match="must agree that another service"):
            offer_to_share(sender, receiver, case_id)


def test_who_takes_it_back_while_the_answer_is_on_its_way_is_heard(sender: Casework, receiver: Casework) -> None:
    case_id = offered_to_share(sender, receiver)
    accept_offer(receiver)
    with sender.world.inside(sender.service):
        let_share(sender, case_id, PartyRole.HARMED, Decision.WITHDRAWN)
    carry_out(receiver, sender)
    with receiver.world.inside(receiver.service):
        assert ours().state == State.WITHDRAWN
        assert db.session.execute(select(Case)).first() is None


def test_a_case_goes_on_only_when_the_other_service_told_that_its_person_may(
    sender: Casework, receiver: Casework
) -> None:
    here, there = shared(sender, receiver)
    with sender.world.inside(sender.service):
        bring_to_assessing(sender, here, PartyRole.HARMED)
        with pytest.raises(Refused, match="must each have agreed in writing"):
            go(sender, here, Stage.PREPARING)
    with receiver.world.inside(receiver.service):
        bring_to_assessing(receiver, there, PartyRole.RESPONSIBLE)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        go(sender, here, Stage.PREPARING)
        told = joined()
        told.holds = told.holds | {"assessments_complete": "2020-01-01"}
        db.session.flush()
        assert evaluate(here, ("assessments_complete", "needs_asked")) == {
            "assessments_complete": False, "needs_asked": True,
        }


def test_one_meeting_is_planned_by_one_service_agreed_at_both_and_counted_once(
    sender: Casework, receiver: Casework
) -> None:
    here, there, activity_id = arranged(sender, receiver)
    agenda = receiver.world.sign_in(receiver.service, receiver.manager).get("/team/meetings")
    assert "Meeting face to face" in page_text(agenda)
    with receiver.world.inside(receiver.service):
        theirs = joined()
        assert (theirs.plan_status, theirs.plan_place) == (ActivityStatus.CONFIRMED, "Quiet Hall")
        with pytest.raises(Refused, match="leads the meeting"):
            meetings.plan_meeting(there, a_plan(receiver), receiver.act())
    with sender.world.inside(sender.service):
        meetings.confirm(here, activity_id, sender.parties(here)["harmed"], sender.act(), goes_on=True)
        meetings.arrive(here, activity_id, sender.manager.id, sender.act())
        with pytest.raises(Refused, match="on the day itself"):
            go(sender, here, Stage.IN_PROCESS)
    with receiver.world.inside(receiver.service):
        joint.confirm(there, receiver.act(), goes_on=True)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        go(sender, here, Stage.IN_PROCESS)
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        go(receiver, there, Stage.IN_PROCESS)
        with pytest.raises(Refused, match="No completed meeting"):
            go(receiver, there, Stage.FOLLOW_UP)
    with sender.world.inside(sender.service):
        everybody = frozenset(sender.parties(here).values())
        record = Record(form="conf_f2f", attended=everybody, ground_rules="1", agreement_reached=False)
        meetings.complete(here, activity_id, record, sender.act())
        meetings.check_welfare(here, sender.parties(here)["harmed"], Welfare.WELL, sender.act())
        go(sender, here, Stage.FOLLOW_UP)
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        go(receiver, there, Stage.FOLLOW_UP)
        assert db.session.execute(select(func.count()).select_from(Activity)).scalar_one() == 0
        states = {row.role: row.state for row in db.session.scalars(select(CaseParty))}
        assert states["responsible"] == PartyState.PARTICIPATED


def test_another_day_asks_the_person_of_the_other_service_again(sender: Casework, receiver: Casework) -> None:
    here, there, activity_id = arranged(sender, receiver)
    with sender.world.inside(sender.service):
        later = a_plan(sender, sender.act().happened_on + timedelta(days=3))
        meetings.change_plan(here, activity_id, later, sender.act())
        assert sender.stage(here) == Stage.PREPARING
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert joined().we_agreed_on is None
        assert "Ask our person if they agree" in " ".join(filter(None, db.session.scalars(select(Task.words))))
    with sender.world.inside(sender.service):
        meetings.agree(here, activity_id, sender.parties(here)["harmed"], sender.act())
        assert evaluate(here, ("form_agreed",)) == {"form_agreed": False}
    with receiver.world.inside(receiver.service):
        joint.agree(there, receiver.act(), agrees=True)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        assert evaluate(here, ("form_agreed",)) == {"form_agreed": True}


def test_a_withdrawal_at_one_service_holds_the_meeting_at_the_other_without_saying_who(
    sender: Casework, receiver: Casework
) -> None:
    _here, there, activity_id = arranged(sender, receiver)
    with receiver.world.inside(receiver.service):
        party = receiver.parties(there)["responsible"]
        casework.withdraw(there, party, From.ALL, ConsentChannel.SPOKEN, receiver.act(note="He told me why."))
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        activity = db.session.execute(select(Activity).where(Activity.id == activity_id)).scalar_one()
        assert activity.status == ActivityStatus.ON_HOLD
        assert not joined().going_ahead
        assert "this is not going ahead" in " ".join(filter(None, db.session.scalars(select(Task.words))))
        assert "withdr" not in str(joined().holds)
        assert "why" not in everything()


def test_both_see_how_the_other_stands_until_a_no_on_the_day_stops_it_at_the_service_that_leads(
    sender: Casework, receiver: Casework
) -> None:
    here, there, activity_id = arranged(sender, receiver)
    visitor = sender.world.sign_in(sender.service, sender.manager)
    assert "Going ahead on their side" in page_text(visitor.get(f"/team/cases/{here}/before"))
    visitor = receiver.world.sign_in(receiver.service, receiver.manager)
    words = page_text(visitor.get(f"/team/cases/{there}/before"))
    assert "Quiet Hall" in words
    assert "Hattie" not in words
    with receiver.world.inside(receiver.service):
        joint.confirm(there, receiver.act(), goes_on=False)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        statement = select(Activity.status).where(Activity.id == activity_id, Activity.case_id == here)
        assert db.session.execute(statement).scalar_one() == ActivityStatus.ON_HOLD


def test_the_service_where_it_is_said_may_write_down_that_the_other_ones_person_withdraws(
    sender: Casework, receiver: Casework
) -> None:
    here, _there = prepared(sender, receiver)
    with sender.world.inside(sender.service):
        theirs = sender.parties(here)["responsible"]
        casework.withdraw(here, theirs, From.TAKING_PART, ConsentChannel.SPOKEN, sender.act())
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert not joined().going_ahead


def test_a_joint_case_is_not_handed_over_and_not_shared_twice(sender: Casework, receiver: Casework) -> None:
    here, _there = shared(sender, receiver)
    with sender.world.inside(sender.service):
        with pytest.raises(Refused, match="together with another service already"):
            offer_to_share(sender, receiver, here)
        with pytest.raises(Refused, match="together with another service already"):
            handover.offer(here, receiver.service.id, Why.SKILLS, sender.act(), urgent=False)


def test_what_was_said_twice_is_taken_once_and_old_news_counts_for_nothing(
    sender: Casework, receiver: Casework
) -> None:
    shared(sender, receiver)
    with sender.world.inside(sender.service):
        package, news = joint_crossings.pack(ours()), joint_news.news(joined())
    with receiver.world.inside(receiver.service):
        joint_crossings._take_package(sender.service.id, package)
        assert len(db.session.execute(select(Case)).all()) == 1
        joint_hearing._take_news(sender.service.id, replace(news, told_at=datetime(2020, 1, 1, tzinfo=UTC), holds={}))
        joint_hearing._take_news(sender.service.id, replace(news, going_ahead=True))
        assert joined().going_ahead


def test_both_services_have_every_crossing_on_record(sender: Casework, receiver: Casework) -> None:
    shared(sender, receiver)
    for one, key, step in ((sender, "to", "jointpackage"), (receiver, "came_from", "jointpackage"),
                           (receiver, "to", "jointnews"), (sender, "came_from", "jointnews")):
        with one.world.inside(one.service):
            lines = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.subject_kind == "handover"))
            assert step in [line["crossing"] for line in lines if key in line]


def test_either_service_ends_it_and_each_keeps_its_own_case_and_nothing_crosses_any_more(
    sender: Casework, receiver: Casework
) -> None:
    here, there = shared(sender, receiver)
    with receiver.world.inside(receiver.service):
        joint_ending.end_together(there, receiver.act(note=f"{MARK} is why."))
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        assert (ours().state, joined().going_ahead, joined().holds) == (State.ENDED, False, {})
        told = " ".join(filter(None, db.session.scalars(select(Task.words))))
        assert "does not work on this together with us" in told
        assert MARK not in everything()
        states = {row.role: row.state for row in db.session.scalars(select(CaseParty))}
        assert states == {"harmed": PartyState.CONSIDERING, "responsible": PartyState.ELSEWHERE}
        casework.note(here, sender.act(note="We go on alone."))
        with pytest.raises(Refused, match="together any more"):
            joint.agree(here, sender.act(), agrees=True)
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert "alone" not in everything()
        casework.note(there, receiver.act(note="So do we."))
        with pytest.raises(casework.NoSuchCase):
            joint_ending.end_together(there, receiver.act())
    for one, case_id in ((sender, here), (receiver, there)):
        page = page_text(one.world.sign_in(one.service, one.manager).get(f"/team/cases/{case_id}/before"))
        assert "No longer together with" in page


def test_what_ended_may_begin_again_with_a_new_offer_and_brings_nobody_twice(
    sender: Casework, receiver: Casework
) -> None:
    here, _there = shared(sender, receiver)
    with sender.world.inside(sender.service):
        joint_ending.end_together(here, sender.act())
    carry_out(sender, receiver)
    with sender.world.inside(sender.service):
        offer_to_share(sender, receiver, here)
    carry_out(sender)
    accept_offer(receiver)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        rows = db.session.scalars(select(JointCase).order_by(JointCase.id)).all()
        assert [row.ended_at is None for row in rows] == [False, True]
        here_now = select(Person.name).join(CaseParty, CaseParty.person_id == Person.id)
        names = sorted(db.session.scalars(here_now.where(CaseParty.state != PartyState.ELSEWHERE)))
        assert names[1].startswith("With ")
        assert joint_news.news(rows[1]).going_ahead, "whoever was with them before keeps nobody from going on"
    with receiver.world.inside(receiver.service):
        assert len(db.session.scalars(select(Case)).all()) == 2


def test_an_end_that_comes_before_the_case_lets_no_case_in(sender: Casework, receiver: Casework) -> None:
    case_id = offered_to_share(sender, receiver)
    accept_offer(receiver)
    receiver.world.run_outbox(receiver.service)  # the yes is there, the case is not on its way yet
    with sender.world.inside(sender.service):
        package = joint_crossings.pack(ours())
        joint_ending.end_together(case_id, sender.act())
    carry_out(sender, receiver)
    with sender.world.inside(sender.service):
        door.pass_on(receiver.service.id, package)  # a worker that had it in hand already
    with receiver.world.inside(receiver.service):
        assert ours().state == State.ENDED
        assert db.session.execute(select(Case)).first() is None


def test_who_else_comes_and_what_was_agreed_is_seen_at_the_other_service_and_no_more_of_it(
    sender: Casework, receiver: Casework
) -> None:
    here, there = shared(sender, receiver)
    with sender.world.inside(sender.service):
        db.session.execute(update(Case).values(stage=Stage.ASSESSING))  # how it came there is not what this is about
        parties = sender.parties(here)
        mother = casework.Supporter(
            kind=SupporterKind.SUPPORTER, name=f"Mina {MARK}", may_be_told=Answer.YES, relation=MARK, contact=MARK
        )
        supporter = casework.add_supporter(here, parties["harmed"], mother, sender.act())
        activity_id = meetings.plan_meeting(here, a_plan(sender), sender.act())
        meetings.add_supporter(here, activity_id, supporter, sender.act())
        for words, visibility in (("A bench for the garden", Audience.BOTH), (f"{MARK} hears alone", Audience.HARMED)):
            agreements.add_item(here, parties["responsible"], Item(
                kind=ItemKind.OTHER, words=words, owner_party_id=parties["responsible"], evidence=MARK,
                visibility=visibility,
            ), sender.act())
        given = Given(
            from_party_id=parties["harmed"], to_party_id=parties["responsible"], kind=ExchangeKind.LETTER, words="Dear"
        )
        with pytest.raises(Refused, match="bring it to that service"):
            meetings.add_exchange(here, activity_id, given, sender.act())
        letter = replace(a_plan(sender), form="letter", venue_id=None)
        with pytest.raises(Refused, match="do not go over to another service"):
            meetings.change_plan(here, activity_id, letter, sender.act())
    carry_out(sender, receiver)
    with receiver.world.inside(receiver.service):
        assert MARK not in everything()
        assert [one["name"] for one in joined().plan_others or []] == ["Mina"]
        joint.agree(there, receiver.act(), agrees=True)
    carry_out(receiver, sender)
    with sender.world.inside(sender.service):
        assert evaluate(here, ("attendees_agreed",)) == {"attendees_agreed": True}
    page = page_text(receiver.world.sign_in(receiver.service, receiver.manager).get(f"/team/cases/{there}/before"))
    assert "A bench for the garden" in page
    assert "Mina" in page


def test_a_person_without_a_name_is_never_found_as_somebody_else(sender: Casework, receiver: Casework) -> None:
    shared(sender, receiver, known=False)
    with receiver.world.inside(receiver.service):
        nameless = db.session.scalars(select(Person).where(Person.nameless)).one()
        assert candidates(nameless.id) == []
        assert candidates_for(Stranger(nameless.name, None)) == []
