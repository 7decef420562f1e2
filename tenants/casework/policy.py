"""Stages and party states as data (DOMAIN E1)."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands. `referred` is the referral's own; a case exists from `allocated` on."""

    ALLOCATED = "allocated"
    EXPLORING = "exploring"
    ASSESSING = "assessing"
    PREPARING = "preparing"
    SCHEDULED = "scheduled"
    IN_PROCESS = "in_process"
    FOLLOW_UP = "follow_up"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class PartyState(StrEnum):
    NOT_CONTACTED = "not_contacted"
    CONTACTED = "contacted"
    INFORMED = "informed"
    CONSIDERING = "considering"
    CONSENTED = "consented"
    READY = "ready"
    PARTICIPATED = "participated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNABLE_TO_CONTACT = "unable_to_contact"
    UNSUITABLE = "unsuitable"
    DECEASED = "deceased"


CLOSURE_REASONS = (
    "completed_direct", "completed_indirect", "completed_proxy", "completed_conversation", "harmed_declined",
    "responsible_declined", "responsible_denies", "harmed_withdrew", "responsible_withdrew",
    "unable_to_contact_harmed", "unable_to_contact_responsible", "unsuitable", "unsafe", "out_of_scope",
    "out_of_area", "transferred", "duplicate", "court_outcome_prevents", "needs_met_other_way", "died", "other",
)
