"""Words with marks, written through the verbs into every place where the team writes about people or to them.

Each is called inside the scope of the service, as the helpers of `cases.Casework` are.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import following
import meeting
from assessing import assess, good_answers
from cases import Casework
from handing_over import agree_to_move
from joining_up import TOGETHER, let_share
from sqlalchemy import select, update

from concord.database import db
from concord.web.dates import uk_today
from harness import StaffAccount
from tenants.agreements import follow_ups, queries
from tenants.agreements.follow_ups import Asked
from tenants.agreements.policy import FollowUpKind, FollowUpOutcome, ItemKind
from tenants.agreements.service import Item, add_item
from tenants.assessments import service as assessments
from tenants.assessments.agencies import AgencyEntry, record_agency
from tenants.assessments.policy import AgencyEntryKind, Kind, Rating
from tenants.assessments.risk_actions import finish_action
from tenants.casework import facts, saved_filters, tellings
from tenants.casework import service as casework
from tenants.casework.filters import Filters
from tenants.casework.kinds import Audience, SupporterKind, TaskKind, ToldHow
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_offs import decide_sign_off, request_sign_off
from tenants.casework.tasks import NewTask, remind
from tenants.casework.tellings import Told
from tenants.casework.withdrawal import From
from tenants.feedback import service as feedback
from tenants.feedback.policy import AnswerKind
from tenants.handover import service as handover
from tenants.handover.models import Why
from tenants.links.models import LinkPurpose
from tenants.meetings import service as meetings
from tenants.meetings.models import Venue
from tenants.meetings.policy import Said
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
    "zqwitness", "zqforthem", "zqtask", "zqfacts", "zqasked", "zqanswered", "zqassessed", "zqreason", "zqrisk",
    "zqevidence", "zqagencysaid", "zqvenue", "zqhall", "zqplacenotes", "zqprofessional", "zqwork", "zqexchange",
    "zqrecord", "zqitem", "zqhowweknow", "zqwelfare", "zqown", "zqsurvey", "zqword", "zqwithdrew", "zqlist",
    "zqmatch", "zqconflict", "zqpractice", "zqwantsmore", "zqgivesmore", "zqshared",
)
WORD = "zqword lantern"  # the agreed word of a link


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


def assessed(desk: Casework, case_id: UUID) -> None:
    """Everybody is assessed, once with words and another rating, and something is done about a risk."""
    act, harmed = desk.act(), desk.parties(case_id)[PartyRole.HARMED]
    found = assessments.Assessed(
        kind=Kind.RISK, answers=good_answers(Kind.RISK, PartyRole.HARMED), rating=Rating.MEDIUM, reason="Zqreason",
        words="Zqassessed",
    )
    assessments.assess(case_id, harmed, found, act)
    plan = assessments.Plan(what="Zqrisk", owner_id=desk.manager.id, due_on=uk_today(), high=True)
    action = assessments.plan_action(case_id, harmed, plan, act)
    finish_action(case_id, action, "Zqevidence", act)
    assess(case_id, act)


def meeting_arranged(desk: Casework, case_id: UUID) -> UUID:
    """A meeting at a marked place, to which somebody comes with the one side and somebody for their work."""
    act = desk.act()
    meeting.prepare_all(desk, case_id, desk.act(note="Zqnote"))
    place = meeting.venue(name="Zqvenue", address="1 Zqhall", notes="Zqplacenotes")
    activity_id = meetings.plan_meeting(case_id, meeting.a_plan(desk, venue_id=place), act)
    supporter = casework.supporters_of(case_id)[0]
    comers = (
        meetings.add_supporter(case_id, activity_id, supporter.id, act),
        meetings.add_professional(case_id, activity_id, "Zqprofessional", "Zqwork", act),
    )
    for attendee_id in comers:
        for side in (PartyRole.HARMED, PartyRole.RESPONSIBLE):
            meetings.answer(case_id, activity_id, attendee_id, (side, Said.YES), act)
    for party_id in meeting.takers(case_id):
        meetings.agree(case_id, activity_id, party_id, act)
    return activity_id


def meeting_held(desk: Casework, case_id: UUID, activity_id: UUID) -> None:
    """One side gives something to the other, and it is written down how it went."""
    letter = meeting.give(desk, case_id, activity_id, "Zqexchange")
    meetings.give_back(case_id, activity_id, letter, desk.act())
    meeting.hold_meeting(desk, case_id, desk.act(note="Zqrecord"))


def agreed(desk: Casework, case_id: UUID) -> tuple[str, str, str]:
    """What was agreed and how people are; the addresses of two links, and the name of the field for an own question."""
    following.agree_to(desk, case_id, words="Zqitem", evidence="Zqhowweknow")
    for row in (one for one in queries.follow_ups_of(case_id) if one.kind == FollowUpKind.DAYS):
        follow_ups.record(case_id, row.id, Asked(FollowUpOutcome.REACHED, "Zqwelfare"), desk.act(note="Zqnote"))
    question = feedback.add_question("What else?", AnswerKind.WORDS)
    following.consent(desk, case_id, PartyRole.HARMED, Purpose.SURVEY)
    harmed = desk.parties(case_id)[PartyRole.HARMED]
    invitation = feedback.offer(case_id, harmed, desk.act())
    (agreement,) = queries.agreements_of(case_id)
    return (
        following.link(desk, case_id, PartyRole.HARMED, LinkPurpose.AGREEMENT_WORDS, agreement.id, word=WORD),
        following.link(desk, case_id, PartyRole.HARMED, LinkPurpose.SURVEY, invitation, word=WORD),
        f"own_{question.hex}",
    )


def withdrawn(desk: Casework, case_id: UUID) -> None:
    """Somebody takes everything back, and the other side is told."""
    parties = desk.parties(case_id)
    act = desk.act(note="Zqwithdrew")
    casework.withdraw(case_id, parties[PartyRole.HARMED], From.ALL, ConsentChannel.SPOKEN, act)
    told = Told((parties[PartyRole.RESPONSIBLE],), "not_going_ahead", ToldHow.PHONE)
    tellings.tell(case_id, parties[PartyRole.HARMED], told, act)


def more_was_asked(desk: Casework, referral_id: UUID) -> None:
    """The team asks whoever referred for more, and hears it."""
    written = notes.Written(desk.manager.id, uk_today())
    notes.ask(referral_id, Whom.REFERRER, How.PHONE, "Zqwantsmore", written)
    notes.answer(referral_id, "Zqgivesmore", written)


def offered(desk: Casework, to: UUID, *, moves: UUID, shared: UUID) -> None:
    """One case is offered to another service whole, another to be worked on together."""
    desk.speak(moves)
    agree_to_move(desk, moves, PartyRole.HARMED)
    casework.note(moves, desk.act(note="Zqnote"))
    handover.offer(moves, to, Why.MOVED_HOME, desk.act(note="Zqnote"), urgent=False)
    desk.speak(shared)
    desk.settle(shared)
    desk.inform(shared)
    let_share(desk, shared, PartyRole.HARMED)
    handover.offer(
        shared, to, Why.LIVES_ELSEWHERE, desk.act(), urgent=False, together=TOGETHER, words="Zqshared",
    )


def planned_together(desk: Casework, case_id: UUID) -> None:
    """A meeting of the shared case at the marked place, with a marked point; its stage is not what this is about."""
    db.session.execute(update(Case).where(Case.id == case_id).values(stage=Stage.ASSESSING))
    place = db.session.scalars(select(Venue.id)).one()
    activity_id = meetings.plan_meeting(case_id, meeting.a_plan(desk, venue_id=place), desk.act())
    meetings.add_professional(case_id, activity_id, "Zqprofessional", "Zqwork", desk.act())
    responsible = desk.parties(case_id)[PartyRole.RESPONSIBLE]
    point = Item(kind=ItemKind.OTHER, words="Zqitem", owner_party_id=responsible)
    add_item(case_id, responsible, point, desk.act())
