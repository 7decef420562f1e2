"""Handing a whole case to another service: the one door between two services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission

if TYPE_CHECKING:
    from tenants.casework.queries import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import actions, tabs, titles
    from tenants.casework.models import EventKind
    from tenants.handover import consent, crossings, guards, views

    del guards  # importing it registered what handovers add to the moves of a case
    app.register_blueprint(views.blueprint)
    crossings.register(app)
    consent.listen()
    actions.offer("handover.offer", _("Hand this case to another service"), Permission.CASES_TRANSFER, rank=84)
    tabs.add_tab("handover.before", _("Other services"), 90)
    titles.SENTENCES[EventKind.HANDED_OVER] = _handed_over
    add_to_navigation(app, Link(_("Handovers"), "/team/handovers", Permission.CASES_TRANSFER, rank=35))


def _handed_over(_name: str, event: TimelineRow) -> str:
    from tenants.handover.models import Direction
    from tenants.handover.words import STATES

    if "brought_from" in event.detail:
        return str(_("At %(service)s", service=event.detail["brought_from"]))
    state = STATES[Direction.OUT, event.detail["state"]]
    return str(_("Handover to %(service)s: %(state)s", service=event.detail["service"], state=state))
