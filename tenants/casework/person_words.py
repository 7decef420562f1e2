"""How codes about the people of a case are said on pages and on the timeline."""

from __future__ import annotations

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from tenants.casework import titles
from tenants.casework.kinds import EventKind, SupporterKind
from tenants.casework.timeline import TimelineRow
from tenants.casework.words import Words
from tenants.people.details import AGE_BANDS
from tenants.people.models import Answer, ShowNumber

SUPPORTER_KINDS: Words = {
    SupporterKind.SUPPORTER: _("Supporter"),
    SupporterKind.REPRESENTATIVE: _("Representative"),
    SupporterKind.GUARDIAN: _("Parent or guardian"),
    SupporterKind.INTERPRETER: _("Interpreter"),
    SupporterKind.PROFESSIONAL: _("Professional"),
}
MAY_BE_TOLD: Words = {
    Answer.YES: _("We may tell them things."),
    Answer.NO: _("Tell them nothing."),
    Answer.UNKNOWN: _("Tell them nothing: nobody has said that we may."),
}
NEED_WORDS: Words = {
    "interpreter": _("Interpreter or language"),
    "access": _("Disability or access"),
    "culture": _("Culture"),
    "faith": _("Faith"),
    "timing": _("Days and times"),
}
LANGUAGES: Words = {"en": _("English"), "cy": _("Welsh")}
SHOWN_NUMBER: Words = {
    ShowNumber.SHOWN: _("It must be seen"),
    ShowNumber.WITHHELD: _("It must not be seen"),
    ShowNumber.EITHER: _("Either is fine"),
    ShowNumber.UNKNOWN: _("We do not know"),
}
AGES: Words = {
    **{band: _("%(years)s years", years=band.replace("_", "–")) for band in list(AGE_BANDS.values())[1:-1]},
    "under_10": _("Under 10"),
    "75_over": _("75 or over"),
    "unknown": _("Not known"),
}
# What was changed about a person: a sentence with their name.
CHANGED: Words = {
    "details": _("The details of %(name)s were changed"),
    "needs": _("%(name)s was asked what they need to take part"),
    "no_needs": _("%(name)s was asked what they need to take part: nothing"),
    "equality": _("%(name)s was asked the equality questions"),
    "rules": _("How we may reach %(name)s was changed"),
    "way_ended": _("A way to reach %(name)s is no longer theirs"),
    "blocked": _("A way to reach %(name)s is held for both sides: it is blocked until checked"),
}
SUPPORTER_CHANGED: Words = {
    "added": _("%(kind)s of %(name)s was added"),
    "changed": _("%(kind)s of %(name)s: details changed"),
    "ended": _("%(kind)s of %(name)s is not on the case any more"),
}


def _changed(name: str, event: TimelineRow) -> str:
    return str(CHANGED[event.detail["part"]] % {"name": name})


def _supporter(name: str, event: TimelineRow) -> str:
    kind = SUPPORTER_KINDS[event.detail["kind"]]
    return str(SUPPORTER_CHANGED[event.detail["change"]] % {"name": name, "kind": kind})


def _added(name: str, event: TimelineRow) -> str:
    if event.detail.get("known"):
        return str(_t("%(name)s was added, who is on record already", name=name))
    if event.detail.get("stands_in"):
        return str(_t("%(name)s was added, and stands in for somebody", name=name))
    return str(_t("%(name)s was added", name=name))


titles.SENTENCES |= {
    EventKind.PERSON_CHANGED: _changed,
    EventKind.SUPPORTER_CHANGED: _supporter,
    EventKind.PARTY_ADDED: _added,
}
