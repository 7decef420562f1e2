"""The lines of the timeline that are about meetings and exchanges."""

from __future__ import annotations

from flask_babel import gettext as _

from tenants.casework import titles
from tenants.casework.kinds import EventKind
from tenants.casework.timeline import TimelineRow
from tenants.meetings import words


def took_place(_name: str, event: TimelineRow) -> str:
    return f"{words.FORMS[event.detail['form']]}"


def prepared(name: str, event: TimelineRow) -> str:
    how = words.HELD[event.detail["held"]]
    return str(_("%(name)s was met on their own to prepare (%(how)s)", name=name, how=how))


def changed(name: str, event: TimelineRow) -> str:
    """What is said about a plan: its status, what was changed in it, or who said what."""
    codes = event.detail
    if "status" in codes:
        return str(_("Meeting or exchange: %(status)s", status=words.STATUSES[codes["status"]]))
    if "changed" in codes:
        return str(words.CHANGED[codes["changed"]])
    if "welfare" in codes:
        return f"{name}: {words.WELFARE[codes['welfare']]}"
    if "exchange" in codes:
        return str(words.EXCHANGE_STEPS[codes["step"]])
    said = codes["said"]
    return f"{name} {words.PERSON_SAID[said]}" if said in words.PERSON_SAID else str(words.HAPPENED[said])


def speak() -> None:
    titles.SENTENCES[EventKind.ACTIVITY_RECORDED] = took_place
    titles.SENTENCES[EventKind.PREPARED] = prepared
    titles.SENTENCES[EventKind.MEETING_CHANGED] = changed
