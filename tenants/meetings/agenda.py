"""Meetings and exchanges of the next days: a number on the day of a facilitator, and the list behind it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, func, select

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.translations import UK
from tenants.casework.models import Case
from tenants.casework.queries import Reader, visible_to
from tenants.meetings import words
from tenants.meetings.models import Activity, ActivityFacilitator
from tenants.meetings.policy import MAY_GO_AHEAD
from tenants.meetings.views import blueprint

DAYS = 7


def _where(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    begin = datetime.combine(uk_today(), time.min, UK)
    return (
        Case.id == Activity.case_id, ActivityFacilitator.activity_id == Activity.id,
        ActivityFacilitator.account_id == reader.account_id, Activity.status.in_(MAY_GO_AHEAD),
        Activity.starts_at >= begin, Activity.starts_at < begin + timedelta(days=DAYS), visible_to(reader),
    )


def how_many(reader: Reader) -> Select[int]:
    """How many this reader facilitates today and in the days after it."""
    return select(func.count()).select_from(Activity, Case, ActivityFacilitator).where(*_where(reader))


@blueprint.route("/team/meetings")
@access(Permission.CASES_RECORD, Place.SERVICE)
def agenda() -> ResponseReturnValue:
    """What this reader has to be at. Like a calendar entry it names nobody; the way there is always the right page."""
    statement = (
        select(Activity.starts_at, Activity.form, Case.id, Case.reference).where(*_where(current_user))
        .order_by(Activity.starts_at)
    )
    rows = db.session.execute(statement).all()
    if rows:
        record_read("task_list", None, cases=sorted({str(row.id) for row in rows}))
    return render_template("meetings/agenda.html", rows=rows, said=words)
