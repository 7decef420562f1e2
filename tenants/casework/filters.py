"""Which cases a list shows: a tab, filters with several values each, and an order; all of it codes in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, func, or_, select, true, union
from sqlalchemy.orm import aliased
from werkzeug.datastructures import MultiDict

from concord.identity.models import Account, AccountStatus
from concord.web.dates import uk_today
from tenants.casework import policy, words
from tenants.casework.kinds import Complexity
from tenants.casework.models import Case
from tenants.casework.record_models import CaseFacts, Task
from tenants.casework.visibility import Reader, own
from tenants.referrals.conflicts import standing
from tenants.referrals.models import Incident, IncidentKind

Condition = ColumnElement[bool]
Words = dict[str, LazyString]
Led = aliased(Case)  # made once: an alias takes long to make


@dataclass(frozen=True)
class Choice:
    """One filter: its label, the codes it takes with their words, and what several of them mean for a where.

    ``codes`` is empty for the lead: there it takes ids of staff.
    """

    label: LazyString
    codes: Words
    where: Callable[[Sequence[str]], Condition]


AGES = {"under_30": (0, 30), "from_30": (30, 90), "from_90": (90, 180), "over_180": (180, None)}  # days since opening


def _of_age(codes: Sequence[str]) -> Condition:
    now = datetime.now(UTC)
    spans = [AGES[code] for code in codes]
    return or_(*(
        (Case.opened_at <= now - timedelta(days=youngest))
        & (Case.opened_at > now - timedelta(days=oldest) if oldest else true())
        for youngest, oldest in spans
    ))


def _of_complexity(codes: Sequence[str]) -> Condition:
    known = select(CaseFacts.case_id).where(CaseFacts.complexity.in_(codes))
    if Complexity.NOT_SET not in codes:
        return Case.id.in_(known)
    return or_(Case.id.in_(known), ~exists().where(CaseFacts.case_id == Case.id))


def _on_hold(codes: Sequence[str]) -> Condition:
    return or_(*((Case.stage == policy.Stage.ON_HOLD) == (code == "yes") for code in codes))


def _overdue(_codes: Sequence[str]) -> Condition:
    return Case.id.in_(select(Task.case_id).where(Task.done_at.is_(None), Task.due_on < uk_today()))


FILTERS: dict[str, Choice] = {
    "stage": Choice(_("Stage"), words.STAGES, Case.stage.in_),
    "lead": Choice(_("Lead"), {}, lambda ids: Case.lead_id.in_([UUID(one) for one in ids])),
    "complexity": Choice(_("Complexity"), {
        Complexity.STANDARD: _("Standard"), Complexity.SENSITIVE_COMPLEX: _("Sensitive and complex"),
        Complexity.NOT_SET: _("Not decided yet"),
    }, _of_complexity),
    "hold": Choice(_("On hold"), {"yes": _("On hold"), "no": _("Not on hold")}, _on_hold),
    "age": Choice(_("Open for"), {
        "under_30": _("Less than 30 days"), "from_30": _("30 to 90 days"), "from_90": _("90 to 180 days"),
        "over_180": _("More than 180 days"),
    }, _of_age),
    "kind": Choice(_("What happened"), {
        IncidentKind.CRIME: _("Crime"), IncidentKind.ANTISOCIAL_BEHAVIOUR: _("Antisocial behaviour"),
        IncidentKind.CONFLICT: _("Conflict"), IncidentKind.RELATIONSHIP_BREAKDOWN: _("Relationship breakdown"),
        IncidentKind.UNKNOWN: _("Not known"),
    }, lambda codes: Case.incident_id.in_(select(Incident.id).where(Incident.kind.in_(codes)))),
    "overdue": Choice(_("Tasks"), {"yes": _("With something overdue")}, _overdue),
}


def _without_lead() -> Condition:
    """The lead left, or has a conflict of interest now: somebody else must take the case."""
    left = select(Case.id).join(Account, Account.id == Case.lead_id).where(Account.status != AccountStatus.ACTIVE)
    at_odds = standing(Led.lead_id, Led.incident_id).with_only_columns(Led.id)
    return Case.id.in_(union(left, at_odds))


@dataclass(frozen=True)
class Tab:
    label: LazyString
    where: Callable[[Reader], Condition]


def _is_open() -> Condition:
    return Case.stage.not_in(policy.ENDED)


TABS: dict[str, Tab] = {
    "mine": Tab(_("My cases"), lambda reader: _is_open() & own(reader.account_id)),
    "open": Tab(_("All open"), lambda _reader: _is_open()),
    "unassigned": Tab(_("Unassigned"), lambda _reader: _is_open() & _without_lead()),
    "completed": Tab(_("Completed"), lambda _reader: Case.stage.in_(policy.ENDED)),
}

_due = select(func.min(Task.due_on)).where(Task.case_id == Case.id, Task.done_at.is_(None)).scalar_subquery()
ORDERS: dict[str, tuple[LazyString, Sequence[Any]]] = {
    "newest": (_("Newest first"), (Case.opened_at.desc(), Case.id.desc())),
    "oldest": (_("Oldest first"), (Case.opened_at, Case.id)),
    "closed": (_("Closed last first"), (Case.closed_at.desc().nulls_last(), Case.id.desc())),
    "due": (_("Due next first"), (_due.nulls_last(), Case.opened_at, Case.id)),
    "lead": (_("By lead"), (Account.name, Case.opened_at.desc(), Case.id)),
    "reference": (_("By reference"), (Case.reference,)),
}


@dataclass(frozen=True)
class Filters:
    """What one address asks for."""

    tab: str
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "newest"

    def where(self, reader: Reader) -> list[Condition]:
        return [TABS[self.tab].where(reader), *(FILTERS[name].where(codes) for name, codes in self.chosen.items())]

    def query(self) -> list[tuple[str, str]]:
        """The address again: pairs of name and code."""
        order = [("order", self.order)] if self.order != "newest" else []
        return [("tab", self.tab), *((name, code) for name, codes in self.chosen.items() for code in codes), *order]

    def address(self) -> str:
        return urlencode(self.query())

    def without(self, name: str, code: str) -> Filters:
        """The same list with one thing less asked of it."""
        left = tuple(one for one in self.chosen[name] if one != code)
        chosen = {key: codes for key, codes in (self.chosen | {name: left}).items() if codes}
        return replace(self, chosen=chosen)


def read(args: MultiDict[str, str], first_tab: str = "open") -> Filters:
    """What an address or a saved filter asks for; ValueError when it holds something that no page of ours made."""
    tab, order = args.get("tab", first_tab), args.get("order", "newest")
    if tab not in TABS or order not in ORDERS:
        raise ValueError(tab)
    chosen = {name: tuple(dict.fromkeys(filter(None, args.getlist(name)))) for name in FILTERS}
    for name, codes in chosen.items():
        known = FILTERS[name].codes or {str(UUID(code)) for code in codes}
        if not set(codes) <= set(known):
            raise ValueError(name)
    return Filters(tab, {name: codes for name, codes in chosen.items() if codes}, order)
