"""Assessments as data: what is assessed, what can come of it, how long it holds (DOMAIN A3, A4, E2 T8 to T10)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """Separate for each person, in the order in which they are asked (A4)."""

    ELIGIBILITY = "eligibility"
    SUITABILITY = "suitability"
    RISK = "risk"


class Rating(StrEnum):
    """What came of it: whether it may go on, or how high the risk is."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


# From best to worst.
RATINGS: dict[str, tuple[Rating, ...]] = {
    Kind.ELIGIBILITY: (Rating.YES, Rating.UNSURE, Rating.NO),
    Kind.SUITABILITY: (Rating.YES, Rating.UNSURE, Rating.NO),
    Kind.RISK: (Rating.LOW, Rating.MEDIUM, Rating.HIGH),
}
HOLDS = timedelta(days=28)  # preparing starts on assessments that are no older (T8)
RISK_HOLDS = timedelta(days=14)  # a date is arranged on a look at the risk that is no older (T9)
REVIEW_AFTER = {Kind.ELIGIBILITY: HOLDS, Kind.SUITABILITY: HOLDS, Kind.RISK: RISK_HOLDS}


class AgencyEntryKind(StrEnum):
    """What another agency was asked, told or met for (A11: the multi-agency record)."""

    APPROVAL = "approval"
    INFORMATION = "information"
    MEETING = "meeting"


class AgencyAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    WAITING = "waiting"


AGENCIES = (
    "probation", "prison", "victim_liaison", "police", "youth_justice", "domestic_abuse_adviser",
    "sexual_violence_adviser", "marac", "mappa", "social_care", "health", "housing", "other",
)
# Who must have agreed before a date is arranged, by where the law stands (T9: approvals where relevant).
APPROVAL_NEEDED = {"custody": "prison", "community_sentence": "probation"}
