"""The timeline in words: one sentence for each kind of event. A feature above adds the sentences of its own events."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concord.web.translations import UK, uk_date, uk_datetime, uk_time
from tenants.casework import facts_words, task_words, telling_words, words
from tenants.casework.kinds import Audience, EventKind
from tenants.casework.policy import UNDER_WAY, Stage
from tenants.casework.queries import CaseView
from tenants.casework.timeline import TimelineRow
from tenants.people.policy import KIND_WORDS

Sentence = Callable[[str, TimelineRow], str]
E = EventKind
# What the timeline can be narrowed down to. What is in no group is in "the rest".
GROUPS: dict[str, tuple[LazyString, tuple[EventKind, ...]]] = {
    "contacts": (
        _l("Contacts"),
        (E.CONTACT_ADDED, E.CONTACT_ATTEMPTED, E.CONTACT_CHECKED, E.INFORMATION_GIVEN, E.TOLD, E.CAME_BACK),
    ),
    "notes": (_l("Notes"), (E.NOTE,)),
    "stages": (_l("Stages"), (E.OPENED, E.STAGE_CHANGED, E.SIGN_OFF_REQUESTED, E.SIGN_OFF_DECIDED)),
    "consent": (_l("What they agree to"), (E.CONSENT_RECORDED, E.WITHDREW, E.PARTY_STATE_CHANGED)),
    "tasks": (_l("Tasks"), (E.TASK_SET, E.TASK_DONE)),
    "rest": (_l("The rest"), ()),
}


def kinds_of(groups: Collection[str]) -> list[EventKind]:
    """The kinds of event that belong to some groups; none at all stands for every kind."""
    grouped = {kind for _label, kinds in GROUPS.values() for kind in kinds}
    rest = [kind for kind in EventKind if kind not in grouped] if "rest" in groups else []
    return rest + [kind for group in groups for kind in GROUPS[group][1]]


def group_of(kind: str) -> str:
    """What an event is about, in a word; "" for what is in no group."""
    return next((str(label) for label, kinds in GROUPS.values() if kind in kinds), "")


def entries(case: CaseView, events: list[TimelineRow]) -> list[dict[str, Any]]:
    """What the macro ``timeline`` shows."""
    return [_entry(SENTENCES[EventKind(event.kind)](case.name_of(event.party_id), event), event) for event in events]


def _entry(title: str, event: TimelineRow) -> dict[str, Any]:
    """Whoever may ever be shown a note is said with it: that stops a slip before it happens."""
    told = event.kind == EventKind.NOTE or event.audience != Audience.FACILITATORS
    return {
        "title": title, "when": event.happened_on, "by": _by(event), "text": event.note or "",
        "tag": str(words.AUDIENCES[event.audience]) if told else "",
        "colour": "grey" if event.audience == Audience.FACILITATORS else "orange",
    }


def _by(event: TimelineRow) -> str:
    if "brought_from" in event.detail:
        return str(_("written down there on %(moment)s", moment=uk_datetime(event.recorded_at)))
    if not event.actor:
        return str(_("written by themselves on %(moment)s", moment=uk_datetime(event.recorded_at)))
    if event.recorded_at.astimezone(UK).date() == event.happened_on:
        return str(_("written down by %(name)s at %(time)s", name=event.actor, time=uk_time(event.recorded_at)))
    return str(_("written down by %(name)s on %(moment)s", name=event.actor, moment=uk_datetime(event.recorded_at)))


def _stage(_name: str, event: TimelineRow) -> str:
    stage = words.STAGES[event.to_stage or ""]
    if reason := event.detail.get("reason"):
        if reason in words.REOPENED_BECAUSE:
            return str(_("Opened again: %(why)s", why=words.REOPENED_BECAUSE[reason]))
        why = words.CLOSED_BECAUSE | words.HELD_BECAUSE
        said = f"{stage}: {why[reason]}"
    elif event.from_stage == Stage.ON_HOLD and event.to_stage in UNDER_WAY:
        said = str(_("Taken up again, back at “%(stage)s”", stage=stage))
    else:
        said = str(_("Moved to “%(stage)s”", stage=stage))
    return f"{said} ({_('a manager set a rule aside')})" if "overridden" in event.detail else said


def _contact(name: str, event: TimelineRow) -> str:
    outcome, way = words.OUTCOMES[event.detail["outcome"]], KIND_WORDS[event.detail["kind"]]
    if event.detail["they"]:
        return str(_("%(name)s contacted us (%(way)s): %(outcome)s", name=name, way=way, outcome=outcome))
    return str(_("We contacted %(name)s (%(way)s): %(outcome)s", name=name, way=way, outcome=outcome))


def _check(name: str, event: TimelineRow) -> str:
    way, outcome = KIND_WORDS[event.detail["kind"]], words.CHECK_OUTCOMES[event.detail["outcome"]]
    return str(_("Checked a way to reach %(name)s (%(way)s): %(outcome)s", name=name, way=way, outcome=outcome))


def _consent(name: str, event: TimelineRow) -> str:
    codes = event.detail
    purpose, decision = words.PURPOSES[codes["purpose"]], words.DECISIONS[codes["decision"]]
    return f"{name} – {purpose}: {decision}, {words.CHANNELS[codes['channel']]}"


def _withdrew(name: str, event: TimelineRow) -> str:
    codes = event.detail
    return f"{name} {words.WITHDREW_FROM[codes['from']]}, {words.CHANNELS[codes['channel']]}"


def _told(name: str, event: TimelineRow) -> str:
    """Who was told stands on their own side: what they heard, and nothing else."""
    codes = event.detail
    if "wording" in codes:
        said = telling_words.words_of(codes["wording"], codes["version"])
        return str(_("%(name)s was told: “%(words)s”", name=name, words=said))
    if again_on := codes.get("again_on"):
        day = uk_date(date.fromisoformat(again_on))
        return str(_("Decide by %(day)s what the other side hears of %(name)s", day=day, name=name))
    if codes.get("ends"):
        return str(_("%(name)s was not told that it does not go ahead", name=name))
    return str(_("Nobody is told that %(name)s withdrew", name=name))


def _information(name: str, event: TimelineRow) -> str:
    offer = words.OFFERS[event.detail["offer"]]
    return str(_("%(name)s was told about restorative justice: %(offer)s", name=name, offer=offer))


def _conflict(_name: str, event: TimelineRow) -> str:
    name = event.staff or ""
    if event.detail["conflict"]:
        return str(_("%(name)s has a conflict of interest", name=name))
    return str(_("%(name)s has no conflict of interest", name=name))


def _staff(_name: str, event: TimelineRow) -> str:
    name = event.staff or ""
    if "lead" in event.detail:
        return str(_("%(name)s leads the case now", name=name))
    return str(_("%(name)s works on the case, too", name=name))


def _sign_off_asked(_name: str, event: TimelineRow) -> str:
    return str(_("Asked for a sign-off: %(what)s", what=words.SIGN_OFFS[event.detail["kind"]]))


def _sign_off_answered(_name: str, event: TimelineRow) -> str:
    what, answer = words.SIGN_OFFS[event.detail["kind"]], words.SIGN_OFF_ANSWERS[event.detail["decision"]]
    return f"{what}: {answer}"


def _task(_name: str, event: TimelineRow) -> str:
    what = task_words.TASKS[event.detail["kind"]]
    if event.kind == EventKind.TASK_DONE:
        return str(_("Done: %(what)s", what=what))
    day = uk_date(date.fromisoformat(event.detail["due_on"]))
    return str(_("%(what)s: %(name)s, by %(day)s", what=what, name=event.staff or "", day=day))


def _facts(name: str, event: TimelineRow) -> str:
    codes = event.detail
    if "responsibility" in codes:
        return f"{name}: {facts_words.RESPONSIBILITY[codes['responsibility']]}"
    if "preferred_form" in codes:
        form = facts_words.PREFERRED_FORMS[codes["preferred_form"]]
        return str(_("%(name)s heard which forms it can take: %(form)s", name=name, form=form))
    if "complexity" in codes:
        return str(facts_words.COMPLEXITY[codes["complexity"]])
    return str(_("What is known of the case was changed"))


SENTENCES: dict[EventKind, Sentence] = {
    EventKind.OPENED: lambda name, _event: _("The case was opened with %(name)s", name=name) if name else _(
        "The case was opened"
    ),
    EventKind.STAGE_CHANGED: _stage,
    EventKind.PARTY_ADDED: lambda name, _event: _("%(name)s was added", name=name),
    EventKind.PARTY_STATE_CHANGED: lambda name, event: f"{name}: {words.STATES[event.detail['state']]}",
    EventKind.CONTACT_ADDED: lambda name, _event: _("A way to reach %(name)s was added", name=name),
    EventKind.CONTACT_ATTEMPTED: _contact,
    EventKind.CONTACT_CHECKED: _check,
    EventKind.CONSENT_RECORDED: _consent,
    EventKind.WITHDREW: _withdrew,
    EventKind.TOLD: _told,
    EventKind.CONFLICT_DECLARED: _conflict,
    EventKind.STAFF_CHANGED: _staff,
    EventKind.ACTIVITY_RECORDED: lambda _name, _event: _("A meeting or exchange took place"),
    EventKind.INFORMATION_GIVEN: _information,
    EventKind.FACTS_CHANGED: _facts,
    EventKind.SIGN_OFF_REQUESTED: _sign_off_asked,
    EventKind.SIGN_OFF_DECIDED: _sign_off_answered,
    EventKind.TASK_SET: _task,
    EventKind.TASK_DONE: _task,
    EventKind.NOTE: lambda _name, _event: _("Note"),
}
