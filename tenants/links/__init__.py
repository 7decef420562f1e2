"""One-use links: a person of a case answers something without an account, after an agreed word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from tenants.casework.models import Case, CaseParty
    from tenants.casework.service import Act
    from tenants.people.models import Decision, Purpose


def init_app(app: Flask) -> None:
    from tenants.casework import actions, policy, signals
    from tenants.links import public_views, views
    from tenants.referrals import limits

    app.register_blueprint(views.blueprint)
    app.register_blueprint(public_views.blueprint)
    limits.limit(app, {"go.send": limits.CODES, "go.answer_next": limits.CODES})
    actions.offer(
        "links.of_case", _("Give somebody a link"), group=actions.Group.OUTCOME, shown=actions.always, rank=36,
        first_at=(policy.Stage.FOLLOW_UP, policy.Stage.CLOSED),
    )
    _register_coming_back()
    signals.consent_recorded.connect(_consent_recorded)
    signals.party_left.connect(_party_left)
    signals.case_moved.connect(_case_moved)


def _register_coming_back() -> None:
    from tenants.casework import task_words, titles
    from tenants.casework.kinds import EventKind, TaskKind
    from tenants.links import come_back
    from tenants.links.models import LinkPurpose
    from tenants.links.purposes import PageBehind, register

    task_words.TASKS[TaskKind.CAME_BACK] = _("They would like to talk again")
    task_words.PAGES[TaskKind.CAME_BACK] = "casework.reopen"
    titles.SENTENCES[EventKind.CAME_BACK] = lambda name, _event: str(_("%(name)s would like to talk again", name=name))
    register(LinkPurpose.COME_BACK, PageBehind(
        _("Come back at any time, also after years"), "links/come_back.html", come_back.subjects, come_back.make_form,
        come_back.answer, states=come_back.WELCOME, lasts=None, thanks="links/welcome_back.html",
    ))


def _consent_recorded(_case: Case, *, party: CaseParty, purpose: Purpose, decision: Decision, **_rest: Any) -> None:
    from tenants.links import service

    service.consent_changed(party.id, purpose, decision)


def _party_left(_case: Case, *, party: CaseParty, **_rest: Any) -> None:
    from tenants.links import service

    service.end_links(party_id=party.id)


def _case_moved(case: Case, *, after: str, act: Act, **_rest: Any) -> None:
    from tenants.links import come_back, service

    service.case_moved(case.id, after)
    come_back.case_moved(case, after, act)
