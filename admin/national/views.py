"""The national office's comparison of services."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.national.queries import Span, comparison
from admin.national.table import BY_ID, CHARTED_FIRST, COLUMNS, bars, in_order
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.charts import bar_chart
from tenants.returns.period import PeriodError, Quarter
from tenants.returns.policy import INDICATORS, RULES_VERSION

blueprint = Blueprint("national", __name__, url_prefix="/national", template_folder="templates")
QUARTERS_OFFERED = 12


@blueprint.get("/")
@access(Permission.NATIONAL_FIGURES, Place.NATIONAL)
def compare() -> ResponseReturnValue:
    period, span = _period(), _span()
    chosen = BY_ID.get(request.args.get("by", ""))
    charted = chosen or CHARTED_FIRST
    found = comparison(period, span)
    lines = in_order(found.services, chosen)
    time = period.label if span == Span.QUARTER else period.year_label
    chart = bar_chart(f"{charted.label}, {time}", _("The same numbers as in the table."), bars(lines, charted))
    return render_template(
        "national/compare.html", period=period, span=span, time=time, by=chosen, charted=charted, columns=COLUMNS,
        lines=lines, areas=found.areas, chart=chart, quarters=_offered(period), rules_version=RULES_VERSION,
        indicators=[indicator for indicator in INDICATORS.values() if indicator.national],
    )


def _period() -> Quarter:
    """The finished quarter asked for, by default the last one."""
    last = Quarter.current().previous
    try:
        period = Quarter.parse(request.args.get("period", str(last)))
    except PeriodError:
        abort(404)
    return period if period <= last else abort(404)


def _span() -> Span:
    try:
        return Span(request.args.get("span", Span.QUARTER))
    except ValueError:
        abort(404)


def _offered(period: Quarter) -> list[Quarter]:
    """Quarters to choose from, the newest first."""
    last = Quarter.current().previous
    return sorted({period, *(last.before(back) for back in range(QUARTERS_OFFERED))}, reverse=True)
