"""How a case becomes one of two services: each keeps its own person, and knows of the other one only that they are.

The other service says yes (`begin`, at the sender), what it needs crosses (`pack`), and a case opens there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane
from concord.outbox.service import emit, emit_once
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from tenants.casework import signals
from tenants.casework.events import open_case
from tenants.casework.kinds import Duty, EventKind
from tenants.casework.models import Case, CaseEvent, CaseMember, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import CaseFacts
from tenants.casework.service import Act, Refused
from tenants.handover.door import Closed, takes
from tenants.handover.joint_models import JointCase
from tenants.handover.joint_news import NEWS, as_lead
from tenants.handover.joint_rules import opposite, parties_of, refuse_unless_may_be_shared, who_agreed
from tenants.handover.models import Direction, Handover, State
from tenants.handover.packing import pack_person, plain
from tenants.handover.parcels import JointPackage, Together
from tenants.handover.service import PACK, end, tell
from tenants.handover.unpacking import insert, lead_of, take_person
from tenants.people.models import StatedBy
from tenants.people.service import add_person
from tenants.referrals.models import Incident, PartyRole
from tenants.referrals.reference import new_reference

WRITTEN_BY_HAND = ("area_exception", "searched_at")  # stays: the other service looks for itself


def terms_of(handover: Handover) -> Together | None:
    """For the offer: who would work with whom."""
    if handover.their_role is None or handover.we_lead is None:
        return None
    return Together(receivers_role=PartyRole(handover.their_role), sender_leads=handover.we_lead)


def here(together: Together | None) -> dict[str, Any]:
    """The same as the receiver keeps it."""
    if together is None:
        return {}
    return {"their_role": opposite(together.receivers_role), "we_lead": not together.sender_leads}


def begin(handover: Handover, act: Act) -> None:
    """They said yes: from now on their person is theirs. If the case may not be shared any more, it is not."""
    case_id = handover.case_id
    if case_id is None:
        raise LookupError("an offer without a case")
    try:
        with db.session.begin_nested():
            case = open_case(case_id, act)
            refuse_unless_may_be_shared(case, str(handover.their_role))
    except Refused:
        end(handover, State.WITHDRAWN, act)
        return
    theirs = [
        party for party in parties_of(case) if party.role == handover.their_role and party.kept_by_id is None
    ]
    for party in theirs:
        _keep(party, handover)
        signals.party_left.send(case, party=party, act=act)  # as far as this service is concerned
    _join(case, handover, knew_them=bool(theirs))
    tell(handover, act)
    emit(PACK, Lane.INTERACTIVE, handover_id=handover.id)


def _join(case: Case, handover: Handover, *, knew_them: bool) -> None:
    """Two services have the case now; who is with the other one stands here, with a name only if it was known."""
    other = db.session.get_one(Organisation, handover.other_id)
    if not knew_them:
        person = add_person(_("With %(service)s", service=other.name), (), StatedBy.OTHER, nameless=True)
        party = CaseParty(
            id=uuid7(), case_id=case.id, person_id=person.id, role=str(handover.their_role), added_at=datetime.now(UTC)
        )
        _keep(party, handover)
        db.session.add(party)
    handover.state = State.TOGETHER
    db.session.add(JointCase(
        id=uuid7(), case_id=case.id, handover_id=handover.id, other_id=other.id, we_lead=bool(handover.we_lead),
        knew_them=knew_them,
    ))
    db.session.flush()


def _keep(party: CaseParty, handover: Handover) -> None:
    party.kept_by_id, party.led_there = handover.other_id, not handover.we_lead


def pack(handover: Handover) -> JointPackage:
    """What the other side needs: codes of what happened, words that were written for it, and its own person."""
    case = db.session.get_one(Case, (scope.current_tenant_id(), handover.case_id))
    incident = plain(db.session.get_one(Incident, (case.tenant_id, case.incident_id)))
    facts = db.session.execute(select(CaseFacts).where(CaseFacts.case_id == case.id)).scalar_one_or_none()
    joint = db.session.execute(select(JointCase).where(JointCase.handover_id == handover.id)).scalar_one()
    agreed, parties = who_agreed(case), parties_of(case)
    return JointPackage(
        crossing_id=handover.crossing_id, incident=incident | {"summary": handover.words or ""},
        facts={name: value for name, value in plain(facts).items() if name not in WRITTEN_BY_HAND} if facts else None,
        people=[
            pack_person(case, party, only_to_reach=party.id not in agreed) for party in parties
            if party.role == handover.their_role and joint.knew_them and party.state != PartyState.ELSEWHERE
        ],
        sender_came_first=parties[0].role != handover.their_role, restricted=case.restricted,
    )


@takes(JointPackage)
def _take_package(sender: UUID, package: JointPackage) -> None:
    """Only what somebody here said yes to comes in, and only once."""
    statement = select(Handover).where(Handover.crossing_id == package.crossing_id).with_for_update()
    handover = db.session.execute(statement).scalar_one_or_none()
    if handover is None or handover.other_id != sender or handover.direction != Direction.IN or not handover.is_joint:
        raise Closed("nobody here knows of this case")
    if handover.state in {State.TOGETHER, State.ENDED}:
        return
    if handover.state != State.ACCEPTED:
        raise Closed("nobody here said yes to this case")
    _open(handover, package)


def _open(handover: Handover, package: JointPackage) -> None:
    lead_id, moment = lead_of(handover), datetime.now(UTC)
    case = Case(
        id=uuid7(), reference=new_reference(), incident_id=insert(Incident, package.incident), lead_id=lead_id,
        stage=Stage.ALLOCATED, opened_at=moment, initiated_before=True,  # it counts once: where it began
        restricted=package.restricted,
    )
    db.session.add(case)
    db.session.flush()
    if package.restricted and handover.decided_by not in {None, lead_id}:
        db.session.add(CaseMember(case_id=case.id, account_id=handover.decided_by, duty=Duty.READS))
    record_act("create", "case", case.id, handover=str(handover.id))
    handover.case_id = case.id
    if package.facts:
        insert(CaseFacts, package.facts | {"complexity": "not_set"}, case_id=case.id)
    db.session.add(CaseEvent(
        case_id=case.id, kind=EventKind.OPENED, to_stage=Stage.ALLOCATED, happened_on=uk_today(), recorded_at=moment,
        actor_id=handover.decided_by, episode=1, detail={"lead": str(lead_id)},
    ))
    if package.sender_came_first:
        _join(case, handover, knew_them=False)
    _take_people(case, handover, package)
    if not package.sender_came_first:
        _join(case, handover, knew_them=False)
    tell(handover, as_lead(case))
    joint_id = db.session.execute(select(JointCase.id).where(JointCase.handover_id == handover.id)).scalar_one()
    emit_once(NEWS, Lane.INTERACTIVE, joint_id=joint_id)


def _take_people(case: Case, handover: Handover, package: JointPackage) -> None:
    came_from = db.session.get_one(Organisation, handover.other_id).name
    for packed in package.people:
        if packed.party["role"] != opposite(str(handover.their_role)):
            raise Closed("the sender keeps this person")
        take_person(case, packed, handover, came_from)

