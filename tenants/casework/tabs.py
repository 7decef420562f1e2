"""The parts of a case's pages, in the order of their tabs. Features above casework add theirs from ``init_app``."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.identity.permissions import Permission
from tenants.casework.queries import CaseView, Reader


@dataclass(frozen=True)
class Tab:
    """One part of a case, at the address of a route that takes ``case_id``."""

    endpoint: str
    label: LazyString
    permission: Permission
    rank: int


TABS: dict[str, Tab] = {}


def add_tab(endpoint: str, label: LazyString, rank: int, permission: Permission = Permission.CASES_READ_OWN) -> None:
    """Add a part to the pages of every case. A second time replaces the first."""
    TABS[endpoint] = Tab(endpoint, label, permission, rank)


def case_tabs(case: CaseView, reader: Reader) -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the current one, of each part that this reader may open."""
    shown = sorted((tab for tab in TABS.values() if reader.can(tab.permission)), key=lambda tab: tab.rank)
    return [
        (str(tab.label), url_for(tab.endpoint, case_id=case.id), request.endpoint == tab.endpoint) for tab in shown
    ]


add_tab("casework.show", _("Overview"), 0)
add_tab("casework.case_sign_offs", _("Sign-off"), 80)
