"""Pages of a service's quarterly figures: the list, one quarter, the rows behind a figure, submitting."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.audit.service import record_read
from concord.identity.access import access
from concord.identity.permissions import Permission
from concord.web.charts import Row, bar_chart
from concord.web.forms import ConcordForm, HiddenField
from tenants.returns import queries, service
from tenants.returns.counting import count
from tenants.returns.period import Quarter
from tenants.returns.policy import FIGURES, INDICATORS, Unit

blueprint = Blueprint("returns", __name__, url_prefix="/team/figures", template_folder="templates")


class SubmitForm(ConcordForm):
    """Submitting is one act; ``seen`` says which figures the person had before them."""

    seen = HiddenField()


@blueprint.get("")
@access(Permission.RETURNS_READ)
def quarters() -> ResponseReturnValue:
    return render_template("returns/quarters.html", quarters=queries.quarters())


@blueprint.get("/<quarter:period>")
@access(Permission.RETURNS_READ)
def quarter(period: Quarter) -> ResponseReturnValue:
    state = _state(period)
    figures = queries.figures(state)
    chart = None
    if figures:
        rows = [Row(label, figures.values[key]) for key, label in FIGURES.items() if key in figures.values]
        chart = bar_chart(period.label, _("The same figures as in the table."), rows)
    return render_template(
        "returns/quarter.html", state=state, figures=figures, labels=FIGURES, indicators=INDICATORS, chart=chart
    )


@blueprint.post("/<quarter:period>/count")
@access(Permission.RETURNS_READ)
def recount(period: Quarter) -> ResponseReturnValue:
    if _state(period).submission is None:
        service.compute(period)
    return redirect(url_for(".quarter", period=period), 303)


@blueprint.get("/<quarter:period>/<indicator>/<breakdown>")
@access(Permission.RETURNS_READ)
def rows(period: Quarter, indicator: str, breakdown: str) -> ResponseReturnValue:
    state = _state(period)
    figures = queries.figures(state)
    key = (indicator, breakdown)
    if key not in FIGURES or figures is None:
        abort(404)
    record_read("figure", state.submission.id if state.submission else None, period=str(period), indicator=indicator,
                breakdown=breakdown)
    return render_template(
        "returns/rows.html", period=period, label=FIGURES[key], indicator=INDICATORS[indicator],
        rows=[(row, _page_of(row)) for row in queries.rows_behind(figures, key)],
    )


@blueprint.route("/<quarter:period>/submit", methods=["GET", "POST"])
@access(Permission.RETURNS_SUBMIT)
def submit(period: Quarter) -> ResponseReturnValue:
    state = _state(period)
    if state.submission is None:
        if not period.is_finished():
            abort(404)
        form = SubmitForm()
        if not form.validate_on_submit():
            return _confirm(period, form)
        try:
            service.submit(period, seen=form.seen.data)
        except service.FiguresChangedError as refusal:
            form.add_error(str(refusal))
            return _confirm(period, form)
        flash(_("The figures are submitted."))
    return redirect(url_for(".quarter", period=period), 303)


def _confirm(period: Quarter, form: SubmitForm) -> ResponseReturnValue:
    """Ask once more, with the figures as they are at this moment."""
    counted = count(period)
    form.seen.data = counted.fingerprint
    page = render_template(
        "returns/submit.html", period=period, form=form, figures=FIGURES, values=counted.values
    )
    return page, 422 if request.method == "POST" else 200


def _page_of(row: queries.RowBehind) -> str:
    if row.page_kind == Unit.REFERRAL:
        return url_for("referrals.show", referral_id=row.page_id)
    return url_for("casework.show", case_id=row.page_id)


def _state(period: Quarter) -> queries.QuarterState:
    state = queries.quarter_state(period)
    if state is None:
        abort(404)
    return state
