"""Outcome agreements and follow-up as data: what an item may be, how it ends, when people are asked how they are."""

from __future__ import annotations

from enum import StrEnum


class AgreementStatus(StrEnum):
    """A draft is agreed once both sides accepted each item; it is ended once each item is, or it was put aside."""

    DRAFT = "draft"
    AGREED = "agreed"
    ENDED = "ended"


class ItemKind(StrEnum):
    APOLOGY = "apology"
    RESTITUTION = "restitution"
    SERVICE = "service"
    OTHER = "other"


class ItemStatus(StrEnum):
    """How far an item has come (DOMAIN E1); `proposed` until both sides accepted its words."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    VARIED = "varied"
    WAIVED = "waived"


class Said(StrEnum):
    """What somebody says of an item that was to be done."""

    DONE = "done"
    NOT_DONE = "not_done"
    RATHER_NOT_SAY = "rather_not_say"


class ToldHow(StrEnum):
    """How the person harmed heard what became of an item: always from a person (A9)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    THROUGH_SUPPORTER = "through_supporter"


class FollowUpKind(StrEnum):
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class FollowUpOutcome(StrEnum):
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"


FINAL = (ItemStatus.COMPLETED, ItemStatus.NOT_COMPLETED, ItemStatus.VARIED, ItemStatus.WAIVED)
# The person harmed hears of these from a person (A9); to other words in its place they say yes themselves.
TO_BE_TOLD = (ItemStatus.COMPLETED, ItemStatus.NOT_COMPLETED, ItemStatus.WAIVED)
OPEN = tuple(status for status in ItemStatus if status not in FINAL)
ATTEMPTS_ENOUGH = 2  # on different days: who was not reached by then need not be tried again (E2 T13)
EARLY_DAYS = 7  # “about six weeks after” begins so many days before its day
TELL_WITHIN_WORKING_DAYS = 5
