"""How handovers are said on pages."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.handover.models import Direction, Rejection, State, Why
from tenants.handover.queries import HandoverRow

Words = dict[str, LazyString]

WHY: Words = {
    Why.MOVED_HOME: _("Somebody moved to their area"),
    Why.PRISON_MOVE: _("Somebody moved to a prison in their area"),
    Why.LIVES_ELSEWHERE: _("Somebody lives in their area"),
    Why.HAPPENED_ELSEWHERE: _("It happened in their area"),
    Why.CONFLICT_OF_INTEREST: _("We have a conflict of interest"),
    Why.SKILLS: _("They have skills that this case needs"),
}
REJECTIONS: Words = {
    Rejection.OUT_OF_AREA: _("It is not in our area"),
    Rejection.NO_CAPACITY: _("We have nobody free"),
    Rejection.OUT_OF_SCOPE: _("It is not something we do"),
    Rejection.TALK_FIRST: _("Please phone us first"),
}
STATES: dict[tuple[str, str], LazyString] = {
    (Direction.OUT, State.OFFERED): _("Waiting for their answer"),
    (Direction.OUT, State.ACCEPTED): _("They said yes: it is on its way"),
    (Direction.OUT, State.MOVED): _("It is with them"),
    (Direction.OUT, State.TOGETHER): _("You work on it together"),
    (Direction.OUT, State.ENDED): _("You worked on it together"),
    (Direction.OUT, State.REJECTED): _("They said no"),
    (Direction.OUT, State.WITHDRAWN): _("Taken back"),
    (Direction.OUT, State.EXPIRED): _("No answer in time"),
    (Direction.IN, State.OFFERED): _("Waiting for your answer"),
    (Direction.IN, State.ACCEPTED): _("You said yes: it is on its way"),
    (Direction.IN, State.MOVED): _("It is here"),
    (Direction.IN, State.TOGETHER): _("You work on it together"),
    (Direction.IN, State.ENDED): _("You worked on it together"),
    (Direction.IN, State.REJECTED): _("You said no"),
    (Direction.IN, State.WITHDRAWN): _("They took it back"),
    (Direction.IN, State.EXPIRED): _("Not answered in time"),
}
JOINT_NEWS: Words = {
    "going_ahead": _("It is going ahead on their side"),
    "not_going_ahead": _("This is not going ahead"),
    "plan": _("They changed the plan of the meeting"),
    "points": _("They wrote down what was agreed"),
    "ended_here": _("We do not work on it together any more"),
    "ended_there": _("They do not work on it together with us any more"),
    "agreed": _("Our person agrees to the plan"),
    "confirmed": _("Our person said on the day that they want to go on"),
    "not_agreed": _("Our person does not agree to the plan"),
    "not_confirmed": _("Our person does not want to go on"),
}
WHOLE_CASE, REFERRAL, CASE_TOGETHER = _("A case"), _("A referral"), _("A case to work on together")
TOLD_BY_US = ("agreed", "confirmed", "not_agreed", "not_confirmed", "ended_here")
COLOURS = {State.OFFERED: "blue", State.ACCEPTED: "turquoise", State.MOVED: "green", State.TOGETHER: "green"}
PREVIEW: Words = {
    "incident": _("What it is about"),
    "area": _("Police area"),
    "crime_group": _("Kind of crime"),
    "justice_stage": _("Where the law stands"),
    "complexity": _("Sensitive or complex"),
    "stage": _("Stage"),
    "people": _("People"),
    "languages": _("Languages"),
    "needs": _("Needs to take part"),
    "opened": _("Open since"),
    "under_18": _("Under 18?"),
    "source": _("Who sent it"),
    "received": _("Waiting since"),
    "deadline": _("Out-of-court disposal needs an answer by"),
}


def kind_of(row: HandoverRow) -> LazyString:
    """What is offered."""
    if row.is_referral:
        return REFERRAL
    return CASE_TOGETHER if row.their_role else WHOLE_CASE
