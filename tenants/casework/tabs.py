"""The parts of a case's pages, in the order of their tabs. Features above casework add theirs from ``init_app``."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_login import current_user

from concord.identity.permissions import Permission
from tenants.casework import policy
from tenants.casework.queries import CaseView
from tenants.casework.visibility import Reader

WITHDRAW = "casework.withdraw"


@dataclass(frozen=True)
class Tab:
    """One part of a case, at the address of a route that takes ``case_id``.

    ``within``: how the endpoints of the pages begin that are part of it.
    """

    endpoint: str
    label: LazyString
    permission: Permission
    rank: int
    within: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether the page that is asked for is this part, or one within it."""
        return request.endpoint == self.endpoint or (request.endpoint or "").startswith(self.within)


TABS: dict[str, Tab] = {}


def add_tab(
    endpoint: str, label: LazyString, rank: int, permission: Permission = Permission.CASES_READ_OWN,
    within: tuple[str, ...] | None = None,
) -> None:
    """Add a part to the pages of every case, with all pages of its feature in it, unless it is told which.

    A second time replaces the first.
    """
    own = (f"{endpoint.partition('.')[0]}.",)
    TABS[endpoint] = Tab(endpoint, label, permission, rank, own if within is None else within)


def case_tabs(case: CaseView, reader: Reader) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the current one, of each part that this reader may open."""
    shown = sorted((tab for tab in TABS.values() if reader.can(tab.permission)), key=lambda tab: tab.rank)
    return [(str(tab.label), url_for(tab.endpoint, case_id=case.id), tab.is_current) for tab in shown]


def withdraw_url(case: CaseView) -> str:
    """Where this reader writes down that somebody withdraws; "" when they may not, or are there already."""
    if not current_user.can(Permission.CASES_RECORD) or case.stage in policy.GONE or request.endpoint == WITHDRAW:
        return ""
    return url_for(WITHDRAW, case_id=case.id)


add_tab("casework.show", _("Overview"), 0, within=("casework.timeline",))
add_tab("casework.people", _("People"), 10, within=("casework.one_person",))
add_tab("casework.all_consents", _("What they agree to"), 20, within=("casework.consents", "casework.withdrawn"))
add_tab("casework.case_sign_offs", _("Sign-off"), 80, within=())
