"""What an export for one side holds: it is given that side's view of each case and nothing else (the wall)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.translations import UK, uk_datetime
from tenants.papers.side import SideView

Table = tuple[tuple[LazyString, ...], list[list[str]]]


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
        yield day, str(_("Agreed")), item.words


def _appointment(view: SideView) -> tuple[str, str]:
    if view.appointment is None or view.appointment.off:
        return "", ""
    return uk_datetime(view.appointment.starts_at), view.appointment.place
