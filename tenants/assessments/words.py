"""How codes of assessments are said on pages and on the timeline."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from tenants.assessments.policy import AgencyAnswer, AgencyEntryKind, Kind, Rating
from tenants.assessments.rating import Suggestion
from tenants.casework.kinds import Complexity
from tenants.casework.timeline import TimelineRow

Words = Mapping[str, LazyString]

KINDS: Words = {
    Kind.ELIGIBILITY: _("Eligibility"),
    Kind.SUITABILITY: _("Suitability"),
    Kind.RISK: _("Risk"),
}
ASKS: Words = {
    Kind.ELIGIBILITY: _("May restorative justice start for them?"),
    Kind.SUITABILITY: _("Does restorative justice suit them?"),
    Kind.RISK: _("How high is the risk with them?"),
}
RATINGS: dict[str, Words] = {
    Kind.ELIGIBILITY: {
        Rating.YES: _("Eligible"), Rating.UNSURE: _("Not sure yet"), Rating.NO: _("Not eligible"),
    },
    Kind.SUITABILITY: {
        Rating.YES: _("Suitable"), Rating.UNSURE: _("Not sure yet"), Rating.NO: _("Not suitable"),
    },
    Kind.RISK: {Rating.LOW: _("Low"), Rating.MEDIUM: _("Medium"), Rating.HIGH: _("High")},
}
COLOURS: Mapping[str, str] = {
    Rating.YES: "green", Rating.LOW: "green", Rating.UNSURE: "yellow", Rating.MEDIUM: "yellow", Rating.NO: "red",
    Rating.HIGH: "red",
}
COMPLEXITIES: Words = {
    Complexity.NOT_SET: _("Not decided yet"),
    Complexity.STANDARD: _("Standard"),
    Complexity.SENSITIVE_COMPLEX: _("Sensitive and complex"),
}
AGENCIES: Words = {
    "probation": _("Probation"),
    "prison": _("Prison"),
    "victim_liaison": _("Victim liaison officer"),
    "police": _("Police"),
    "youth_justice": _("Youth justice service"),
    "domestic_abuse_adviser": _("Domestic abuse adviser (IDVA)"),
    "sexual_violence_adviser": _("Sexual violence adviser (ISVA)"),
    "marac": _("Domestic abuse conference (MARAC)"),
    "mappa": _("Public protection panel (MAPPA)"),
    "social_care": _("Social care"),
    "health": _("Health service"),
    "housing": _("Housing"),
    "other": _("Another agency"),
}
AGENCY_KINDS: Words = {
    AgencyEntryKind.APPROVAL: _("We asked them to agree"),
    AgencyEntryKind.INFORMATION: _("We shared or got information"),
    AgencyEntryKind.MEETING: _("We met"),
}
AGENCY_ANSWERS: Words = {
    AgencyAnswer.YES: _("They agreed"),
    AgencyAnswer.NO: _("They did not agree"),
    AgencyAnswer.WAITING: _("We wait for their answer"),
}
ACTION_STEPS: Words = {
    "planned": _("Something is to be done about a risk"),
    "changed": _("What is to be done about a risk was changed"),
    "done": _("Something was done about a risk"),
}


def explained(kind: str, suggestion: Suggestion) -> str:
    """A rating with its reason: “High, because of: power or control (yes)”."""
    rating = RATINGS[kind][suggestion.rating]
    if not suggestion.because:
        return str(_t("%(rating)s, because nothing speaks against it.", rating=rating))
    why = "; ".join(f"{question.topic} ({str(question.answers[answer]).lower()})" for question, answer
                    in suggestion.because)
    return str(_t("%(rating)s, because: %(why)s.", rating=rating, why=why))


def assessed(name: str, event: TimelineRow) -> str:
    codes = event.detail
    return f"{name} – {KINDS[codes['kind']]}: {RATINGS[codes['kind']][codes['rating']]}"


def about_action(_name: str, event: TimelineRow) -> str:
    return str(ACTION_STEPS[event.detail["what"]])


def agency_asked(_name: str, event: TimelineRow) -> str:
    codes = event.detail
    said = AGENCY_ANSWERS[codes["answer"]] if "answer" in codes else AGENCY_KINDS[codes["kind"]]
    return f"{AGENCIES[codes['agency']]}: {said}"


def classed(_name: str, event: TimelineRow) -> str:
    return str(_t("The case was classed: %(complexity)s", complexity=COMPLEXITIES[event.detail["complexity"]]))


def access_changed(_name: str, event: TimelineRow) -> str:
    if event.detail["restricted"]:
        return str(_t("The case was closed to all but those who are named"))
    return str(_t("The case was opened again to the team"))


def choices(words: Words) -> list[tuple[str, LazyString]]:
    return [(str(code), word) for code, word in words.items()]
