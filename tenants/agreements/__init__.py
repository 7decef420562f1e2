"""Outcome agreements that both sides accept, followed to their end, and how people are afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from tenants.casework.models import Case, CaseParty
    from tenants.casework.service import Act
    from tenants.casework.timeline import TimelineRow
    from tenants.people.models import Decision, Purpose


def init_app(app: Flask) -> None:
    from tenants.agreements import guards, item_views, views
    from tenants.casework import actions, policy, signals, tabs, task_words, titles
    from tenants.casework.kinds import EventKind, TaskKind

    del guards, item_views  # importing them registered their conditions and routes
    app.register_blueprint(views.blueprint)
    tabs.add_tab(views.HOME, _("Agreement"), 50)
    task_words.PAGES |= dict.fromkeys((TaskKind.AGREEMENT_ITEM, TaskKind.TELL, TaskKind.FOLLOW_UP), views.HOME)
    actions.offer(
        "agreements.add", _("Add a point to the agreement"), group=actions.Group.OUTCOME, rank=32,
        first_at=(policy.Stage.IN_PROCESS,),
    )
    titles.SENTENCES[EventKind.AGREEMENT_CHANGED] = _agreement_changed
    titles.SENTENCES[EventKind.FOLLOWED_UP] = _followed_up
    signals.case_moved.connect(_case_moved)
    signals.consent_recorded.connect(_consent_recorded)
    signals.party_left.connect(_party_left)
    _register_links()


def _register_links() -> None:
    from tenants.agreements import by_link
    from tenants.links.models import LinkPurpose
    from tenants.links.purposes import PageBehind, register
    from tenants.people.models import Purpose

    ends_with = frozenset({Purpose.OUTCOME_AGREEMENT})
    register(LinkPurpose.AGREEMENT_WORDS, PageBehind(
        _("Is this what you agreed?"), "agreements/words_by_link.html", by_link.words_subjects, by_link.words_form,
        by_link.answer_words, ends_with=ends_with, asks_next=LinkPurpose.SURVEY,
    ))
    register(LinkPurpose.AGREEMENT_DONE, PageBehind(
        _("Is it done?"), "agreements/done_by_link.html", by_link.done_subjects, by_link.done_form,
        by_link.answer_done, ends_with=ends_with, asks_next=LinkPurpose.SURVEY,
    ))


def _case_moved(case: Case, *, after: str, act: Act, **_rest: Any) -> None:
    from tenants.agreements import follow_ups

    follow_ups.case_moved(case, after, act)


def _consent_recorded(
    case: Case, *, party: CaseParty, purpose: Purpose, decision: Decision, act: Act, **_rest: Any
) -> None:
    from tenants.agreements import acceptance, follow_ups

    follow_ups.consent_changed(case, party, purpose, decision, act)
    acceptance.somebody_left(case, act)


def _party_left(case: Case, *, party: CaseParty, act: Act, **_rest: Any) -> None:
    from tenants.agreements import acceptance, follow_ups

    follow_ups.party_left(party, act)
    acceptance.somebody_left(case, act)


def _agreement_changed(name: str, event: TimelineRow) -> str:
    from tenants.agreements import words

    kind = words.KINDS.get(event.detail.get("kind", ""), "")
    sentence = str(words.CHANGES[event.detail["what"]]) % {"name": name, "kind": kind}
    if event.detail["what"] == "ended":
        return f"{sentence}: {words.STATUSES[event.detail['status']]}"
    return sentence


def _followed_up(name: str, event: TimelineRow) -> str:
    from tenants.agreements import words

    return f"{name} – {words.FOLLOW_UPS[event.detail['kind']]}: {words.OUTCOMES[event.detail['outcome']]}"
