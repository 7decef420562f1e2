"""What people think of the work, and how they cope at the start and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission

if TYPE_CHECKING:
    from tenants.casework.timeline import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import tabs, titles
    from tenants.casework.kinds import EventKind
    from tenants.feedback import guards, results_views, views

    del guards, results_views  # importing them registered their conditions and routes
    app.register_blueprint(views.blueprint)
    tabs.add_tab(views.HOME, _("Views"), 55)
    titles.SENTENCES[EventKind.SURVEYED] = _surveyed
    add_to_navigation(app, Link(_("What people think"), "/team/views", Permission.CASES_READ, rank=55))
    _register_links()


def _register_links() -> None:
    from tenants.feedback import by_link
    from tenants.links.models import LinkPurpose
    from tenants.links.purposes import PageBehind, register
    from tenants.people.models import Purpose

    register(LinkPurpose.SURVEY, PageBehind(
        _("What they think"), "feedback/by_link.html", by_link.subjects, by_link.make_form, by_link.answer,
        needs=Purpose.SURVEY, ends_with=frozenset({Purpose.SURVEY}), due=by_link.due,
    ))


def _surveyed(name: str, event: TimelineRow) -> str:
    from tenants.feedback.words import EVENTS

    return str(EVENTS[event.detail["what"]]) % {"name": name}
