"""Meetings and exchanges of the next days: a number on the day of a facilitator, and the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.casework.models import Case
from tenants.casework.visibility import Reader, visible_to
from tenants.meetings import words
from tenants.meetings.models import Activity, ActivityFacilitator
from tenants.meetings.policy import MAY_GO_AHEAD
from tenants.meetings.views import blueprint

DAYS = 7
Rows = Select[*tuple[Any, ...]]
Read = Callable[[Reader], Rows]
_READS: list[Read] = []


def also(read: Read) -> Read:
    """For features above: what else a reader has to be at, as a select of its start, form, case and reference."""
    if read not in _READS:
        _READS.append(read)
    return read


def soon(starts_at: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Today or in the days after it."""
    begin = datetime.combine(uk_today(), time.min, UK)
    return and_(starts_at >= begin, starts_at < begin + timedelta(days=DAYS))


@also
def _facilitated(reader: Reader) -> Rows:
    return (
        select(Activity.starts_at.label("starts_at"), Activity.form.label("form"), Case.id, Case.reference)
        .join(Case, Case.id == Activity.case_id)
        .join(ActivityFacilitator, ActivityFacilitator.activity_id == Activity.id)
        .where(
            ActivityFacilitator.account_id == reader.account_id, Activity.status.in_(MAY_GO_AHEAD),
            soon(Activity.starts_at), visible_to(reader),
        )
    )


def _agenda(reader: Reader) -> Subquery:
    return union_all(*(read(reader) for read in _READS)).subquery()


def how_many(reader: Reader) -> Select[int]:
    """How many this reader has to be at today and in the days after it."""
    return select(func.count()).select_from(_agenda(reader))


@blueprint.route("/team/meetings")
@access(Permission.CASES_RECORD, Place.SERVICE)
def agenda() -> ResponseReturnValue:
    """What this reader has to be at. Like a calendar entry it names nobody; the way there is always the right page."""
    found = _agenda(current_user)
    rows = db.session.execute(select(found).order_by(found.c.starts_at)).all()
    if rows:
        record_read("task_list", None, cases=sorted({str(row.id) for row in rows}))
    return render_template("meetings/agenda.html", rows=rows, said=words)
