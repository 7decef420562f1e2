"""Past cases on their way in: send a file, see what it holds, take the good rows, get the bad ones back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from tenants.bulk import queries, service, sheets, words
from tenants.bulk.columns import COLUMNS
from tenants.bulk.forms import DecideForm, SendForm
from tenants.bulk.models import RowState
from tenants.casework.words import CLOSED_BECAUSE
from tenants.documents.kinds import MEGABYTE
from tenants.people.service import Refused

blueprint = Blueprint("bulk", __name__, template_folder="templates", url_prefix="/team/bulk")
P = Permission


@blueprint.route("")
@access(P.CASES_IMPORT, Place.SERVICE)
def index() -> ResponseReturnValue:
    """What can be done with many cases at once, and the files that came in."""
    return render_template("bulk/index.html", runs=queries.runs(), words=words)


@blueprint.route("/import", methods=["GET", "POST"])
@access(P.CASES_IMPORT, Place.SERVICE)
def send_in() -> ResponseReturnValue:
    """Send a file in. It is checked first; nothing is taken yet."""
    form = SendForm()

    def take() -> str:
        data = form.file.data.read((sheets.LARGEST_MEGABYTES + 1) * MEGABYTE)
        return url_for(".run", run_id=service.send_in(form.file.data.filename or "", data, current_user.account_id))

    def show() -> str:
        reasons = [[reason, code] for code, reason in CLOSED_BECAUSE.items()]
        return render_template("bulk/import.html", form=form, columns=COLUMNS, reasons=reasons)

    return ask(form, take, show)


@blueprint.route("/template.<kind>")
@access(P.CASES_IMPORT, Place.SERVICE)
def template(kind: str) -> ResponseReturnValue:
    """An empty file with the names of the columns; in a workbook a second sheet explains them."""
    if kind not in sheets.MEDIA_TYPES:
        abort(404)
    head = [str(column.heading) for column in COLUMNS]
    if kind == sheets.CSV:
        return as_file(kind, "concord-template", sheets.write_sheet(kind, head, []))
    meaning = [[_("Column"), _("What it holds"), _("Example")]]
    meaning += [[str(column.heading), str(column.meaning), column.example] for column in COLUMNS]
    meaning += [["", "", ""], [_("Why it closed"), _("Code"), ""]]
    meaning += [[str(reason), code, ""] for code, reason in CLOSED_BECAUSE.items()]
    return as_file(kind, "concord-template", sheets.workbook({_("Cases"): [head], _("Columns"): meaning}))


@blueprint.route("/imports/<uuid:run_id>")
@access(P.CASES_IMPORT, Place.SERVICE)
def run(run_id: UUID) -> ResponseReturnValue:
    """How far a file is; then what it holds, row by row; then what was taken of it."""
    found = _found(run_id)
    if found.is_checking or found.is_taking:
        return render_template("bulk/progress.html", run=found)
    bad = queries.rows_of(run_id, (RowState.BAD,), queries.SHOWN)
    known = queries.rows_of(run_id, (RowState.KNOWN,), queries.SHOWN)
    good = queries.rows_of(run_id, (RowState.GOOD,))
    met = queries.met_in({one for row in good for one in row.maybe}, current_user)
    maybe = [(row, sorted({case for one in row.maybe for case in met.get(one, [])}, key=lambda case: case[1]))
             for row in good]
    record_read("import", run_id)
    return render_template(
        "bulk/run.html", run=found, bad=bad, known=known, maybe=[one for one in maybe if one[1]][:queries.SHOWN],
        references=queries.references_of({row.case for row in known if row.case}, current_user), words=words,
        shown=queries.SHOWN, form=DecideForm(),
    )


@blueprint.route("/imports/<uuid:run_id>/take", methods=["POST"])
@access(P.CASES_IMPORT, Place.SERVICE)
def take(run_id: UUID) -> ResponseReturnValue:
    """Take the good rows, in the background."""
    return _decide(run_id, lambda: service.take(run_id, current_user.account_id))


@blueprint.route("/imports/<uuid:run_id>/throw-away", methods=["POST"])
@access(P.CASES_IMPORT, Place.SERVICE)
def throw_away(run_id: UUID) -> ResponseReturnValue:
    """Forget the rows that were not taken."""
    return _decide(run_id, lambda: service.throw_away(run_id))


@blueprint.route("/imports/<uuid:run_id>/bad.csv")
@access(P.CASES_IMPORT, Place.SERVICE)
def bad_rows(run_id: UUID) -> ResponseReturnValue:
    """The rows that cannot be taken, each with the reasons: put right, the file can be sent in again."""
    _found(run_id)
    rows = queries.rows_of(run_id, (RowState.BAD,))
    record_read("import", run_id)
    head = [str(column.heading) for column in COLUMNS] + [_("Row"), _("What is wrong")]
    lines = [
        [*(row.said.get(column.code, "") for column in COLUMNS), str(row.number), "; ".join(row.faults)]
        for row in rows
    ]
    return as_file(sheets.CSV, "rows-to-put-right", sheets.write_sheet(sheets.CSV, head, lines))


def as_file(kind: str, stem: str, data: bytes) -> Response:
    """A file to keep, whose name tells nothing of anybody."""
    headers = {"Content-Disposition": f'attachment; filename="{stem}.{kind}"'}
    return Response(data, content_type=sheets.MEDIA_TYPES[kind], headers=headers)


def _decide(run_id: UUID, act: Callable[[], None]) -> ResponseReturnValue:
    _found(run_id)
    try:
        act()
    except Refused as refusal:
        db.session.rollback()
        flash(str(refusal))
    return redirect(url_for(".run", run_id=run_id), 303)


def _found(run_id: UUID) -> queries.RunView:
    found = queries.run_view(run_id)
    if found is None:
        abort(404)
    return found
