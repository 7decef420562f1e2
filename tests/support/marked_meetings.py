"""Words with marks about what a case comes to: assessments, meetings, agreements, and work with another service.

Each is called inside the scope of the service, as the helpers of `cases.Casework` are.
"""

from __future__ import annotations

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
from tenants.agreements import follow_ups, queries
from tenants.agreements.follow_ups import Asked
from tenants.agreements.policy import FollowUpKind, FollowUpOutcome, ItemKind
from tenants.agreements.service import Item, add_item
from tenants.assessments import service as assessments
from tenants.assessments.policy import Kind, Rating
from tenants.assessments.risk_actions import finish_action
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.feedback import service as feedback
from tenants.feedback.policy import AnswerKind
from tenants.handover import service as handover
from tenants.handover.models import Why
from tenants.links.models import LinkPurpose
from tenants.meetings import service as meetings
from tenants.meetings.models import Venue
from tenants.meetings.policy import Said
from tenants.people.models import Purpose
from tenants.referrals.models import PartyRole

MARKS = (
    "zqassessed", "zqreason", "zqrisk", "zqevidence", "zqvenue", "zqhall", "zqplacenotes", "zqprofessional",
    "zqwork", "zqexchange", "zqrecord", "zqitem", "zqhowweknow", "zqwelfare", "zqshared", "zqown", "zqsurvey",
    "zqword",
)
WORD = "zqword lantern"  # the agreed word of a link


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
