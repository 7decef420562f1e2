"""Who looked at a case and who changed it: for the manager whom its people ask (PEERS 5.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.models import Account
from concord.identity.permissions import Permission
from tenants.casework import actions, titles
from tenants.casework.pages import case_page, found_case
from tenants.casework.views import blueprint

MOST, LAST_PAGE = 50, 10_000
DONE: dict[str, LazyString] = {
    "read": _("Looked at it"), "create": _("Opened it"), "change": _("Wrote something down"), "decide": _("Decided"),
    "publish": _("Published"), "export": _("Took it out of Concord"),
}


@dataclass(frozen=True)
class Look:
    """One line of the trail; ``name`` is None for what no member of staff did."""

    at: datetime
    name: str | None
    action: str
    detail: dict[str, Any]

    @property
    def words(self) -> str:
        """What was done, and to which part of the case."""
        group = titles.group_of(self.detail.get("event", ""))
        return f"{DONE[self.action]}: {group}" if group else str(DONE[self.action])


def of_case(case_id: UUID, number: int) -> tuple[list[Look], int]:
    """The newest first, and how many pages there are."""
    about = (AuditEntry.subject_kind == "case", AuditEntry.subject_id == case_id)
    count = db.session.execute(select(func.count()).select_from(AuditEntry).where(*about)).scalar_one()
    statement = (
        select(AuditEntry.at, Account.name, AuditEntry.action, AuditEntry.detail)
        .join(Account, Account.id == AuditEntry.actor_id, isouter=True).where(*about)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(MOST).offset(MOST * (number - 1))
    )
    return [Look(*row) for row in db.session.execute(statement)], -(-count // MOST)


@blueprint.route("/team/cases/<uuid:case_id>/who-looked")
@access(Permission.CASES_OVERRIDE, Place.SERVICE)
def who_looked(case_id: UUID) -> ResponseReturnValue:
    """The trail of one case; looking at it stands there, too."""
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    case = found_case(case_id)
    rows, pages = of_case(case_id, number)
    return case_page(case, "casework/who_looked.html", rows=rows, page=number, pages=pages)


actions.offer(
    "casework.who_looked", _("See who looked at this case"), Permission.CASES_OVERRIDE, shown=actions.always, rank=90,
)
