"""How a case begins and who works on it."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.tenancy import scope
from concord.web.translations import UK
from concord.working_days import add_working_days
from tenants.casework import guards, policy, sides
from tenants.casework.events import Act, locked_case, open_case, refuse_future, write_event
from tenants.casework.facts import facts_of
from tenants.casework.impartiality import another_lead_is_chosen, declare, refuse_locked_out
from tenants.casework.kinds import Audience, EventKind, TaskKind
from tenants.casework.models import Case, CaseMember, CaseParty
from tenants.casework.tasks import NewTask, hand_over_tasks, set_task
from tenants.people.service import Refused
from tenants.referrals import triage
from tenants.referrals.models import Referral
from tenants.registry.queries import current_profile


def accept(  # noqa: PLR0913 - a decision, and what whoever takes it says
    referral_id: UUID, lead_id: UUID, act: Act, *, conflict: bool, searched: bool = True,
    area_exception: str | None = None,
) -> UUID:
    """Take a referral: a case opens with its person and a lead (T2).

    ``conflict`` is what the lead declares; ``searched``: whoever accepts looked for earlier contact and for a case;
    ``area_exception``: why we help although it is not in our area.
    """
    refuse_future(act.happened_on)
    referral = triage.take(referral_id)
    _refuse_as_lead(lead_id, conflict=conflict)
    _refuse_second_case(referral.incident_id)
    if act.happened_on < referral.here_since.astimezone(UK).date():
        raise Refused(_("A referral cannot be accepted before the day it came."))
    case = _new_case(referral, lead_id, act)
    party = add_party(case, referral.person_id, referral.person_role, act)
    refuse_locked_out(case, lead_id)
    declare(case, lead_id, act, conflict=conflict)
    facts = facts_of(case.id)
    facts.area_exception = area_exception
    if searched:
        facts.searched_at, facts.searched_by = act.written_at, act.actor_id
    db.session.flush()
    snapshot = guards.evaluate(case.id, policy.OPENING.guards)
    if refusals := guards.refusals(snapshot):
        raise Refused(*(str(guard.refusal) for guard in refusals))
    write_event(
        case, EventKind.OPENED, act, party_id=party.id, to_stage=case.stage, guards=snapshot,
        detail={"lead": str(lead_id)},
    )
    triage.mark_accepted(referral, case.id, act.actor_id, case.opened_at)
    _ask_for_first_contact(referral, party, lead_id)
    return case.id


def _new_case(referral: Referral, lead_id: UUID, act: Act) -> Case:
    case = Case(
        id=uuid7(), reference=referral.reference, incident_id=referral.incident_id, lead_id=lead_id,
        stage=policy.Stage.ALLOCATED, episode=1, version=1, opened_at=max(act.moment, referral.here_since),
    )
    db.session.add(case)
    db.session.flush()
    record_act("create", "case", case.id, referral=str(referral.id))
    return case


def _ask_for_first_contact(referral: Referral, party: CaseParty, lead_id: UUID) -> None:
    """In the working days that the service gives itself, counted from when the referral was received (A2)."""
    received_on = referral.received_at.astimezone(UK).date()
    due_on = add_working_days(received_on, current_profile().policy.first_attempt_working_days)
    set_task(NewTask(
        case_id=party.case_id, kind=TaskKind.CONTACT, owner_id=lead_id, due_on=due_on, party_id=party.id
    ))


def _refuse_second_case(incident_id: UUID) -> None:
    """One incident is one case (E3): what was sent together with a referral that became a case joins it."""
    joined = select(Referral.case_id).where(Referral.incident_id == incident_id, Referral.case_id.is_not(None))
    about_it = or_(Case.incident_id == incident_id, Case.id.in_(joined))
    there = select(Case.id).where(about_it, Case.stage.not_in(policy.ENDED))
    if db.session.execute(there.limit(1)).first():
        raise Refused(_("There is an open case about this already. Add this referral to it."))


def add_party(case: Case, person_id: UUID, role: str, act: Act) -> CaseParty:
    """Somebody becomes a party, kept apart from the other side."""
    sides.refuse_if_here(case, person_id, role)
    party = CaseParty(id=uuid7(), case_id=case.id, person_id=person_id, role=role, added_at=act.moment)
    db.session.add(party)
    db.session.flush()
    sides.block_as_party(case, party, act)
    return party


def change_lead(case_id: UUID, lead_id: UUID, act: Act, *, conflict: bool) -> None:
    """Another lead, who first says that they are free of any conflict of interest."""
    case = open_case(case_id, act)
    if lead_id == case.lead_id:
        raise Refused(_("They lead this case already."))
    _refuse_as_lead(lead_id, conflict=conflict)
    refuse_locked_out(case, lead_id)
    declare(case, lead_id, act, conflict=conflict)
    before, case.lead_id = case.lead_id, lead_id
    hand_over_tasks(case.id, before, lead_id)
    another_lead_is_chosen(case, act)
    write_event(case, EventKind.STAFF_CHANGED, act, detail={"lead": str(lead_id), "before": str(before)})


def add_member(case_id: UUID, account_id: UUID, act: Act) -> None:
    """One more member of staff on the case, such as a second facilitator."""
    case = open_case(case_id, act)
    _refuse_unless_can_record(account_id)
    refuse_locked_out(case, account_id)
    here = select(func.count()).select_from(CaseMember).where(
        CaseMember.case_id == case_id, CaseMember.account_id == account_id
    )
    if account_id == case.lead_id or db.session.execute(here).scalar_one():
        raise Refused(_("They work on this case already."))
    db.session.add(CaseMember(case_id=case_id, account_id=account_id, added_at=act.moment))
    write_event(case, EventKind.STAFF_CHANGED, act, detail={"member": str(account_id)})


def note(case_id: UUID, act: Act, audience: Audience = Audience.FACILITATORS) -> None:
    """Something worth keeping that no form asks for. A closed case takes notes, too."""
    if not act.note:
        raise Refused(_("Write a note."))
    write_event(locked_case(case_id, act), EventKind.NOTE, act, audience=audience)


def _refuse_as_lead(account_id: UUID, *, conflict: bool) -> None:
    _refuse_unless_can_record(account_id)
    if conflict:
        raise Refused(_("Choose another lead. This one has a conflict of interest."))


def _refuse_unless_can_record(account_id: UUID) -> None:
    account = db.session.get(Account, (scope.current_tenant_id(), account_id))
    able = account and account.status == AccountStatus.ACTIVE and _records(account.role)
    if not able:
        raise Refused(_("Choose a member of staff who can work on cases."))


def _records(role: str) -> bool:
    return Permission.CASES_RECORD in PERMISSIONS[Role(role)]
