"""Rarer moves on pages: a case opens again, a manager sets a rule aside, and the list of what was set aside."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from babel.dates import format_date
from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework import overrides, reopening, service, words
from tenants.casework.guards import GUARDS
from tenants.casework.pages import act_page
from tenants.casework.stage_forms import OverrideForm, ReopenForm
from tenants.casework.views import blueprint

P = Permission
BOTH = ["GET", "POST"]
EARLIEST_YEAR = 2000


@blueprint.route("/team/cases/<uuid:case_id>/reopen", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def reopen(case_id: UUID) -> ResponseReturnValue:
    """Open a closed case again."""

    def do(form: ReopenForm) -> None:
        reopening.reopen(
            case_id, form.reason.data, UUID(form.account.data), form.act(), conflict=bool(form.conflict.answer)
        )

    return act_page(case_id, ReopenForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/override", methods=BOTH)
@access(P.CASES_OVERRIDE, Place.SERVICE)
def override(case_id: UUID) -> ResponseReturnValue:
    """Move a case although guards that a manager may set aside do not hold."""

    def do(form: OverrideForm) -> None:
        target, reason = form.chosen()
        service.move(case_id, target, form.act(), reason=reason, override=True)

    return act_page(case_id, OverrideForm, do)


@blueprint.route("/team/overrides")
@access(P.CASES_SIGN_OFF, Place.SERVICE)
def override_report() -> ResponseReturnValue:
    """What was set aside in a month, by whom and why."""
    month = _month(request.args.get("month", ""))
    rows = overrides.in_month(month, current_user)
    record_read("case_list", None, cases=[str(row.case_id) for row in rows])
    return render_template(
        "casework/overrides.html", rows=rows, month=format_date(month, "MMMM y", locale="en"), words=words,
        before=overrides.month_before(month), after=overrides.month_after(month), guards=GUARDS,
    )


def _month(text: str) -> date:
    this = uk_today().replace(day=1)
    if not text:
        return this
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)
    return asked if EARLIEST_YEAR <= asked.year <= this.year + 1 else abort(404)
