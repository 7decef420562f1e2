"""The verbs of meetings and exchanges, and of the places they are held at."""

from __future__ import annotations

from tenants.meetings.attendees import add_professional, add_supporter, answer, remove_attendee
from tenants.meetings.day import arrive, cancel, confirm, pause, postpone, start, stop, take_up_again
from tenants.meetings.exchanges import Given, add_exchange, give_back, take_step
from tenants.meetings.planning import Plan, agree, change_plan, lock_plan, plan_meeting, rearrange
from tenants.meetings.preparation import mark_ready, prepare
from tenants.meetings.record import Record, check_welfare, complete, complete_activity

__all__ = [
    "Given",
    "Plan",
    "Record",
    "add_exchange",
    "add_professional",
    "add_supporter",
    "agree",
    "answer",
    "arrive",
    "cancel",
    "change_plan",
    "check_welfare",
    "complete",
    "complete_activity",
    "confirm",
    "give_back",
    "lock_plan",
    "mark_ready",
    "pause",
    "plan_meeting",
    "postpone",
    "prepare",
    "rearrange",
    "remove_attendee",
    "start",
    "stop",
    "take_step",
    "take_up_again",
]
