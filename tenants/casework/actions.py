"""What can be done with a case: the links of its page. Features above casework add theirs from ``init_app``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.identity.permissions import Permission
from tenants.casework import policy
from tenants.casework.policy import Stage
from tenants.casework.queries import CaseView
from tenants.casework.visibility import Reader


class Group(StrEnum):
    """What an act is about: the headings under which those stand that are not needed now."""

    CONTACT = "contact"
    PEOPLE = "people"
    MEETING = "meeting"
    OUTCOME = "outcome"
    CASE = "case"


GROUPS: dict[Group, LazyString] = {
    Group.CONTACT: _("Contact"),
    Group.PEOPLE: _("People and what they say"),
    Group.MEETING: _("Meeting or exchange"),
    Group.OUTCOME: _("Outcome"),
    Group.CASE: _("The case itself"),
}
S = Stage


def while_open(case: CaseView) -> bool:
    return case.is_open


def always(case: CaseView) -> bool:
    del case
    return True


def while_here(case: CaseView) -> bool:
    """Also when it is closed."""
    return case.stage not in policy.GONE


@dataclass(frozen=True)
class Action:
    """A page of a case on which something is written down. ``first_at``: the stages at which it comes before others."""

    endpoint: str
    label: LazyString
    permission: Permission
    group: Group
    shown: Callable[[CaseView], bool]
    rank: int
    first_at: tuple[Stage, ...]


ACTIONS: dict[str, Action] = {}


def offer(  # noqa: PLR0913 - what a link needs to stand where it is looked for
    endpoint: str, label: LazyString, permission: Permission = Permission.CASES_RECORD, *,
    group: Group = Group.CASE, shown: Callable[[CaseView], bool] = while_open, rank: int = 50,
    first_at: tuple[Stage, ...] = (),
) -> None:
    """Add a link to every case page. A second time replaces the first."""
    ACTIONS[endpoint] = Action(endpoint, label, permission, group, shown, rank, first_at)


def actions_for(case: CaseView, reader: Reader) -> list[Action]:
    """What this reader can do with this case now, in order."""
    found = [action for action in ACTIONS.values() if reader.can(action.permission) and action.shown(case)]
    return sorted(found, key=lambda action: action.rank)


def first_among(actions: list[Action], case: CaseView) -> list[Action]:
    """The few that fit where the case stands."""
    return [action for action in actions if case.stage in action.first_at]


def grouped(actions: list[Action], case: CaseView) -> list[tuple[LazyString, list[Action]]]:
    """All others, under the headings that have any."""
    others = [action for action in actions if case.stage not in action.first_at]
    by_group = ((label, [one for one in others if one.group == group]) for group, label in GROUPS.items())
    return [(label, found) for label, found in by_group if found]


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


offer("casework.contact", _("Write down a contact"), group=Group.CONTACT, rank=10, first_at=policy.ACTIVE)
offer(
    "casework.check", _("Check if a way to reach somebody is safe"), Permission.CONTACT_CHECK, group=Group.CONTACT,
    rank=11,
)
offer("casework.way", _("Add a way to reach somebody"), group=Group.CONTACT, rank=12)
offer(
    "casework.person", _("Add the other person"), group=Group.PEOPLE, rank=20, first_at=(S.ALLOCATED, S.EXPLORING),
)
offer(
    "casework.information", _("Tell somebody about restorative justice"), group=Group.PEOPLE, rank=21,
    first_at=(S.ALLOCATED,),
)
offer(
    "casework.consent", _("Write down what somebody agrees to"), group=Group.PEOPLE, shown=while_here, rank=22,
    first_at=(S.ALLOCATED, S.EXPLORING, S.ASSESSING),
)
offer("casework.leave", _("Somebody leaves the case"), group=Group.PEOPLE, rank=23)
offer("casework.responsibility", _("Write down how far they accept responsibility"), group=Group.PEOPLE, rank=24)
offer("casework.options", _("Explain the forms it can take"), group=Group.PEOPLE, rank=25)
offer("casework.facts", _("Change what is known of this case"), rank=26)
offer("casework.note", _("Write a note"), group=Group.CASE, shown=while_here, rank=40, first_at=tuple(Stage))
offer("casework.conflict", _("Declare a conflict of interest"), shown=while_here, rank=60)
offer("casework.lead", _("Choose another lead"), Permission.CASES_ALLOCATE, rank=61)
offer("casework.member", _("Add somebody to work on this case"), Permission.CASES_ALLOCATE, rank=62)
offer("casework.move", _("Move this case"), shown=_can_move, rank=80)
offer("casework.hold", _("Put this case on hold"), shown=_can_be_held, rank=81)
offer("casework.close", _("Close this case"), rank=82)
offer(
    "casework.override", _("Go on although a rule says no"), Permission.CASES_OVERRIDE, shown=_can_be_overridden,
    rank=83,
)
offer("casework.reopen", _("Open this case again"), shown=_can_open_again, rank=84, first_at=(S.CLOSED,))
