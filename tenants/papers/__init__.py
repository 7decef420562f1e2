"""Papers of a case: files, letters, calendar entries and printouts, each for one side only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from tenants.casework.timeline import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import actions, tabs, titles
    from tenants.casework.kinds import EventKind
    from tenants.papers import views

    app.register_blueprint(views.blueprint)
    tabs.add_tab("papers.index", _("Papers"), 60)
    actions.offer("papers.upload", _("Add a file"), rank=43)
    actions.offer("papers.letter", _("Write a letter"), group=actions.Group.CONTACT, rank=14)
    titles.SENTENCES[EventKind.PAPER_MADE] = _paper


def _paper(name: str, event: TimelineRow) -> str:
    if event.detail.get("sent"):
        return str(_("A letter for %(name)s was sent", name=name))
    if name:
        return str(_("A letter for %(name)s was written", name=name))
    return str(_("A file was added"))
