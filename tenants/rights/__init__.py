"""The rights of people over their data: how long a case is kept, legal holds, and erasing it for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission

if TYPE_CHECKING:
    from tenants.casework.timeline import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import actions, signals, titles, today
    from tenants.casework.kinds import EventKind
    from tenants.casework.policy import GONE, Stage
    from tenants.rights import guards, queries, scrub, views

    del guards  # importing them registered their conditions
    app.register_blueprint(views.blueprint)
    signals.case_moved.connect(scrub.case_moved)
    titles.SENTENCES[EventKind.LEGAL_HOLD] = _legal_hold
    erase = Permission.CASES_ERASE
    actions.offer("rights.hold", _("Legal hold"), erase, shown=lambda case: case.stage not in GONE, rank=90)
    actions.offer(
        "rights.ask", _("Ask to erase this case"), erase, shown=lambda case: case.stage == Stage.CLOSED, rank=91,
    )
    today.add_figure("erasing", _("Cases to erase"), queries.how_many, "rights.index", permission=erase)
    add_to_navigation(app, Link(_("Erasing"), "/team/erasing", erase, rank=70))


def _legal_hold(_name: str, event: TimelineRow) -> str:
    return str(_("Legal hold: this case is not erased") if event.detail["holds"] else _("The legal hold is lifted"))
