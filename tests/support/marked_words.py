"""Words with marks, written through the verbs into every place where the team writes about people or to them.

Each is called inside the scope of the service, as the helpers of `cases.Casework` are.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import following
from cases import Casework
from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from harness import StaffAccount
from tenants.assessments.agencies import AgencyEntry, record_agency
from tenants.assessments.policy import AgencyEntryKind
from tenants.casework import facts, saved_filters, tellings
from tenants.casework import service as casework
from tenants.casework.filters import Filters
from tenants.casework.kinds import Audience, SupporterKind, TaskKind, ToldHow
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_offs import decide_sign_off, request_sign_off
from tenants.casework.tasks import NewTask, remind
from tenants.casework.tellings import Told
from tenants.casework.withdrawal import From
from tenants.people.matching_models import MatchDecision
from tenants.people.models import Answer, ConsentChannel, Person, Purpose, StatedBy
from tenants.people.service import AllRules, Details, Needs
from tenants.practice.models import RecordKind
from tenants.practice.service import Practised, record_practice
from tenants.referrals import notes
from tenants.referrals.models import PartyRole
from tenants.referrals.triage_models import How, Whom

# What is written here, besides the marks of the forms that the pages fill in.
MARKS = (
    "zqknown", "1979-07-23", "zqfaith", "gay_lesbian", "zqsupporter", "zqrelation", "zqreachthem", "zqprobation",
    "zqwitness", "zqforthem", "zqtask", "zqfacts", "zqasked", "zqanswered", "zqagencysaid", "zqwithdrew", "zqlist",
    "zqmatch", "zqconflict", "zqpractice", "zqwantsmore", "zqgivesmore",
)


def about_a_person(desk: Casework, case_id: UUID) -> None:
    """What somebody is called, needs, answers about themselves, and who is with them."""
    act, harmed = desk.act(note="Zqnote"), desk.parties(case_id)[PartyRole.HARMED]
    born = uk_today().replace(year=1979, month=7, day=23)
    casework.change_details(case_id, harmed, Details(name="Rhian Zqname", known_as="Zqknown", birth_date=born), act)
    needs = Needs(
        interpreter="Zqinterpreter", access="Zqaccess", culture="Zqculture", faith="Zqfaith", timing="Zqtiming",
    )
    casework.ask_needs(case_id, harmed, needs, act)
    casework.record_equality(case_id, harmed, {"orientation": "gay_lesbian"}, act)
    rules = AllRules(
        who_may_answer="Zqmayanswer", when_safe="Zqwhensafe", say_from="Zqsayfrom", safe_word="Zqsafeword",
        relay="Zqrelay", may_leave_message=Answer.NO, may_text=Answer.NO,
    )
    casework.change_rules(case_id, desk.way(case_id), rules, StatedBy.SELF, act)
    with_them = casework.Supporter(
        kind=SupporterKind.SUPPORTER, name="Zqsupporter", relation="Zqrelation", contact="Zqreachthem",
    )
    casework.add_supporter(case_id, harmed, with_them, act)
    following.consent(
        desk, case_id, PartyRole.HARMED, Purpose.SHARE_WITH_AGENCY, channel=ConsentChannel.VERBAL_WITNESSED,
        about="Zqprobation", witness="Zqwitness",
    )


def about_a_case(desk: Casework, case_id: UUID, supervisor: StaffAccount, stranger: StaffAccount) -> None:
    """Notes, tasks, facts, sign-off, what other agencies say, and who may not know."""
    act = desk.act(note="Zqnote")
    for audience in Audience:
        casework.note(case_id, replace(act, note="Zqforthem"), audience)
    task = NewTask(
        case_id=case_id, kind=TaskKind.REMINDER, owner_id=desk.manager.id, due_on=uk_today(), words="Zqtask",
        created_by=desk.manager.id,
    )
    remind(task, act)
    facts.change_facts(case_id, {"area_exception": "Zqfacts"}, act)
    asked = request_sign_off(case_id, SignOffKind.SINGLE_FACILITATOR, desk.act(note="Zqasked"))
    answer = desk.act(actor_id=supervisor.id, note="Zqanswered")
    decide_sign_off(case_id, asked, SignOffDecision.RETURNED, answer)
    record_agency(case_id, AgencyEntry("police", AgencyEntryKind.INFORMATION), desk.act(note="Zqagencysaid"))
    casework.declare_conflict(case_id, stranger.id, desk.act(note="Zqconflict"), conflict=True)
    saved_filters.save(desk.manager.id, "Zqlist", Filters("open"), shared=True)
    trained = Practised(kind=RecordKind.TRAINING, happened_on=uk_today(), minutes=60, words="Zqpractice")
    record_practice(desk.manager.id, trained, supervisor.id)
    one, other = db.session.scalars(select(Person.id).order_by(Person.id).limit(2))
    casework.say(one, other, MatchDecision.DIFFERENT, desk.act(note="Zqmatch"))


def withdrawn(desk: Casework, case_id: UUID) -> None:
    """Somebody takes everything back, and the other side is told."""
    parties = desk.parties(case_id)
    desk.agree(case_id, PartyRole.RESPONSIBLE, purpose=Purpose.STORE_AND_CONTACT)  # else nobody may tell them
    act = desk.act(note="Zqwithdrew")
    casework.withdraw(case_id, parties[PartyRole.HARMED], From.ALL, ConsentChannel.SPOKEN, act)
    told = Told((parties[PartyRole.RESPONSIBLE],), "not_going_ahead", ToldHow.PHONE)
    tellings.tell(case_id, parties[PartyRole.HARMED], told, act)


def more_was_asked(desk: Casework, referral_id: UUID) -> None:
    """The team asks whoever referred for more, and hears it."""
    written = notes.Written(desk.manager.id, uk_today())
    notes.ask(referral_id, Whom.REFERRER, How.PHONE, "Zqwantsmore", written)
    notes.answer(referral_id, "Zqgivesmore", written)
