"""What the team's own export holds. The timeline is codes: nobody's words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.web.phones import phone_for_people
from concord.web.translations import UK
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.words import CLOSED_BECAUSE, STAGES, STATES
from tenants.people.models import ContactKind, ContactPoint, Person, Standing
from tenants.referrals.models import Incident
from tenants.referrals.team_words import INCIDENTS
from tenants.registry.areas import police_force_areas
from tenants.registry.parts import Wording
from tenants.registry.queries import current_profile

WAYS = (ContactKind.PHONE, ContactKind.EMAIL, ContactKind.POST)
Table = tuple[tuple[LazyString, ...], list[list[str]]]
STANDINGS = {Standing.SAFE: _("safe"), Standing.UNSAFE: _("not safe"), Standing.UNKNOWN: _("not checked")}


def cases(case_ids: Collection[UUID]) -> Table:
    """A row for each case."""
    head = (
        _("Reference"), _("Stage"), _("Opened on"), _("Closed on"), _("Why it closed"), _("Lead"),
        _("Kind of incident"), _("Police area"), _("What happened"),
    )
    statement = (
        select(Case, Account.name.label("lead"), Incident.kind, Incident.area_code, Incident.summary)
        .join(Account, Account.id == Case.lead_id).join(Incident, Incident.id == Case.incident_id)
        .where(Case.id.in_(case_ids)).order_by(Case.opened_at, Case.id)
    )
    areas = police_force_areas()
    return head, [
        [row.Case.reference, str(STAGES[row.Case.stage]), _day(row.Case.opened_at), _day(row.Case.closed_at),
         str(CLOSED_BECAUSE[row.Case.closure_reason]) if row.Case.closure_reason else "", row.lead,
         str(INCIDENTS[row.kind]), areas[row.area_code].name if row.area_code else "", row.summary]
        for row in db.session.execute(statement)
    ]


def _role(wording: Wording, row: Any) -> str:
    """Whoever stands in is nobody who was harmed, or who did it (E3)."""
    role = str(getattr(wording, row.role).one)
    return _t("%(role)s (stands in)", role=role) if row.stands_in_for_id else role


def people(case_ids: Collection[UUID]) -> Table:
    """A row for each person of each case, with what is known of the safety of each way to reach them."""
    head = (
        _("Reference"), _("Role"), _("Name"), _("Known as"), _("Birth date"), _("Language"), _("Where they stand"),
        _("Phone"), _("E-mail"), _("Address"),
    )
    statement = (
        select(Case.reference, CaseParty.role, CaseParty.state, CaseParty.stands_in_for_id, Person)
        .join(CaseParty, CaseParty.case_id == Case.id).join(Person, Person.id == CaseParty.person_id)
        .where(Case.id.in_(case_ids)).order_by(Case.opened_at, Case.id, CaseParty.added_at, CaseParty.id)
    )
    rows = db.session.execute(statement).all()
    ways, wording = _ways({row.Person.id for row in rows}), current_profile().wording
    return head, [
        [row.reference, _role(wording, row), row.Person.name, row.Person.known_as or "",
         row.Person.birth_date or "", row.Person.language, str(STATES[row.state]),
         *("; ".join(ways.get((row.Person.id, kind), [])) for kind in WAYS)]
        for row in rows
    ]


def timeline(case_ids: Collection[UUID]) -> Table:
    """A row for each thing that happened, in codes."""
    head = (
        _("Reference"), _("Day"), _("Written down on"), _("What"), _("From stage"), _("To stage"), _("Role"), _("By"),
    )
    statement = (
        select(Case.reference, CaseParty.role, CaseEvent.happened_on, CaseEvent.recorded_at, CaseEvent.kind,
               CaseEvent.from_stage, CaseEvent.to_stage, Account.name)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .join(CaseParty, CaseParty.id == CaseEvent.party_id, isouter=True)
        .join(Account, Account.id == CaseEvent.actor_id, isouter=True)
        .where(Case.id.in_(case_ids))
        .order_by(Case.opened_at, Case.id, CaseEvent.happened_on, CaseEvent.recorded_at, CaseEvent.id)
    )
    return head, [
        [row.reference, row.happened_on.isoformat(), _day(row.recorded_at), row.kind, row.from_stage or "",
         row.to_stage or "", row.role or "", row.name or ""]
        for row in db.session.execute(statement)
    ]


def _ways(person_ids: Collection[UUID]) -> dict[tuple[UUID, str], list[str]]:
    statement = (
        select(ContactPoint.person_id, ContactPoint.kind, ContactPoint.value, ContactPoint.standing)
        .where(ContactPoint.person_id.in_(person_ids), ContactPoint.value.is_not(None), ContactPoint.ended_at.is_(None))
        .order_by(ContactPoint.created_at, ContactPoint.id)
    )
    found: dict[tuple[UUID, str], list[str]] = {}
    for row in db.session.execute(statement):
        value = phone_for_people(row.value) if row.kind == ContactKind.PHONE else row.value
        found.setdefault((row.person_id, row.kind), []).append(f"{value} ({STANDINGS[row.standing]})")
    return found


def _day(moment: datetime | None) -> str:
    return moment.astimezone(UK).date().isoformat() if moment else ""
