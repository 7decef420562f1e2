"""Handing a case or a referral to another service, or working on a case together: the one door between services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission

if TYPE_CHECKING:
    from tenants.casework.timeline import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.casework import actions, tabs, task_words, titles
    from tenants.casework.kinds import EventKind, TaskKind
    from tenants.handover import (
        consent,
        crossings,
        guards,
        joint_agenda,
        joint_guards,
        joint_hearing,
        joint_news,
        joint_views,
        referral_views,
        views,
    )

    # Importing these registered what they take, ask and show.
    del guards, joint_agenda, joint_guards, joint_hearing, joint_views, referral_views
    app.register_blueprint(views.blueprint)
    crossings.register(app)
    consent.listen()
    joint_news.register(app)
    actions.offer("handover.offer", _("Hand this case to another service"), Permission.CASES_TRANSFER, rank=84)
    actions.offer(
        "handover.share", _("Work on this case with another service"), Permission.CASES_TRANSFER, rank=85,
    )
    task_words.TASKS[TaskKind.OTHER_SERVICE] = _("See what the other service says")
    task_words.PAGES[TaskKind.OTHER_SERVICE] = "handover.before"
    tabs.add_tab("handover.before", _("Other services"), 90)
    titles.SENTENCES[EventKind.HANDED_OVER] = _handed_over
    add_to_navigation(app, Link(_("Handovers"), "/team/handovers", Permission.CASES_TRANSFER, rank=35))


def _handed_over(_name: str, event: TimelineRow) -> str:
    from tenants.handover.models import Direction
    from tenants.handover.words import JOINT_NEWS, STATES, TOLD_BY_US

    if "brought_from" in event.detail:
        return str(_("At %(service)s", service=event.detail["brought_from"]))
    if "joint" in event.detail:
        news, service = JOINT_NEWS[event.detail["joint"]], event.detail["service"]
        if event.detail["joint"] in TOLD_BY_US:
            return str(_("To %(service)s: %(news)s", service=service, news=news))
        return str(_("From %(service)s: %(news)s", service=service, news=news))
    state = STATES[Direction.OUT, event.detail["state"]]
    return str(_("Handover to %(service)s: %(state)s", service=event.detail["service"], state=state))
