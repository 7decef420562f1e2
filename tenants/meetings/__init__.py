"""Meetings and exchanges between the two sides: what took place, and what it counts as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from tenants.casework.queries import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import actions, titles
    from tenants.casework.models import EventKind
    from tenants.meetings import guards, views

    del guards  # importing it registered what meetings add to the moves of a case
    app.register_blueprint(views.blueprint)
    actions.offer("meetings.activity", _("A meeting or exchange took place"), rank=30)
    titles.SENTENCES[EventKind.ACTIVITY_RECORDED] = _took_place


def _took_place(_name: str, event: TimelineRow) -> str:
    from tenants.meetings.words import FORMS

    return f"{FORMS[event.detail['form']]}"
