"""What the team does about a referral until it decides: it asks for more, and says who was told and who may help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ScalarSelect, case, select

from concord.audit.service import record_act
from concord.database import db
from concord.identity.models import Account
from concord.web.dates import uk_today
from tenants.people.models import Answer, ContactKind, ContactPoint, Standing
from tenants.people.queries import no_contact
from tenants.people.service import Refused
from tenants.referrals import triage
from tenants.referrals.models import CloseReason, Referral
from tenants.referrals.triage_models import How, NoteKind, ReferralNote, Signpost, Whom

NOBODY_WAITS = (CloseReason.NOT_A_REFERRAL, CloseReason.DUPLICATE)
# What each way to ask or tell somebody needs to know of them.
REACHED_BY = {
    How.PHONE: ContactKind.PHONE, How.TEXT: ContactKind.PHONE, How.EMAIL: ContactKind.EMAIL, How.POST: ContactKind.POST,
}
ABOUT_ANSWERS = (NoteKind.ASKED, NoteKind.ANSWERED)


@dataclass(frozen=True)
class Written:
    """Who writes something down, and on which day it happened."""

    by: UUID
    on: date


@dataclass(frozen=True)
class Farewell:
    """How a referral ends without a case: who was told, by what, and who may help instead (T3)."""

    told: tuple[Whom, ...] = ()
    how: How | None = None
    signposts: tuple[Signpost, ...] = ()
    words: str | None = None


@dataclass(frozen=True)
class NoteRow:
    """One note as the referral's page shows it."""

    kind: str
    whom: str | None
    how: str | None
    signpost: str | None
    words: str | None
    happened_on: date
    recorded_at: datetime
    by: str


def ask(referral_id: UUID, whom: Whom, how: How, words: str, written: Written) -> None:
    """The referral waits for what somebody was asked. It stays in the queue, with its age."""
    _refuse_unsafe(triage.take(referral_id), whom, how)
    _write(referral_id, NoteKind.ASKED, written, whom=whom, how=how, words=words)


def answer(referral_id: UUID, words: str, written: Written) -> None:
    """What they answered."""
    referral = triage.take(referral_id)
    waits = select(Referral.id).where(Referral.id == referral.id, asked_on().is_not(None))
    if db.session.execute(waits).first() is None:
        raise Refused(_("Nobody was asked anything, or the answer is here already."))
    _write(referral_id, NoteKind.ANSWERED, written, words=words)


def decline(referral_id: UUID, reason: CloseReason, farewell: Farewell, written: Written) -> None:
    """The referral ends without a case; whoever waits for us was told, or it is said that nobody was (T3)."""
    if reason not in NOBODY_WAITS and not farewell.told:
        raise Refused(_("Say who was told."))
    referral = triage.locked(referral_id)
    for whom in farewell.told:
        _refuse_unsafe(referral, whom, farewell.how)
    triage.close(referral_id, reason, written.by)
    for whom in farewell.told:
        _write(referral_id, NoteKind.TOLD, written, whom=whom, how=farewell.how)
    for signpost in farewell.signposts:
        _write(referral_id, NoteKind.SIGNPOSTED, written, signpost=signpost, words=farewell.words)


def _refuse_unsafe(referral: Referral, whom: Whom, how: How | None) -> None:
    """The person is asked or told only by what is known to be safe (C5); unknown is not safe."""
    if whom != Whom.PERSON or how not in REACHED_BY:
        return
    if why := no_contact(referral.person_id):
        raise Refused(str(why))
    safe = select(ContactPoint.id).where(
        ContactPoint.person_id == referral.person_id, ContactPoint.kind == REACHED_BY[how],
        ContactPoint.standing == Standing.SAFE, ContactPoint.ended_at.is_(None),
        *([ContactPoint.may_text == Answer.YES] if how == How.TEXT else []),
    )
    if db.session.execute(safe.limit(1)).first() is None:
        raise Refused(_("It is not known to be safe to reach them in this way. Choose another way, or another person."))


def asked_on() -> ScalarSelect[date | None]:
    """For a select from ``referrals``: since when we wait for an answer; none when nobody was asked or it is here."""
    newest = (
        select(case((ReferralNote.kind == NoteKind.ASKED, ReferralNote.happened_on)))
        .where(ReferralNote.referral_id == Referral.id, ReferralNote.kind.in_(ABOUT_ANSWERS))
        .order_by(ReferralNote.recorded_at.desc(), ReferralNote.id.desc()).limit(1).correlate(Referral)
    )
    return newest.scalar_subquery()


def notes_of(referral_id: UUID) -> list[NoteRow]:
    """All that was written down, newest first."""
    statement = (
        select(
            ReferralNote.kind, ReferralNote.whom, ReferralNote.how, ReferralNote.signpost, ReferralNote.words,
            ReferralNote.happened_on, ReferralNote.recorded_at, Account.name,
        )
        .join(Account, Account.id == ReferralNote.recorded_by).where(ReferralNote.referral_id == referral_id)
        .order_by(ReferralNote.recorded_at.desc(), ReferralNote.id.desc())
    )
    return [NoteRow(*row) for row in db.session.execute(statement)]


def _write(  # noqa: PLR0913 - the columns of a note
    referral_id: UUID, kind: NoteKind, written: Written, *, whom: Whom | None = None, how: How | None = None,
    signpost: Signpost | None = None, words: str | None = None,
) -> None:
    if written.on > uk_today():
        raise Refused(_("The date must be today or in the past."))
    note = ReferralNote(
        referral_id=referral_id, kind=kind, whom=whom, how=how, signpost=signpost, words=words,
        happened_on=written.on, recorded_by=written.by,
    )
    db.session.add(note)
    db.session.flush()
    record_act("create", "referral_note", note.id, referral=str(referral_id), kind=str(kind))
