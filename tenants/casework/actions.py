"""What can be done with a case: the links of its page. Features above casework add theirs from ``init_app``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.identity.permissions import Permission
from tenants.casework import policy
from tenants.casework.queries import CaseView, Reader


def while_open(case: CaseView) -> bool:
    return case.is_open


def always(case: CaseView) -> bool:
    del case
    return True


@dataclass(frozen=True)
class Action:
    """A page of a case on which something is written down."""

    endpoint: str
    label: LazyString
    permission: Permission
    shown: Callable[[CaseView], bool]
    rank: int


ACTIONS: dict[str, Action] = {}


def offer(
    endpoint: str, label: LazyString, permission: Permission = Permission.CASES_RECORD, *,
    shown: Callable[[CaseView], bool] = while_open, rank: int = 50,
) -> None:
    """Add a link to every case page. A second time replaces the first."""
    ACTIONS[endpoint] = Action(endpoint, label, permission, shown, rank)


def actions_for(case: CaseView, reader: Reader) -> list[Action]:
    """What this reader can do with this case now, in order."""
    found = [action for action in ACTIONS.values() if reader.can(action.permission) and action.shown(case)]
    return sorted(found, key=lambda action: action.rank)


def forward_among(actions: list[Action], case: CaseView) -> Action | None:
    """Where the case is moved on; None for a reader who may not."""
    forward = policy.way_forward(case.stage)
    return next((action for action in actions if forward and action.endpoint == forward.page), None)


def _can_move(case: CaseView) -> bool:
    return any(move.page == "casework.move" for move in policy.moves_from(case.stage))


def _can_be_held(case: CaseView) -> bool:
    return case.stage in policy.ACTIVE


def _can_be_overridden(case: CaseView) -> bool:
    return any(policy.OVERRIDABLE & set(move.guards) for move in policy.moves_from(case.stage))


def _can_open_again(case: CaseView) -> bool:
    return case.stage in policy.REOPENING.sources


offer("casework.contact", _("Write down a contact"), rank=10)
offer("casework.check", _("Check if a way to reach somebody is safe"), Permission.CONTACT_CHECK, rank=11)
offer("casework.way", _("Add a way to reach somebody"), rank=12)
offer("casework.person", _("Add the other person"), rank=20)
offer("casework.information", _("Tell somebody about restorative justice"), rank=21)
offer("casework.consent", _("Write down what somebody agrees to"), shown=always, rank=22)
offer("casework.leave", _("Somebody leaves the case"), rank=23)
offer("casework.responsibility", _("Write down how far they accept responsibility"), rank=24)
offer("casework.options", _("Explain the forms it can take"), rank=25)
offer("casework.facts", _("Change what is known of this case"), rank=26)
offer("casework.note", _("Write a note"), shown=always, rank=40)
offer("casework.conflict", _("Declare a conflict of interest"), rank=60)
offer("casework.lead", _("Choose another lead"), Permission.CASES_ALLOCATE, rank=61)
offer("casework.member", _("Add somebody to work on this case"), Permission.CASES_ALLOCATE, rank=62)
offer("casework.move", _("Move this case"), shown=_can_move, rank=80)
offer("casework.hold", _("Put this case on hold"), shown=_can_be_held, rank=81)
offer("casework.close", _("Close this case"), rank=82)
offer(
    "casework.override", _("Go on although a rule says no"), Permission.CASES_OVERRIDE, shown=_can_be_overridden,
    rank=83,
)
offer("casework.reopen", _("Open this case again"), shown=_can_open_again, rank=84)
