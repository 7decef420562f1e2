"""The page of visit counts, for whoever runs the service."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from concord.identity.access import access
from concord.identity.permissions import Permission
from concord.web.charts import Row, bar_chart
from tenants.content.queries import default_text
from tenants.registry.texts import PageText, TextKind
from tenants.site.visits.queries import PageVisits, visits_by_page

blueprint = Blueprint("visits", __name__, url_prefix="/team/visits")


@blueprint.get("", strict_slashes=False)
@access(Permission.SERVICE_SETTINGS)
def visits() -> ResponseReturnValue:
    """How often each public page was opened in the last four weeks."""
    pages = visits_by_page()
    rows = [[_name_of(page.page), *page.weeks, page.total] for page in pages]
    return render_template("site/visits.html", pages=pages, chart=_chart(pages), rows=rows)


def _chart(pages: list[PageVisits]) -> Markup:
    return bar_chart(
        _("Times each page was opened"), _("In the last 4 weeks; the table below has the same numbers."),
        [Row(_name_of(page.page), page.total) for page in pages],
    )


def _name_of(page: str) -> str:
    """A page by its national title; one of the service's own, or a list, by its address."""
    named = {"/": str(_("Home")), "/refer": str(_("First page of the form"))}
    text = default_text((TextKind.PAGE, page.removeprefix("/")))
    in_words = page.removeprefix("/").replace("-", " ").replace("/", ": ").capitalize()
    return named.get(page) or (text.title if isinstance(text, PageText) else in_words)
