"""How codes of imports and exports are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.bulk.exporting import What
from tenants.bulk.queries import RunView
from tenants.casework.kinds import Audience

WHAT: dict[str, LazyString] = {
    What.CASES: _("Cases"),
    What.PEOPLE: _("People"),
    What.TIMELINE: _("What happened"),
}
WHAT_HINTS: dict[str, LazyString] = {
    What.CASES: _("A row for each case."),
    What.PEOPLE: _("A row for each person of each case."),
    What.TIMELINE: _("For us, in codes and without words. For one side: notes and papers that are for them."),
}


def audiences(harmed: str, responsible: str) -> list[tuple[str, str]]:
    """For whom an export may be, in the words of the service."""
    return [
        (Audience.FACILITATORS, str(_("Us, the team"))),
        (Audience.HARMED, str(_("The side of the %(who)s", who=harmed))),
        (Audience.RESPONSIBLE, str(_("The side of the %(who)s", who=responsible))),
    ]


def where_it_stands(run: RunView) -> tuple[LazyString, str]:
    """A tag for an import, and its colour."""
    if run.is_thrown_away:
        return _("Thrown away"), "grey"
    if run.is_checking:
        return _("Being checked"), "blue"
    if run.is_taking:
        return _("Being taken"), "blue"
    if run.is_over:
        return _("Taken"), "green"
    return _("Checked"), "yellow"
