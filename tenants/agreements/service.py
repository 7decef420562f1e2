"""The verbs of agreements: write an item, have it accepted by both sides, see how it ends, tell the person harmed."""

from __future__ import annotations

from tenants.agreements.acceptance import accept_item
from tenants.agreements.doing import begin_item, end_item, pay, put_aside
from tenants.agreements.items import Item, add_item, change_item
from tenants.agreements.reports import report_item
from tenants.agreements.telling import tell_harmed

__all__ = [
    "Item",
    "accept_item",
    "add_item",
    "begin_item",
    "change_item",
    "end_item",
    "pay",
    "put_aside",
    "report_item",
    "tell_harmed",
]
