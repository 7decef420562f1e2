"""Exports: choose, prove who you are, get the file; and who exported what before."""

from __future__ import annotations

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.identity.proving import proved
from concord.web.dates import uk_today
from concord.web.translations import uk_date
from tenants.bulk import exporting, queries, sheets, words
from tenants.bulk.forms import ExportForm
from tenants.bulk.views import as_file, blueprint
from tenants.casework.words import STAGES
from tenants.people.service import Refused
from tenants.registry.queries import current_profile


@blueprint.route("/export", methods=["GET", "POST"])
@access(Permission.CASES_EXPORT, Place.SERVICE)
def export() -> ResponseReturnValue:
    """Choose and get a file. Nothing of it stays with us but the line that says who took what."""
    form, status = ExportForm(), 200
    if form.validate_on_submit():
        status = proved(form)
        if status == 200:
            choice = form.choice()
            try:
                sheet = exporting.export(choice, current_user)
            except Refused as refusal:
                db.session.rollback()
                form.add_error(str(refusal))
                status = 422
            else:
                stem = f"concord-{choice.what}-{uk_today().isoformat()}"
                return as_file(choice.kind, stem, sheets.write_sheet(choice.kind, sheet.head, sheet.rows))
    elif form.is_submitted():
        status = 422
    return render_template("bulk/export.html", form=form), status


@blueprint.route("/exports")
@access(Permission.CASES_EXPORT, Place.SERVICE)
def exports() -> ResponseReturnValue:
    """Every export of this service: who, when, what and how many."""
    wording = current_profile().wording
    audiences = dict(words.audiences(wording.harmed.one, wording.responsible.one))
    rows = [
        (row, words.WHAT[exporting.What(row.detail["what"])], audiences[row.detail["audience"]], _filters(row.detail))
        for row in queries.exports(exporting.SUBJECT)
    ]
    return render_template("bulk/exports.html", rows=rows)


def _filters(detail: dict[str, str | None]) -> str:
    stages = ", ".join(str(STAGES[stage]) for stage in detail["stages"] or ())
    days = " – ".join(
        uk_date(date.fromisoformat(day)) if day else "…" for day in (detail["opened_from"], detail["opened_to"])
    )
    return "; ".join(filter(None, (stages, days if detail["opened_from"] or detail["opened_to"] else "")))
