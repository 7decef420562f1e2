"""What an export for one side holds: made of that side's view of each case alone, so it cannot reach across."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from concord.database import db
from concord.web.translations import UK, uk_datetime
from tenants.agreements.words import STATUSES
from tenants.casework.models import Audience, CaseParty
from tenants.papers.reading import side_view
from tenants.papers.side import SideView

Table = tuple[tuple[LazyString, ...], list[list[str]]]


def views(case_ids: Collection[UUID], audience: Audience) -> list[SideView]:
    """The view of each person of this side, case by case."""
    statement = (
        select(CaseParty.case_id, CaseParty.id).where(CaseParty.case_id.in_(case_ids), CaseParty.role == audience)
        .order_by(CaseParty.case_id, CaseParty.added_at, CaseParty.id)
    )
    seen = (side_view(row.case_id, row.id) for row in db.session.execute(statement).all())
    return [view for view in seen if view is not None]


def cases(seen: Sequence[SideView]) -> Table:
    """A row for each person of this side in each case: who leads it and when they are to come."""
    head = (_("Reference"), _("Lead"), _("Name"), _("Meeting or exchange"), _("Place"))
    return head, [[view.reference, view.lead, view.name, *_appointment(view)] for view in seen]


def people(seen: Sequence[SideView]) -> Table:
    """A row for each person of this side in each case."""
    head = (_("Reference"), _("Name"), _("Known as"), _("Language"), _("Address"))
    return head, [[view.reference, view.name, view.known_as, view.language, view.address] for view in seen]


def timeline(seen: Sequence[SideView]) -> Table:
    """Notes and papers for this side, and what was agreed as far as this side may see it."""
    head = (_("Reference"), _("Name"), _("Day"), _("What"), _("Words"))
    return head, [[view.reference, view.name, *line] for view in seen for line in sorted(_lines(view))]


def _lines(view: SideView) -> Iterator[tuple[str, str, str]]:
    for said in view.notes:
        yield said.on.isoformat(), str(_("Note")), said.words
    for paper in view.papers:
        yield paper.added_at.astimezone(UK).date().isoformat(), str(_("Paper")), paper.name
    for item in view.commitments:
        day = item.due_on.isoformat() if item.due_on else ""
        yield day, str(_("Agreed: %(status)s", status=STATUSES[item.status])), item.words


def _appointment(view: SideView) -> tuple[str, str]:
    if view.appointment is None or view.appointment.off:
        return "", ""
    return uk_datetime(view.appointment.starts_at), view.appointment.place
