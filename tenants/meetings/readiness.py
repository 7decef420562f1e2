"""Why a meeting or exchange may go ahead, or not yet: every guard on the way to it, asked at each look (E2 T8–T10)."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_login import current_user

from concord.web.translations import uk_date
from tenants.casework import guards, missing, policy
from tenants.casework.missing import Line
from tenants.casework.policy import Stage
from tenants.casework.queries import CaseView, PartyView
from tenants.meetings import words
from tenants.meetings.policy import FormClass
from tenants.meetings.queries import MeetingView, talks
from tenants.people.models import Answer
from tenants.registry.queries import current_profile

STEPS = ("T8", "T9", "T10")
WAITS_FOR = {"T10": (Stage.SCHEDULED, Stage.IN_PROCESS, Stage.FOLLOW_UP)}  # nothing of the day is asked before it
Lines = list[dict[str, str]]


@dataclass(frozen=True)
class Part:
    """The lines of one step on the way."""

    title: str
    lines: Lines


@dataclass(frozen=True)
class Readiness:
    """``missing`` is what can be put right now, line by line; ``later`` counts what is asked on the day itself."""

    parts: list[Part]
    missing: list[Line]
    later: int
    warnings: list[str]

    @property
    def may_go_ahead(self) -> bool:
        return self.count == 0

    @property
    def count(self) -> int:
        return len(self.missing) + self.later


def readiness(case: CaseView, meeting: MeetingView | None) -> Readiness:
    """Every line of the way to the meeting, with what is missing and where it is put right."""
    hints, asked = _hints(case, meeting), names_by_step()
    titles = {"T8": _("To prepare"), "T9": _("To arrange the date"), "T10": _("On the day")}
    open_ = missing.lines(case, [name for names in asked.values() for name in names], current_user)
    later = {name for step, names in asked.items() if _too_early(case, step) for name in names} & open_.keys()
    parts = [
        Part(titles[step], [
            _line(name, hints.get(name, ""), done=name not in open_, cannot_start=name in later) for name in names
        ])
        for step, names in asked.items()
    ]
    now = [line for name, lines in open_.items() if name not in later for line in lines]
    return Readiness(parts, now, len(later), _warnings(meeting))


def names_by_step() -> dict[str, list[str]]:
    """The guards on the way to a meeting, each where it is asked first."""
    found: dict[str, list[str]] = {}
    for step in STEPS:
        known = {name for names in found.values() for name in names}
        move = next(move for move in policy.TRANSITIONS if move.id == step)
        found[step] = [name for name in move.guards if name not in known]
    return found


def _too_early(case: CaseView, step: str) -> bool:
    return step in WAITS_FOR and case.stage not in WAITS_FOR[step]


def _line(name: str, hint: str, *, done: bool, cannot_start: bool) -> dict[str, str]:
    title = str(words.READY.get(name, guards.GUARDS[name].refusal))
    if done:
        return {"title": title, "hint": hint, "status": _("Done")}
    if cannot_start:
        return {"title": title, "hint": hint, "status": _("Cannot start yet"), "colour": "grey"}
    return {"title": title, "hint": hint, "status": _("Not yet"), "colour": "yellow"}


def _hints(case: CaseView, meeting: MeetingView | None) -> dict[str, str]:
    """What is known of each person, where a line is about each of them."""
    there = [party for party in case.ours if party.state not in policy.OUT]
    held = talks(case.id)
    each = {
        "prepared_separately": [
            _("%(name)s: %(held)s of %(needed)s talks", name=party.name, held=held[party.id][0],
              needed=held[party.id][1])
            for party in there
        ],
        "everyone_ready": [
            f"{party.name}: {_('ready') if party.state == policy.PartyState.READY else _('not ready yet')}"
            for party in there
        ],
    }
    if meeting:
        each["form_agreed"] = [_agreed(party, meeting) for party in there]
        each["confirmed_today"] = [_confirmed(party, meeting) for party in there]
        each["venue_suitable"] = _venue(meeting)
    return {name: "; ".join(lines) for name, lines in each.items()}


def _agreed(party: PartyView, meeting: MeetingView) -> str:
    day = meeting.says(party.id).agreed_on
    return f"{party.name}: {_('agreed on %(day)s', day=uk_date(day)) if day else _('not asked yet')}"


def _confirmed(party: PartyView, meeting: MeetingView) -> str:
    words_for = {True: _("goes on"), False: _("does not go on"), None: _("not asked yet")}
    return f"{party.name}: {words_for[meeting.goes_on(party.id)]}"


def _venue(meeting: MeetingView) -> list[str]:
    """What is not known of the place, or is wrong with it."""
    venue = meeting.venue
    if not meeting.needs_venue:
        return [str(_("It needs no venue"))]
    if venue is None:
        return [str(_("No venue is chosen"))]
    missing = {
        _("safe"): venue.safe != Answer.YES, _("neutral"): venue.neutral != Answer.YES,
        _("accessible"): venue.accessible != Answer.YES, _("risks assessed"): venue.risk_assessed_on is None,
    }
    lacking = [str(word) for word, lacks in missing.items() if lacks]
    return [str(_("%(venue)s is not known to be: %(words)s", venue=venue.name, words=", ".join(lacking)))
            if lacking else venue.name]


def _warnings(meeting: MeetingView | None) -> list[str]:
    """What does not stop it, and should be thought about (DOMAIN D5)."""
    if meeting is None or meeting.activity.form_class != FormClass.DIRECT or len(meeting.facilitators) > 1:
        return []
    if current_profile().policy.two_facilitators == "warn":
        return [str(_("There is one facilitator only. Good practice is two."))]
    return []
