"""What every verb of casework does: lock the case, act, and write down what happened, who did it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.tenancy import scope
from concord.web.asking import Refusal
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.casework import note_words, policy, signals
from tenants.casework.kinds import Audience, EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState
from tenants.people.service import Refused


class NoSuchCase(LookupError):
    """The bound service has no case of this id, or the case no such party."""


class StaleCase(Refusal):
    """The case was changed after the page was opened from which this act comes."""

    status = 409

    @property
    def sentences(self) -> tuple[str, ...]:
        return (
            _("Somebody changed this case after you opened this page. Nothing is lost: read the case again, "
              "then send this once more."),
        )


@dataclass(frozen=True)
class Act:
    """Who does something, on which day it happened, and when it is written down (None: now).

    ``version`` is that of the case which the actor saw; None when nobody looked at a page, as with invented data.
    """

    actor_id: UUID
    role: Role
    happened_on: date
    recorded_at: datetime | None = None
    version: int | None = None
    note: str | None = None

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    @property
    def written_at(self) -> datetime:
        return self.recorded_at or datetime.now(UTC)

    @property
    def moment(self) -> datetime:
        """When it happened, as well as we know: now when it was today, otherwise the noon of its day."""
        written = self.written_at.astimezone(UK)
        if written.date() == self.happened_on:
            return written
        return datetime.combine(self.happened_on, time(12), UK)


def refuse_future(day: date) -> None:
    if day > uk_today():
        raise Refused(_("The date must be today or in the past."))


def locked_case(case_id: UUID, act: Act, *, elsewhere_too: bool = False) -> Case:
    """The case, for this act alone until the transaction ends; `StaleCase` when the actor saw an older one.

    ``elsewhere_too``: also what is left here of a case that another service has.
    """
    refuse_future(act.happened_on)
    case = db.session.get(Case, (scope.current_tenant_id(), case_id), with_for_update=True, populate_existing=True)
    if case is None:
        raise NoSuchCase(str(case_id))
    if act.version not in {None, case.version}:
        raise StaleCase
    if case.stage == policy.Stage.TRANSFERRED and not elsewhere_too:
        raise Refused(_("Another service has this case now. Nothing can be changed here any more: tell that service."))
    if case.stage == policy.Stage.ERASED:
        raise Refused(_("The details of this case are erased."))
    return case


def open_case(case_id: UUID, act: Act) -> Case:
    """The same for acts that a closed case does not take any more."""
    case = locked_case(case_id, act)
    if case.stage in policy.ENDED:
        raise Refused(_("This case is closed."))
    return case


def party_of(case: Case, party_id: UUID) -> CaseParty:
    """A party of this very case with whom we work ourselves."""
    party = any_party_of(case, party_id)
    refuse_kept_elsewhere(party)
    return party


def refuse_kept_elsewhere(party: CaseParty) -> None:
    if party.kept_by_id:
        raise Refused(_("Another service works with them. Only that service can do this."))


def any_party_of(case: Case, party_id: UUID) -> CaseParty:
    """The same, also when another service works with them: for what both sides do together, and for saying no."""
    statement = select(CaseParty).where(CaseParty.case_id == case.id, CaseParty.id == party_id)
    party = db.session.execute(statement).scalar_one_or_none()
    if party is None:
        raise NoSuchCase(str(party_id))
    return party


def go_on(party: CaseParty, state: PartyState) -> None:
    """Bring a party further on their way. Nobody goes back by it, and nobody returns who has left."""
    way = policy.ON_THE_WAY
    if party.state in way and way.index(state) > way.index(PartyState(party.state)):
        party.state = state


def come_back(party: CaseParty) -> None:
    """People change their minds both ways."""
    if party.state in {PartyState.DECLINED, PartyState.WITHDRAWN, PartyState.ABSENT}:
        party.state = PartyState.CONTACTED


def write_event(  # noqa: PLR0913 - the columns of an event
    case: Case,
    kind: EventKind,
    act: Act,
    *,
    party_id: UUID | None = None,
    from_stage: str | None = None,
    to_stage: str | None = None,
    detail: dict[str, Any] | None = None,
    guards: dict[str, bool] | None = None,
    audience: Audience = Audience.FACILITATORS,
) -> UUID:
    """Append to the timeline; the case gets a new version and the audit trail a line of codes."""
    event_id = uuid7()
    db.session.add(
        CaseEvent(
            id=event_id, case_id=case.id, party_id=party_id, kind=kind, from_stage=from_stage, to_stage=to_stage,
            happened_on=act.happened_on, recorded_at=act.written_at, actor_id=act.actor_id, episode=case.episode,
            detail=detail or {}, note=act.note, guards=guards, audience=audience,
        )
    )
    case.version += 1
    db.session.flush()
    note_words.keep(case.id, event_id, act.note)
    codes = {"to": str(to_stage)} if to_stage else {}
    record_act("change", "case", case.id, event=str(kind), **codes)
    signals.case_changed.send(case)
    return event_id


def write_own_event(
    case: Case, kind: EventKind, party_id: UUID, detail: dict[str, Any], note: str | None = None
) -> None:
    """Append what a person of the case did themselves, through a link of theirs: nobody of the service did it."""
    event_id = uuid7()
    db.session.add(
        CaseEvent(
            id=event_id, case_id=case.id, party_id=party_id, kind=kind, happened_on=uk_today(), episode=case.episode,
            recorded_at=datetime.now(UTC), actor_id=None, detail=detail, note=note,
        )
    )
    case.version += 1
    db.session.flush()
    note_words.keep(case.id, event_id, note)
    record_act("change", "case", case.id, event=str(kind))
    signals.case_changed.send(case)
