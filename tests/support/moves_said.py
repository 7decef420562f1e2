"""What the drawing and the table of the moves of a case both say."""

from __future__ import annotations

from typing import NamedTuple

from tenants.casework import policy
from tenants.casework.policy import Stage, Transition

REFERRED = "referred"


class Earlier(NamedTuple):
    """A move of the referral, before there is a case (`tenants.referrals.service`, `tenants.referrals.triage`)."""

    id: str
    source: str
    target: str
    who: str
    rules: str


EARLIER = (
    Earlier("T1", "", REFERRED, "anybody, a professional, staff", "what the form asks for; the answer never tells "
            "whether a record exists"),
    Earlier("T3", REFERRED, Stage.CLOSED, "who triages", "a reason of the national list; agencies are told where the "
            "person agreed"),
)


def comes_from(move: Transition) -> str:
    if not move.sources:
        return REFERRED
    return "any active stage" if set(move.sources) == set(policy.ACTIVE) else ", ".join(move.sources)


def leads_to(move: Transition) -> str:
    return str(move.target or "the stage before the hold")
