"""Take in a whole case from another service: to work on, with consent asked again before any contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from concord.audit.service import record_act
from concord.database import Base, db
from concord.database.columns import uuid7
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.casework.kinds import Audience, Duty, EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseMember, CaseParty
from tenants.casework.policy import OUT, PartyState, Stage
from tenants.casework.record_models import CaseDocument, CaseFacts, CaseSupporter
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.documents import service as documents
from tenants.handover import policy
from tenants.handover.models import Handover, HandoverRecord, to_ask_again
from tenants.handover.parcels import HappenedBefore, Package, PersonPacked, Values
from tenants.people.models import (
    Answer,
    Consent,
    ContactPoint,
    EqualityAnswers,
    Person,
    PersonNeeds,
    Standing,
    StatedBy,
)
from tenants.people.service import WayToReach, add_person, block_what_others_hold
from tenants.referrals.models import Incident, PartyRole
from tenants.referrals.reference import new_reference

WAY_FIELDS = tuple(WayToReach.__dataclass_fields__)
KEYS = ("id", "tenant_id", "version", "created_at")
UNKNOWN = Answer.UNKNOWN


def unpack(handover: Handover, package: Package, came_from: str) -> UUID:
    """Write the case down here. It begins anew: nobody has been reached, asked or assessed by this service yet."""
    lead_id, moment = lead_of(handover), datetime.now(UTC)
    incident = insert(Incident, package.incident)
    case = Case(
        id=uuid7(), reference=new_reference(), incident_id=incident, lead_id=lead_id, stage=Stage.ALLOCATED,
        opened_at=moment, initiated_before=package.initiated, restricted=package.restricted,
    )
    db.session.add(case)
    db.session.flush()
    if package.restricted and handover.decided_by not in {None, lead_id}:
        db.session.add(CaseMember(case_id=case.id, account_id=handover.decided_by, duty=Duty.READS))
    record_act("create", "case", case.id, handover=str(handover.id))
    parties = {packed.key: take_person(case, packed, handover, came_from) for packed in package.people}
    _who_stands_in(handover, package.people, parties)
    _block_what_both_hold(case, moment)
    if package.facts:
        insert(CaseFacts, package.facts | {"complexity": "not_set"}, case_id=case.id)
    for line in package.timeline:
        _happened_before(case, line, parties, came_from)
    db.session.add(CaseEvent(
        case_id=case.id, kind=EventKind.OPENED, to_stage=Stage.ALLOCATED, happened_on=uk_today(), recorded_at=moment,
        actor_id=handover.decided_by, episode=1, detail={"lead": str(lead_id), "reference_before": package.reference},
    ))
    _bring_files(case, package, parties)
    keep_records(handover, package.records)
    db.session.flush()
    return case.id


def _bring_files(case: Case, package: Package, parties: dict[str, UUID]) -> None:
    for file in package.files:
        document_id = documents.add(file.name, file.data)
        db.session.add(CaseDocument(
            case_id=case.id, document_id=document_id, audience=file.audience, party_id=parties.get(file.party or ""),
        ))


def lead_of(handover: Handover) -> UUID:
    if handover.lead_id is None:
        raise LookupError("a case was taken without a lead")
    return handover.lead_id


def insert(table: type[Base], values: Values, **more: Any) -> UUID:
    """A new row with a new key; columns that another release of the sender has and we do not are left out."""
    known = {column.name for column in table.__table__.columns} - set(KEYS)
    row_id = uuid7()
    db.session.add(table(**({name: value for name, value in values.items() if name in known} | more | {"id": row_id})))
    db.session.flush()
    return row_id


def new_person(packed: PersonPacked, handover: Handover) -> Person:
    """Somebody whom nobody may contact before they or somebody they trust said that it is safe from here, too."""
    ways = tuple(
        WayToReach(**{name: way[name] for name in WAY_FIELDS if name in way}) for way in packed.ways
        if way.get("ended_at") is None
    )
    person = add_person(
        packed.person["name"], ways, StatedBy.OTHER, language=packed.person["language"]
    )
    person.known_as, person.birth_date = packed.person["known_as"], packed.person["birth_date"]
    _warn(person.id, packed.ways)
    if packed.needs:
        insert(PersonNeeds, packed.needs | {"asked_at": None}, person_id=person.id)
    if packed.equality:
        insert(EqualityAnswers, packed.equality, person_id=person.id, recorded_by=handover.decided_by)
    return person


def bring_consents(
    person_id: UUID, incident_id: UUID, packed: PersonPacked, handover: Handover, came_from: str
) -> None:
    """What they agreed to there is shown, and counts for nothing."""
    for consent in packed.consents:
        insert(
            Consent, consent | {"episode": 1, "brought_from": consent["brought_from"] or came_from},
            person_id=person_id, incident_id=incident_id, recorded_by=handover.decided_by,
        )


def take_person(case: Case, packed: PersonPacked, handover: Handover, came_from: str) -> UUID:
    """One party of a case."""
    person, party = new_person(packed, handover), packed.party
    party_id = insert(
        CaseParty, {"role": party["role"], "responsibility": party["responsibility"],
                    "preferred_form": party["preferred_form"], "state": PartyState.NOT_CONTACTED},
        case_id=case.id, person_id=person.id,
    )
    bring_consents(person.id, case.incident_id, packed, handover, came_from)
    _bring_supporters(party_id, packed, handover)
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.RECONFIRM, owner_id=case.lead_id, party_id=party_id,
        due_on=add_working_days(uk_today(), policy.ASK_AGAIN_WORKING_DAYS),
        made_for=to_ask_again(handover.id, party_id),
    ))
    return party_id


def _bring_supporters(party_id: UUID, packed: PersonPacked, handover: Handover) -> None:
    """What they may be told is asked again: a yes was for the service before."""
    for supporter in packed.supporters:
        may = Answer.NO if supporter["may_be_told"] == Answer.NO else UNKNOWN
        insert(CaseSupporter, supporter, party_id=party_id, added_by=handover.decided_by, may_be_told=may)


def _who_stands_in(handover: Handover, people: Iterable[PersonPacked], parties: dict[str, UUID]) -> None:
    """Whom somebody stands in for is protected here, too, and not asked anything (A7)."""
    for packed in people:
        if absent := parties.get(str(packed.party.get("stands_in_for_id"))):
            party = parties[packed.key]
            out = party if packed.party["state"] in OUT else absent
            _set(party, stands_in_for_id=absent)
            _set(out, state=PartyState.ABSENT)
            finish_tasks_made_for(f"handover:{handover.id}:{out}", lead_of(handover))


def _set(party_id: UUID, **values: Any) -> None:
    db.session.execute(update(CaseParty).where(CaseParty.id == party_id).values(**values))


def _warn(person_id: UUID, ways: list[Values]) -> None:
    """What was found unsafe is unsafe here, too; that something was safe counts for nothing."""
    unsafe = {way["value"] for way in ways if way["standing"] == Standing.UNSAFE}
    for point in db.session.scalars(select(ContactPoint).where(ContactPoint.person_id == person_id)):
        if point.value in unsafe:
            point.standing = Standing.UNSAFE


def _block_what_both_hold(case: Case, moment: datetime) -> None:
    """What the two sides have in common is known for it here, too (C5)."""
    statement = select(CaseParty.role, CaseParty.person_id).where(CaseParty.case_id == case.id)
    sides = [(row.role, row.person_id) for row in db.session.execute(statement)]
    responsible = [person_id for role, person_id in sides if role == PartyRole.RESPONSIBLE]
    for role, person_id in sides:
        if role == PartyRole.HARMED:
            block_what_others_hold(person_id, responsible, moment)


def _happened_before(case: Case, line: HappenedBefore, parties: dict[str, UUID], came_from: str) -> None:
    db.session.add(CaseEvent(
        id=uuid7(), case_id=case.id, party_id=parties.get(line.party or ""), kind=EventKind.HANDED_OVER,
        happened_on=line.happened_on, recorded_at=line.recorded_at, episode=line.episode,
        audience=Audience(line.audience), detail={"brought_from": came_from},
        note="\n\n".join(filter(None, (line.told, line.note))),
    ))


def keep_records(handover: Handover, records: dict[str, list[Values]]) -> None:
    for part, rows in records.items():
        for position, content in enumerate(rows):
            db.session.add(HandoverRecord(handover_id=handover.id, part=part, position=position, content=content))
