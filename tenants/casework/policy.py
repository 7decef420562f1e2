"""Stages, party states and the moves between them as data (DOMAIN E1, E2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from concord.identity.permissions import Permission


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
    TRANSFERRED = "transferred"
    ERASED = "erased"


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
    ABSENT = "absent"  # somebody stands in for them
    ELSEWHERE = "elsewhere"  # with a service that does not work with us any more
    TAKEN_OUT = "taken_out"  # came with a referral that is about something else after all


CLOSURE_REASONS = (
    "completed_direct", "completed_indirect", "completed_proxy", "completed_conversation", "harmed_declined",
    "responsible_declined", "responsible_denies", "harmed_withdrew", "responsible_withdrew",
    "unable_to_contact_harmed", "unable_to_contact_responsible", "unsuitable", "unsafe", "out_of_scope",
    "out_of_area", "transferred", "duplicate", "court_outcome_prevents", "needs_met_other_way", "died", "other",
)

COMPLETED = ("completed_direct", "completed_indirect", "completed_proxy")
UNABLE = ("unable_to_contact_harmed", "unable_to_contact_responsible")
THEIR_CHOICE = ("harmed_declined", "responsible_declined", "harmed_withdrew", "responsible_withdrew")
NOT_SAFE = ("unsuitable", "unsafe")
OTHER_ENDS = tuple(
    reason for reason in CLOSURE_REASONS if reason not in {*COMPLETED, *UNABLE, *THEIR_CHOICE, *NOT_SAFE}
)
HOLD_REASONS = ("court", "needs_time", "not_located", "prison_move", "illness", "awaiting_agency")
HOLD_WEEKS = 8
HOLD_DAYS_WITHOUT_ASKING_AGAIN = 28  # after a longer hold everybody is asked again, and the risk is looked at (T17)
REOPENING_REASONS = ("harmed_asked", "responsible_asked", "item_broken")

# Party states in the order in which a person goes through them; the others are ways out.
ON_THE_WAY = (
    PartyState.NOT_CONTACTED, PartyState.CONTACTED, PartyState.INFORMED, PartyState.CONSIDERING, PartyState.CONSENTED,
    PartyState.READY, PartyState.PARTICIPATED,
)
OUT = tuple(state for state in PartyState if state not in ON_THE_WAY)
FOR_GOOD = (PartyState.DECEASED, PartyState.ELSEWHERE, PartyState.TAKEN_OUT)  # asked nothing when it opens again
LEFT = (PartyState.UNABLE_TO_CONTACT, PartyState.UNSUITABLE, PartyState.DECEASED)  # said by staff, not by the person

S = Stage
UNDER_WAY = (S.ALLOCATED, S.EXPLORING, S.ASSESSING, S.PREPARING, S.SCHEDULED, S.IN_PROCESS, S.FOLLOW_UP)
ACTIVE = (*UNDER_WAY, S.ON_HOLD)
ENDED = (S.CLOSED, S.TRANSFERRED, S.ERASED)  # what takes no more work here
GONE = (S.TRANSFERRED, S.ERASED)  # what is not here any more
# From where a case may go to another service: E2 names the first two; people move house and prison later, too.
MOVABLE = (S.ALLOCATED, S.EXPLORING, S.ASSESSING, S.PREPARING, S.ON_HOLD)
MEETING_STAGES = (S.IN_PROCESS, S.FOLLOW_UP)


@dataclass(frozen=True)
class Transition:
    """One allowed move. ``target`` None leads back to the stage before the hold; ``reasons``: one must be given.

    ``page`` is the endpoint of its form: one of a case, except for a referral's own moves.
    """

    id: str
    sources: tuple[Stage, ...]
    target: Stage | None
    permission: Permission
    guards: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    page: str = "casework.move"
    needs_words: bool = False


P = Permission
IMPARTIAL, REACHED, BOTH_KNOWN = "no_conflict_of_interest", "safe_route_used", "other_party_identified"
BOTH_AGREED, HAPPENED = "written_consent_of_both", "activity_completed"
LEVEL, AREA = "lead_level_suffices", "in_area_or_exception"
# What is asked of each person before preparing, and again before a date: somebody may come to a case in between.
OF_EACH = ("responsibility_accepted", "needs_asked", "options_explained", "found_suitable", "assessment_signed_off")
COURT, ORDER, OFFENDER_LED = "proceedings_do_not_block", "no_contact_order_cleared", "offender_led_allowed"

# The ids are those of DOMAIN E2. The first line from a stage is the way forward, which the case page explains.
# T1 and T3 are moves of the referral, before there is a case: see `tenants.referrals.service` and `triage`.
TRANSITIONS = (
    Transition(
        "T2", (), S.ALLOCATED, P.REFERRALS_TRIAGE, (IMPARTIAL, "searched_for_duplicates", AREA),
        page="casework.accept",
    ),
    # What T2 asks of facts of the case is asked here, too: a case has facts once it is open.
    Transition(
        "T5", (S.ALLOCATED,), S.EXPLORING, P.CASES_RECORD,
        (IMPARTIAL, REACHED, "information_given", AREA, "youth_justice_checked", "complexity_set",
         LEVEL, OFFENDER_LED),
    ),
    Transition(
        "T7", (S.EXPLORING,), S.ASSESSING, P.CASES_RECORD,
        (IMPARTIAL, LEVEL, BOTH_KNOWN, "initiator_agreed", OFFENDER_LED, ORDER, COURT),
    ),
    Transition(
        "T8", (S.ASSESSING,), S.PREPARING, P.CASES_RECORD,
        (IMPARTIAL, LEVEL, BOTH_AGREED, *OF_EACH, "assessments_complete", ORDER, COURT),
    ),
    Transition(
        "T9", (S.PREPARING,), S.SCHEDULED, P.CASES_RECORD,
        (IMPARTIAL, LEVEL, BOTH_AGREED, *OF_EACH, "prepared_separately", "debriefed", "everyone_ready", "form_agreed",
         "stand_in_fits_form", "each_assessed", "two_facilitators", "second_facilitator_suffices", "venue_suitable",
         "attendees_agreed", "content_checked", "risk_current", "agency_approvals_recorded", "complex_case_signed_off",
         ORDER, COURT),
    ),
    Transition(
        "T10", (S.SCHEDULED,), S.IN_PROCESS, P.CASES_RECORD,
        (IMPARTIAL, BOTH_AGREED, "confirmed_today", "facilitators_present", "no_new_risk", ORDER, COURT),
    ),
    Transition(
        "T11", (S.IN_PROCESS,), S.FOLLOW_UP, P.CASES_RECORD, (HAPPENED, "terms_accepted", "welfare_checked"),
    ),
    Transition(
        "T13", (S.FOLLOW_UP,), S.CLOSED, P.CASES_RECORD,
        (HAPPENED, "followed_up", "surveys_offered", "items_final_and_told"), COMPLETED, "casework.close",
        needs_words=True,
    ),
    Transition(
        "T17", (S.ON_HOLD,), None, P.CASES_RECORD,
        (IMPARTIAL, "hold_reason_cleared", "still_agreed", "risk_not_outdated"),
    ),
    Transition("T4", MOVABLE, S.TRANSFERRED, P.CASES_TRANSFER, ("transfer_agreed",), page="handover.offer"),
    Transition("T18", (S.CLOSED,), S.ALLOCATED, P.CASES_RECORD, (IMPARTIAL,), REOPENING_REASONS, "casework.reopen"),
    Transition(
        "T20", (S.CLOSED,), S.ERASED, P.CASES_ERASE, ("retention_due_or_upheld", "no_legal_hold", "erasing_approved"),
        page="rights.ask",
    ),
    Transition("T12", (S.IN_PROCESS,), S.PREPARING, P.CASES_RECORD, needs_words=True),
    Transition("T19", (S.SCHEDULED,), S.PREPARING, P.CASES_RECORD, needs_words=True),
    Transition("T16", ACTIVE, S.ON_HOLD, P.CASES_RECORD, reasons=HOLD_REASONS, page="casework.hold"),
    Transition("T14", ACTIVE, S.CLOSED, P.CASES_RECORD, reasons=THEIR_CHOICE, page="casework.close"),
    Transition("T6", ACTIVE, S.CLOSED, P.CASES_RECORD, ("tried_long_enough",), UNABLE, "casework.close"),
    Transition(
        "T15", ACTIVE, S.CLOSED, P.CASES_RECORD, ("unsuitable_signed_off", "each_told_of_end"), NOT_SAFE,
        "casework.close",
        needs_words=True,
    ),
    Transition("T15 (other ends)", ACTIVE, S.CLOSED, P.CASES_RECORD, reasons=OTHER_ENDS, page="casework.close"),
)
OPENING, REOPENING = TRANSITIONS[0], next(move for move in TRANSITIONS if move.id == "T18")

# What a manager may set aside with words, for a case that is not their own; never what somebody agreed to, a conflict
# of interest, or a safe way of contact.
OVERRIDABLE = frozenset({
    "information_given", "tried_long_enough", "needs_asked", "options_explained", "welfare_checked", "followed_up",
    "surveys_offered",
})


def moves_from(stage: str) -> tuple[Transition, ...]:
    return tuple(move for move in TRANSITIONS if stage in move.sources)


def way_forward(stage: str) -> Transition | None:
    """The move that the work of a stage leads to; None where nothing is left to do."""
    return None if stage in ENDED else moves_from(stage)[0]


def transition(stage: str, target: Stage | None, reason: str | None = None) -> Transition | None:
    """The move from one stage to another, for this reason where it needs one; None when it is not allowed."""
    for move in moves_from(stage):
        if move.target == target and (not move.reasons if reason is None else reason in move.reasons):
            return move
    return None
