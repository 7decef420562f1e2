"""Make a case of what the rows of a file say of it.

It is history: no assessment, no meeting and no referral is written, so it counts in no figure and changes no return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from flask_babel import gettext as _

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import add_working_days
from tenants.bulk.checking import CaseRead, PersonRead, read_case
from tenants.bulk.models import ImportRow, RowState
from tenants.casework.events import Act, write_event
from tenants.casework.facts import facts_of
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.opening import add_party
from tenants.casework.policy import Stage
from tenants.casework.tasks import NewTask, set_task
from tenants.people.models import StatedBy
from tenants.people.service import Refused, add_person
from tenants.referrals.models import Incident
from tenants.referrals.reference import new_reference
from tenants.registry.queries import current_profile


def take(rows: Sequence[ImportRow], run_id: UUID, taken_by: UUID) -> None:
    """Take one case, or say of its rows why it cannot be: something may have changed since they were checked."""
    read, faults = read_case([row.said for row in rows])
    if read is None:
        _refuse(rows, faults)
        return
    try:
        with db.session.begin_nested():
            case_id = _make(read, run_id, taken_by)
    except Refused as refusal:
        _refuse(rows, [list(map(str, refusal.args))] * len(rows))
        return
    for row in rows:
        row.state, row.taken_key, row.case_id = RowState.TAKEN, row.row_key, case_id
        row.said, row.found = {}, {}  # the case has it now
    db.session.flush()


def _refuse(rows: Sequence[ImportRow], faults: Sequence[list[str]]) -> None:
    for row, found in zip(rows, faults, strict=True):
        row.state, row.found = RowState.BAD, {"faults": found}
    db.session.flush()


def _make(read: CaseRead, run_id: UUID, taken_by: UUID) -> UUID:
    account = db.session.get_one(Account, (scope.current_tenant_id(), taken_by))
    opened = Act(taken_by, Role(account.role), read.opened)
    incident = Incident(id=uuid7(), kind=read.incident, summary=read.summary, area_code=read.area)
    db.session.add(incident)
    db.session.flush()
    case = Case(
        id=uuid7(), reference=new_reference(), incident_id=incident.id, lead_id=read.lead or taken_by,
        stage=Stage.ALLOCATED, episode=1, version=1, opened_at=datetime.combine(read.opened, time(12), UK),
    )
    db.session.add(case)
    db.session.flush()
    record_act("create", "case", case.id, imported_in=str(run_id), by=str(taken_by))
    parties = [(person, _add(case, person, opened)) for person in read.people]
    lead = {"lead": str(case.lead_id)}
    write_event(case, EventKind.OPENED, opened, party_id=parties[0][1].id, to_stage=case.stage, detail=lead)
    for person, party in parties:
        note = _("Your reference: %(reference)s", reference=read.reference)
        came = replace(opened, happened_on=uk_today(), note="\n\n".join(filter(None, (note, person.notes))))
        write_event(case, EventKind.IMPORTED, came, party_id=party.id, detail={"import": str(run_id)})
    if read.closed and read.reason:
        _close(case, replace(opened, happened_on=read.closed), read.reason)
    else:
        _begin_work(case, parties[0][1].id)
    return case.id


def _add(case: Case, person: PersonRead, act: Act) -> CaseParty:
    """Nobody may use a way to reach them before somebody checked it: we have it from a file, not from them."""
    new = add_person(person.name, person.ways, StatedBy.OTHER)
    new.birth_date = person.born
    db.session.flush()
    return add_party(case, new.id, person.role, act)


def _close(case: Case, act: Act, reason: str) -> None:
    """As it ended elsewhere: no rule of ours is asked, and nobody is told."""
    before, case.stage = case.stage, Stage.CLOSED
    case.closed_at, case.closure_reason = datetime.combine(act.happened_on, time(12), UK), reason
    detail = {"reason": reason, "imported": True}
    write_event(case, EventKind.STAGE_CHANGED, act, from_stage=before, to_stage=case.stage, detail=detail)


def _begin_work(case: Case, party_id: UUID) -> None:
    """The lead finds it in their day. Before they move it they say that they have no conflict of interest."""
    facts_of(case.id)
    due_on = add_working_days(uk_today(), current_profile().policy.first_attempt_working_days)
    set_task(NewTask(case_id=case.id, kind=TaskKind.CONTACT, owner_id=case.lead_id, due_on=due_on, party_id=party_id))
