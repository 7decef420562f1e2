"""Which referrals a member of staff may know of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from concord.identity.permissions import Permission
from tenants.referrals.conflicts import locked_out
from tenants.referrals.models import Referral


class Reader(Protocol):
    """Whoever asks; `concord.identity.principal.Principal` is one."""

    @property
    def account_id(self) -> UUID: ...
    def can(self, permission: Permission) -> bool: ...


Condition = Callable[[Reader], ColumnElement[bool]]
_CONDITIONS: list[Condition] = []


def also(condition: Condition) -> Condition:
    """For features above: one more condition that every referral must meet to be seen."""
    if condition not in _CONDITIONS:
        _CONDITIONS.append(condition)
    return condition


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """For a where: referrals that do not exist for this reader are left out."""
    return and_(
        Referral.incident_id.not_in(locked_out(reader.account_id)), *(condition(reader) for condition in _CONDITIONS)
    )
