"""Telling the other side that somebody withdrew: the lead decides whether, when and in which approved words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.casework import policy, telling_words
from tenants.casework.events import Act, locked_case, party_of, write_event
from tenants.casework.kinds import Audience, EventKind, TaskKind, TellingDecision, ToldHow
from tenants.casework.models import Case, CaseParty
from tenants.casework.reaching import refuse_contact
from tenants.casework.record_models import Task, Telling
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused

DUE_WORKING_DAYS = 1


@dataclass(frozen=True)
class Told:
    """Who of the other side was told, in which words and how."""

    parties: tuple[UUID, ...]
    wording: str
    how: ToldHow


def ask_lead(case: Case, party: CaseParty, act: Act) -> None:
    """The lead is to decide what the other side hears. While they have not decided, they are not asked twice."""
    others = exists().where(CaseParty.case_id == case.id, CaseParty.id != party.id, CaseParty.kept_by_id.is_(None))
    if case.stage not in policy.ACTIVE or _open_tasks(case, party) or not db.session.scalar(select(others)):
        return
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.WITHDRAWAL, owner_id=case.lead_id, party_id=party.id,
        due_on=add_working_days(uk_today(), DUE_WORKING_DAYS), made_for=f"withdrawal:{uuid7()}",
        created_by=act.actor_id,
    ))


def tell(case_id: UUID, about_id: UUID, told: Told, act: Act) -> None:
    """They were told. What stands on their side of the timeline names neither who withdrew nor why."""
    case = locked_case(case_id, act)
    about = party_of(case, about_id)
    version = telling_words.newest_version(told.wording)
    _refuse_decided(case, about, Telling.told_party_id.in_(told.parties))
    for party in (party_of(case, told_id) for told_id in told.parties):
        _refuse_telling(case, about, party)
        _write(
            case, about, act, decision=TellingDecision.TELL, told_party_id=party.id, wording=told.wording,
            wording_version=version, told_on=act.happened_on, how=told.how,
        )
        write_event(
            case, EventKind.TOLD, act, party_id=party.id, audience=Audience(party.role),
            detail={"wording": told.wording, "version": version, "how": str(told.how)},
        )
    _finish(case, about, act)


def tell_nobody(case_id: UUID, about_id: UUID, act: Act) -> None:
    """The other side is not told."""
    case = locked_case(case_id, act)
    about = party_of(case, about_id)
    _refuse_decided(case, about, Telling.decision != TellingDecision.LATER)
    _write(case, about, act, decision=TellingDecision.DO_NOT_TELL)
    write_event(case, EventKind.TOLD, act, party_id=about.id, detail={"decision": str(TellingDecision.DO_NOT_TELL)})
    _finish(case, about, act)


def tell_later(case_id: UUID, about_id: UUID, again_on: date, act: Act) -> None:
    """It is decided on another day: the task waits until then."""
    case = locked_case(case_id, act)
    about = party_of(case, about_id)
    _refuse_decided(case, about, Telling.decision != TellingDecision.LATER)
    _write(case, about, act, decision=TellingDecision.LATER, again_on=again_on)
    db.session.execute(
        update(Task).where(Task.id.in_([task.id for task in _open_tasks(case, about)])).values(due_on=again_on)
    )
    write_event(
        case, EventKind.TOLD, act, party_id=about.id,
        detail={"decision": str(TellingDecision.LATER), "again_on": again_on.isoformat()},
    )


def waiting_for_decision(case_id: UUID) -> list[UUID]:
    """The parties who withdrew and of whom it is not decided yet what the other side hears."""
    statement = select(Task.party_id).where(
        Task.case_id == case_id, Task.kind == TaskKind.WITHDRAWAL, Task.done_at.is_(None), Task.party_id.is_not(None)
    ).order_by(Task.created_at)
    return [party_id for party_id in db.session.scalars(statement) if party_id]


def _refuse_telling(case: Case, about: CaseParty, party: CaseParty) -> None:
    if party.id == about.id:
        raise Refused(_("Choose somebody else: they know that they withdrew."))
    refuse_contact(case, party)


def _refuse_decided(case: Case, about: CaseParty, as_this: ColumnElement[bool]) -> None:
    """Somebody else decided it in the meantime. Who was not told then may be told later, and once."""
    if not _open_tasks(case, about):
        before = exists().where(Telling.case_id == case.id, Telling.about_party_id == about.id, as_this)
        if db.session.scalar(select(before)):
            raise Refused(_("This was decided already. The timeline says what was decided and who was told."))


def _write(case: Case, about: CaseParty, act: Act, **columns: object) -> None:
    telling_id = uuid7()
    db.session.add(Telling(
        id=telling_id, case_id=case.id, about_party_id=about.id, recorded_by=act.actor_id, recorded_at=act.written_at,
        **columns,
    ))
    db.session.flush()
    record_act("decide", "telling", telling_id, case=str(case.id), decision=str(columns["decision"]))


def _open_tasks(case: Case, party: CaseParty) -> list[Task]:
    statement = select(Task).where(
        Task.case_id == case.id, Task.party_id == party.id, Task.kind == TaskKind.WITHDRAWAL, Task.done_at.is_(None)
    )
    return list(db.session.scalars(statement))


def _finish(case: Case, about: CaseParty, act: Act) -> None:
    for task in _open_tasks(case, about):
        finish_tasks_made_for(task.made_for or "", act.actor_id)
