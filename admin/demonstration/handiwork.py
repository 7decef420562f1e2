"""What the teams of the known services did by themselves with some of their cases: few things, so by the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from admin.demonstration.writer import Staff
from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.assessments import service as assessments
from tenants.assessments.policy import AgencyEntryKind
from tenants.assessments.service import AgencyEntry
from tenants.casework import facts, saved_filters, withdrawal
from tenants.casework import service as casework
from tenants.casework.filters import Filters
from tenants.casework.kinds import Audience, Complexity, TaskKind
from tenants.casework.models import CaseParty
from tenants.casework.reopening import reopen
from tenants.casework.service import Act
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import request_sign_off
from tenants.casework.tasks import NewTask, remind
from tenants.handover import service as handover
from tenants.handover.models import Why
from tenants.meetings import service as meetings
from tenants.meetings.policy import ExchangeKind
from tenants.meetings.service import Given, Plan
from tenants.papers import service as papers
from tenants.papers.letters import current_letters
from tenants.people.models import Answer, ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

Shown = Mapping[str, UUID]
WRITTEN = "I was frightened for weeks. I would like to know if you thought of us, and why it was our house."
TOLD = "They rang and said that it is too much for them at the moment."
AGAIN = "They rang: it has come back to them, and they would like to speak with us."


def work_on(shown: Shown, staff: Staff) -> None:
    """One thing after the other, by whoever would do it."""
    lead = Act(staff.facilitators[0], Role.FACILITATOR, uk_today())
    supervisor = Act(staff.supervisor, Role.CASE_SUPERVISOR, uk_today())
    _class_as_complex(shown["complex"], lead, supervisor)
    _withdraw(shown["withdrawing"], lead)
    _wait_for_check(shown["letters"], staff)
    _write_letter(shown["today"], lead)
    reopen(shown["completed"], "harmed_asked", lead.actor_id, _say(lead, AGAIN), conflict=False)
    _remind_each_other(shown, staff, supervisor)
    saved_filters.save(lead.actor_id, "Mine with something overdue", Filters("mine", {"overdue": ("yes",)}, "due"),
                       shared=False)
    saved_filters.save(staff.supervisor, "Open for a long time",
                       Filters("open", {"age": ("from_90", "over_180")}, "oldest"), shared=True)


def _say(act: Act, words: str) -> Act:
    return Act(act.actor_id, act.role, act.happened_on, note=words)


def _class_as_complex(case_id: UUID, lead: Act, supervisor: Act) -> None:
    """Sensitive, so only those see it who work on it or are named; the supervisor has something to approve."""
    facts.change_facts(case_id, {"hate": Answer.YES}, lead)
    assessments.classify(case_id, Complexity.SENSITIVE_COMPLEX, lead, against=False)
    assessments.record_agency(case_id, AgencyEntry("police", AgencyEntryKind.INFORMATION), lead)
    request_sign_off(case_id, SignOffKind.ASSESSMENT, _say(lead, "Please look at it before we go on."))
    assessments.restrict(case_id, [supervisor.actor_id], supervisor)


def _withdraw(case_id: UUID, lead: Act) -> None:
    """Nobody has decided yet what the other side hears."""
    party = _party(case_id, PartyRole.RESPONSIBLE)
    withdrawal.withdraw(case_id, party, withdrawal.From.TAKING_PART, ConsentChannel.SPOKEN, _say(lead, TOLD))


def _wait_for_check(case_id: UUID, staff: Staff) -> None:
    """A letter from the person harmed was read by the lead; somebody else must check it."""
    act = Act(staff.facilitators[1], Role.FACILITATOR, uk_today())
    plan = Plan(form="letter", lead_id=staff.facilitators[1], second_id=staff.facilitators[2])
    activity = meetings.plan_meeting(case_id, plan, act)
    given = Given(
        from_party_id=_party(case_id, PartyRole.HARMED), to_party_id=_party(case_id, PartyRole.RESPONSIBLE),
        kind=ExchangeKind.LETTER, words=WRITTEN,
    )
    exchange = meetings.add_exchange(case_id, activity, given, act)
    meetings.take_step(case_id, activity, exchange, "read", act)


def _write_letter(case_id: UUID, lead: Act) -> None:
    """To the person harmed; it waits to be read and sent."""
    letter = next(letter for letter in current_letters() if letter.key == "date_arranged")
    if current_profile().contact.phone:  # where there is none on record, the letter cannot say whom to ring
        papers.write_letter(case_id, _party(case_id, PartyRole.HARMED), letter, "", lead)
    casework.note(case_id, _say(lead, "Likes to be rung in the morning."), Audience.HARMED)


def _remind_each_other(shown: Shown, staff: Staff, supervisor: Act) -> None:
    """Everybody has something to do, and it was the supervisor who said so."""
    today = uk_today()
    for owner, words, due_on in (
        (staff.coordinator, "Ask the police for the date of the interview.", today),
        (staff.coordinator, "Look for a room that can be reached without stairs.", add_working_days(today, 2)),
        (staff.supervisor, "Speak with Frankie about this case.", today),
        (staff.manager, "Answer the commissioner’s question about this case.", today - timedelta(days=1)),
    ):
        remind(NewTask(case_id=shown["following_up"], kind=TaskKind.REMINDER, owner_id=owner, words=words,
                       due_on=due_on, created_by=supervisor.actor_id), supervisor)


def offer_to(other: UUID, case_id: UUID, staff: Staff) -> None:
    """Somebody moved house: they agree, and their case is offered to the service there."""
    manager = Act(staff.manager, Role.SERVICE_MANAGER, uk_today())
    statement = select(CaseParty.id).where(CaseParty.case_id == case_id)
    for party in db.session.scalars(statement).all():
        choice = Choice(Purpose.TRANSFER, Decision.GIVEN, ConsentChannel.PAPER, uk_today())
        casework.record_consent(case_id, party, choice, manager)
    handover.offer(case_id, other, Why.MOVED_HOME, manager, urgent=False)


def _party(case_id: UUID, role: PartyRole) -> UUID:
    statement = select(CaseParty.id).where(CaseParty.case_id == case_id, CaseParty.role == role)
    return db.session.execute(statement).scalar_one()
