"""Rights on pages: what is due to be erased, holding a case, asking, and deciding."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework import words as casework_words
from tenants.casework.pages import act_page, found_case
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_off_queries import erasing_asked
from tenants.rights import queries, service, words
from tenants.rights.forms import AskForm, DecideForm, HoldForm

blueprint = Blueprint("rights", __name__, template_folder="templates")
P = Permission


@blueprint.route("/team/erasing")
@access(P.CASES_ERASE, Place.SERVICE)
def index() -> ResponseReturnValue:
    """What waits for a second person, and which cases need not be kept any longer."""
    page = request.args.get("page", 1, type=int)
    if not 0 < page < 10_000:
        abort(404)
    asked, due = erasing_asked(current_user), queries.due_cases(current_user, page)
    cases = sorted({str(row.case_id) for row in asked} | {str(row.id) for row in due.rows})
    record_read("case_list", None, cases=cases)
    return render_template(
        "rights/index.html", asked=asked, due=due, words=words, sign_offs=casework_words.SIGN_OFFS,
        url=lambda number: url_for("rights.index", page=number),
    )


@blueprint.route("/team/cases/<uuid:case_id>/hold-for-law", methods=["GET", "POST"])
@access(P.CASES_ERASE, Place.SERVICE)
def hold(case_id: UUID) -> ResponseReturnValue:
    """Put a legal hold on a case, or lift the one that is there."""
    held = found_case(case_id).legal_hold

    def do(form: HoldForm) -> None:
        service.hold(case_id, form.act(), holds=not held)

    return act_page(case_id, HoldForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/erase", methods=["GET", "POST"])
@access(P.CASES_ERASE, Place.SERVICE)
def ask(case_id: UUID) -> ResponseReturnValue:
    """Ask that a closed case be erased."""
    if found_case(case_id).stage != Stage.CLOSED:
        abort(404)

    def do(form: AskForm) -> None:
        service.ask(case_id, SignOffKind(form.kind.data), form.act())

    return act_page(case_id, AskForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/erase/<uuid:sign_off_id>", methods=["GET", "POST"])
@access(P.CASES_ERASE, Place.SERVICE)
def decide(case_id: UUID, sign_off_id: UUID) -> ResponseReturnValue:
    """Decide what somebody else asked, with the time for which the case is kept before one's eyes."""
    found_case(case_id)
    asked = next((row for row in erasing_asked(current_user) if row.id == sign_off_id), None)
    if asked is None or asked.case_id != case_id:
        abort(404)

    def do(form: DecideForm) -> None:
        service.decide(case_id, sign_off_id, SignOffDecision(form.decision.data), form.act())

    return act_page(case_id, partial(DecideForm, asked=asked), do)
