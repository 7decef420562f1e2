"""What other agencies were asked, told or met for: the multi-agency record (DOMAIN A11, E2 T9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _

from concord.database import db
from concord.database.columns import uuid7
from tenants.assessments.models import AgencyRecord
from tenants.assessments.policy import AGENCIES, AgencyAnswer, AgencyEntryKind
from tenants.casework.events import Act, open_case, write_event
from tenants.casework.kinds import EventKind
from tenants.people.service import Refused


@dataclass(frozen=True)
class AgencyEntry:
    """``answer`` is that to a request for approval."""

    agency: str
    kind: AgencyEntryKind
    answer: AgencyAnswer | None = None


def record_agency(case_id: UUID, entry: AgencyEntry, act: Act) -> UUID:
    """Write down what another agency was asked, told or met for; the words of the act say more."""
    case = open_case(case_id, act)
    if entry.agency not in AGENCIES:
        raise Refused(_("Choose an agency."))
    if entry.kind == AgencyEntryKind.APPROVAL and entry.answer is None:
        raise Refused(_("Say what they answered."))
    answer = entry.answer if entry.kind == AgencyEntryKind.APPROVAL else None
    record = AgencyRecord(
        id=uuid7(), case_id=case.id, episode=case.episode, agency=entry.agency, kind=entry.kind, answer=answer,
        happened_on=act.happened_on, words=act.note, recorded_by=act.actor_id, recorded_at=act.written_at,
    )
    db.session.add(record)
    codes = {"agency": entry.agency, "kind": str(entry.kind)} | ({"answer": str(answer)} if answer else {})
    write_event(case, EventKind.AGENCY_ASKED, replace(act, note=None), detail=codes)
    return record.id
