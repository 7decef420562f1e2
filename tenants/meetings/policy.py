"""The forms restorative justice takes, how each counts (DOMAIN A7), and the way of a meeting (DOMAIN E1), as data."""

from __future__ import annotations

from enum import StrEnum


class FormClass(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    PROXY = "proxy"
    CONVERSATION = "conversation"
    APOLOGY = "apology"


FORMS: dict[str, FormClass] = {
    "conf_f2f": FormClass.DIRECT,
    "conf_video": FormClass.DIRECT,
    "conf_community": FormClass.DIRECT,
    "fgc": FormClass.DIRECT,
    "circle": FormClass.DIRECT,
    "panel": FormClass.DIRECT,
    "shuttle_person": FormClass.INDIRECT,
    "shuttle_phone": FormClass.INDIRECT,
    "shuttle_video": FormClass.INDIRECT,
    "letter": FormClass.INDIRECT,
    "audio": FormClass.INDIRECT,
    "video_msg": FormClass.INDIRECT,
    "proxy": FormClass.PROXY,
    "conversation": FormClass.CONVERSATION,
    "apology_oocd": FormClass.APOLOGY,
}

# An activity is communication between both sides (DOMAIN E3); a talk with one of them, or an apology as a condition of
# the police, counts apart.
BETWEEN_BOTH_SIDES = (FormClass.DIRECT, FormClass.INDIRECT, FormClass.PROXY)
PLANNED_FORMS = tuple(form for form, form_class in FORMS.items() if form_class in BETWEEN_BOTH_SIDES)
IN_A_ROOM = ("conf_f2f", "conf_community", "fgc", "circle", "panel", "proxy")  # these need a venue
WRITTEN_OR_RECORDED = ("letter", "audio", "video_msg")  # these need something to pass on


class ActivityStatus(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    ON_HOLD = "on_hold"


A = ActivityStatus
# Where each status may lead. What leads nowhere is over.
MOVES: dict[ActivityStatus, tuple[ActivityStatus, ...]] = {
    A.PLANNED: (A.CONFIRMED, A.CANCELLED, A.POSTPONED, A.ON_HOLD),
    A.CONFIRMED: (A.PLANNED, A.UNDER_WAY, A.CANCELLED, A.POSTPONED, A.ON_HOLD),
    A.UNDER_WAY: (A.COMPLETED, A.STOPPED, A.POSTPONED, A.ON_HOLD),
    A.ON_HOLD: (A.PLANNED, A.STOPPED, A.CANCELLED),
    A.POSTPONED: (A.PLANNED, A.CANCELLED, A.ON_HOLD),
    A.COMPLETED: (), A.STOPPED: (), A.CANCELLED: (),
}
OPEN = tuple(status for status, ways in MOVES.items() if ways)
MAY_GO_AHEAD = (A.PLANNED, A.CONFIRMED, A.UNDER_WAY)  # readiness is asked of these only
CHANGEABLE = (A.PLANNED, A.CONFIRMED, A.POSTPONED)
CALLED_OFF = (A.CANCELLED, A.POSTPONED, A.ON_HOLD)  # a calendar shows them as cancelled


class Duty(StrEnum):
    """What a facilitator is at a meeting for (DOMAIN A8)."""

    LEAD = "lead"
    SECOND = "second"


class Said(StrEnum):
    """What one side says to somebody coming (DOMAIN A6)."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Welfare(StrEnum):
    """How somebody was right after a meeting or exchange (T11)."""

    WELL = "well"
    SHAKEN = "shaken"
    NEEDS_SUPPORT = "needs_support"
    NOT_REACHED = "not_reached"


class Held(StrEnum):
    """How a talk to prepare somebody took place (DOMAIN A6)."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class ExchangeKind(StrEnum):
    MESSAGE = "message"
    LETTER = "letter"
    RECORDING = "recording"
    PROXY = "proxy"


TALKS, TALKS_WHEN_COMPLEX = 1, 2  # with each person on their own, since they agreed (T9)
