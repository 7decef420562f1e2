"""What a day starts with: numbers that open the list behind them. Features above casework add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select

from concord.database import db
from concord.identity.models import FormDraft
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework.filters import TABS
from tenants.casework.list_queries import count_of
from tenants.casework.models import Case
from tenants.casework.record_models import Task
from tenants.casework.visibility import Reader, visible_to
from tenants.referrals import visibility
from tenants.referrals.models import Referral, ReferralStatus

Count = Callable[[Reader], Select[int]]


@dataclass(frozen=True)
class Figure:
    """One number of the day. ``values`` go into the address of its list."""

    label: LazyString
    count: Count
    endpoint: str
    values: dict[str, str]
    permission: Permission
    shown_at_zero: bool

    @property
    def address(self) -> str:
        values: dict[str, Any] = dict(self.values)
        return url_for(self.endpoint, **values)


FIGURES: dict[str, Figure] = {}


def add_figure(  # noqa: PLR0913 - the parts of a figure
    name: str, label: LazyString, count: Count, endpoint: str, *, permission: Permission = Permission.CASES_READ_OWN,
    shown_at_zero: bool = False, **values: str,
) -> None:
    """Add a number to everybody's day who may see it; all numbers are one statement. A second time replaces it."""
    FIGURES[name] = Figure(label, count, endpoint, values, permission, shown_at_zero)


def figures(reader: Reader) -> list[tuple[int, Figure]]:
    """The numbers for this reader, in order; those that are nothing are left out unless they always stand there."""
    shown = {name: figure for name, figure in FIGURES.items() if reader.can(figure.permission)}
    if not shown:
        return []
    counts = [figure.count(reader).scalar_subquery().label(name) for name, figure in shown.items()]
    row = db.session.execute(select(*counts)).one()._mapping
    return [(row[name], figure) for name, figure in shown.items() if row[name] or figure.shown_at_zero]


def _cases(tab: str) -> Count:
    return lambda reader: count_of([visible_to(reader), TABS[tab].where(reader)])


def _overdue(reader: Reader) -> Select[int]:
    return (
        select(func.count()).select_from(Task).join(Case, Case.id == Task.case_id)
        .where(
            Task.owner_id == reader.account_id, Task.done_at.is_(None), Task.due_on < uk_today(), visible_to(reader)
        )
    )


def _referrals(status: ReferralStatus) -> Count:
    return lambda reader: (
        select(func.count()).select_from(Referral).where(Referral.status == status, visibility.visible_to(reader))
    )


def _drafts(reader: Reader) -> Select[int]:
    return select(func.count()).select_from(FormDraft).where(FormDraft.account_id == reader.account_id)


add_figure("drafts", _("Not sent yet"), _drafts, "drafts.index", permission=Permission.OWN_ACCOUNT)
add_figure(
    "new_referrals", _("New referrals"), _referrals(ReferralStatus.NEW), "referrals.index",
    permission=Permission.REFERRALS_READ, shown_at_zero=True,
)
add_figure(  # they wait for somebody, too
    "held_referrals", _("Held referrals"), _referrals(ReferralStatus.HELD), "referrals.index",
    permission=Permission.REFERRALS_READ, status=ReferralStatus.HELD,
)
add_figure("mine", _("Your open cases"), _cases("mine"), "casework.index", shown_at_zero=True, tab="mine")
add_figure("overdue", _("Your overdue tasks"), _overdue, "casework.index", tab="mine", overdue="yes")
add_figure(
    "unassigned", _("Cases without a lead"), _cases("unassigned"), "casework.index",
    permission=Permission.CASES_ALLOCATE, tab="unassigned",
)
