"""A closed case opens again (E2 T18): any time, even years later, with the same reference and a fresh start."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.working_days import add_working_days
from tenants.casework import policy, stages
from tenants.casework.events import Act, locked_case
from tenants.casework.facts import facts_of
from tenants.casework.impartiality import declare, refuse_locked_out
from tenants.casework.kinds import Complexity, Proceedings, Responsibility, TaskKind
from tenants.casework.list_queries import staff_who_record
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse
from tenants.casework.tasks import NewTask, hand_over_tasks, set_task
from tenants.people.models import Answer
from tenants.people.queries import does_not_want_contact
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

# Who waits for a call, by why the case opens again.
ASKED = {
    "harmed_asked": PartyRole.HARMED, "responsible_asked": PartyRole.RESPONSIBLE, "item_broken": PartyRole.HARMED,
}


def reopen(case_id: UUID, reason: str, lead_id: UUID, act: Act, *, conflict: bool) -> None:
    """One of the people asks, or something agreed was not done: a new episode, in which everything is asked afresh.

    What was agreed to, assessed and signed off belongs to its own episode; where the law stands now, and whether the
    case is sensitive and complex, is found out again. It is no new referral (E3).
    """
    case = locked_case(case_id, act)
    if policy.transition(case.stage, Stage.ALLOCATED, reason) is None:
        raise Refused(_("This case is not closed."))
    stages.refuse_unless_may(policy.REOPENING, act)
    if lead_id not in dict(staff_who_record()):
        raise Refused(_("Choose a member of staff who can work on cases."))
    if conflict:
        raise Refused(_("Choose another lead. This one has a conflict of interest."))
    refuse_locked_out(case, lead_id)
    before, case.lead_id = case.lead_id, lead_id
    hand_over_tasks(case.id, before, lead_id)
    declare(case, lead_id, act, conflict=conflict)
    snapshot, _set_aside = stages.judged(case, policy.REOPENING, act)
    _begin_afresh(case, act)
    detail = {"transition": policy.REOPENING.id, "reason": reason, "lead": str(lead_id)}
    stages.enter(case, Stage.ALLOCATED, act, detail, snapshot)
    _ask_for_contact(case, reason, act)


def _ask_for_contact(case: Case, reason: str, act: Act) -> None:
    """Whoever asked hears from the lead as soon as the person of a new referral would."""
    due_on = add_working_days(act.happened_on, current_profile().policy.first_attempt_working_days)
    asked = select(CaseParty).where(
        CaseParty.case_id == case.id, CaseParty.role == ASKED[reason], CaseParty.kept_by_id.is_(None),
        CaseParty.state == PartyState.NOT_CONTACTED,
    )
    for party in db.session.scalars(asked):
        if not does_not_want_contact(party.person_id):
            set_task(NewTask(
                case_id=case.id, kind=TaskKind.CONTACT, owner_id=case.lead_id, due_on=due_on, party_id=party.id,
            ))


def _begin_afresh(case: Case, act: Act) -> None:
    for kind in SignOffKind:
        lapse(case, kind, act)
    for party in db.session.scalars(select(CaseParty).where(CaseParty.case_id == case.id)):
        if party.state not in policy.FOR_GOOD:  # and it is asked afresh if anybody stands in
            party.state = PartyState.ABSENT if party.stands_in_for_id else PartyState.NOT_CONTACTED
        party.responsibility = Responsibility.NOT_ASKED
        party.options_explained_on = party.preferred_form = None
    facts = facts_of(case.id)
    facts.proceedings, facts.no_contact_order, facts.ongoing_harm = Proceedings.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN
    facts.complexity, facts.complexity_by = Complexity.NOT_SET, None
    facts.version += 1
    case.episode += 1
    case.reopened_on, case.closed_at, case.closure_reason = act.happened_on, None, None
