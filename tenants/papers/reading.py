"""Read a case for one side. Every statement here selects by the party or by the audience; no other module reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from concord.database import db
from concord.identity.models import Account
from concord.web.translations import UK
from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import AgreementStatus
from tenants.casework.kinds import Audience, EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState
from tenants.casework.record_models import CaseDocument
from tenants.documents.models import Document, Scan
from tenants.meetings.models import Activity, Venue
from tenants.meetings.policy import ActivityStatus
from tenants.papers.side import Appointment, Commitment, Paper, Said, SideView
from tenants.papers.spill import protected, telling_of
from tenants.people.models import Answer, ContactKind, ContactPoint, Person, Standing

# A side is told of a day once it is arranged, and then of what becomes of it.
TOLD = (ActivityStatus.CONFIRMED, ActivityStatus.UNDER_WAY, *(OFF := (
    ActivityStatus.CANCELLED, ActivityStatus.POSTPONED, ActivityStatus.ON_HOLD, ActivityStatus.STOPPED,
)))


def side_view(case_id: UUID, party_id: UUID) -> SideView | None:
    """What the side of this party may see; None when the case has no such party, or they came to it by mistake."""
    statement = (
        select(CaseParty.role, CaseParty.stands_in_for_id, CaseParty.added_at, Case.reference, Person.id, Person.name,
               Person.known_as, Person.language, Account.name.label("lead"))
        .join(Case, Case.id == CaseParty.case_id).join(Person, Person.id == CaseParty.person_id)
        .join(Account, Account.id == Case.lead_id)
        .where(CaseParty.case_id == case_id, CaseParty.id == party_id, CaseParty.state != PartyState.TAKEN_OUT)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    audience, post = Audience(row.role), _post(row.id)
    since = row.added_at if row.stands_in_for_id else None
    view = SideView(
        audience=audience, case_id=case_id, party_id=party_id, reference=row.reference, name=row.name,
        known_as=row.known_as or "", language=row.language, address=(post and post.value) or "",
        way_id=post.id if post else None, post_is_shared=post is not None and post.shared == Answer.YES, lead=row.lead,
        appointment=_appointment(case_id), commitments=_commitments(case_id, party_id, audience, since),
        notes=_notes(case_id, audience, since), papers=_papers(case_id, party_id, audience, since),
    )
    return _without(view, protected(case_id, party_id))


def _without(view: SideView, absent: set[UUID]) -> SideView:
    """The view without what was written for both sides and tells of somebody who is protected (A7)."""
    if not absent:
        return view
    tells = telling_of(absent)
    return replace(
        view, commitments=tuple(one for one in view.commitments if not tells(one.words)),
        notes=tuple(one for one in view.notes if not tells(one.words)),
        papers=tuple(one for one in view.papers if not tells(one.name)),
    )


def _post(person_id: UUID) -> ContactPoint | None:
    """Where post may go: theirs, safe, still theirs, and not watched, for a letter cannot hide what it is about."""
    statement = select(ContactPoint).where(
        ContactPoint.person_id == person_id, ContactPoint.kind == ContactKind.POST,
        ContactPoint.standing == Standing.SAFE, ContactPoint.ended_at.is_(None), ContactPoint.watched != Answer.YES,
    ).order_by(ContactPoint.created_at.desc(), ContactPoint.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def _appointment(case_id: UUID) -> Appointment | None:
    """The meeting of the case: both sides are told the same of it."""
    statement = (
        select(Activity, Venue.name, Venue.address).join(Venue, Venue.id == Activity.venue_id, isouter=True)
        .where(Activity.case_id == case_id, Activity.status.in_(TOLD), Activity.starts_at.is_not(None))
        .order_by(Activity.starts_at.desc(), Activity.id.desc()).limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    activity: Activity = row.Activity
    if activity.starts_at is None or activity.ends_at is None:
        return None
    return Appointment(
        activity.id, activity.sequence, activity.starts_at, activity.ends_at, row.name or "", row.address or "",
        activity.status in OFF, activity.changed_at,
    )


def _commitments(
    case_id: UUID, party_id: UUID, audience: Audience, since: datetime | None
) -> tuple[Commitment, ...]:
    statement = (
        select(AgreementItem.words, AgreementItem.due_on, AgreementItem.status, AgreementItem.owner_party_id)
        .join(Agreement, Agreement.id == AgreementItem.agreement_id)
        .where(
            Agreement.case_id == case_id, Agreement.status != AgreementStatus.DRAFT,
            AgreementItem.visibility.in_((audience, Audience.BOTH)),
            *([or_(AgreementItem.for_party_id.is_(None), AgreementItem.for_party_id == party_id),
               Agreement.made_on >= since.astimezone(UK).date()] if since else []),
        )
        .order_by(Agreement.made_on, AgreementItem.position, AgreementItem.id)
    )
    return tuple(
        Commitment(row.words, row.due_on, row.status, row.owner_party_id == party_id)
        for row in db.session.execute(statement)
    )


def _notes(case_id: UUID, audience: Audience, since: datetime | None) -> tuple[Said, ...]:
    """For whoever stands in only what both sides may see, since they came: the rest is of whom they stand in for."""
    seen = (audience, Audience.BOTH) if since is None else (Audience.BOTH,)
    statement = select(CaseEvent.happened_on, CaseEvent.note).where(
        CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.NOTE,
        CaseEvent.audience.in_(seen), CaseEvent.note.is_not(None), *([CaseEvent.recorded_at >= since] if since else []),
    ).order_by(CaseEvent.happened_on, CaseEvent.recorded_at, CaseEvent.id)
    return tuple(Said(row.happened_on, row.note) for row in db.session.execute(statement) if row.note)


def _papers(case_id: UUID, party_id: UUID, audience: Audience, since: datetime | None) -> tuple[Paper, ...]:
    """Files for both, and those for this side; a letter to one of several people harmed is theirs alone."""
    own = (CaseDocument.audience == audience) & (
        CaseDocument.party_id == party_id if since else
        CaseDocument.party_id.is_(None) | (CaseDocument.party_id == party_id)
    )
    statement = (
        select(Document.id, Document.name, CaseDocument.added_at)
        .join(CaseDocument, CaseDocument.document_id == Document.id)
        .where(
            CaseDocument.case_id == case_id, (CaseDocument.audience == Audience.BOTH) | own,
            Document.scan != Scan.INFECTED, *([CaseDocument.added_at >= since] if since else []),
        )
        .order_by(CaseDocument.added_at, CaseDocument.id)
    )
    return tuple(Paper(*row) for row in db.session.execute(statement))
