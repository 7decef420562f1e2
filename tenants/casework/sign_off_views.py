"""Sign-off on pages: what a case asked for, asking, answering, and what waits for a supervisor."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework import sign_off_queries, sign_offs, today, words
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.sign_off_forms import AnswerForm, AskForm
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.views import blueprint

P = Permission
today.add_figure(
    "sign_offs", _("Waiting for sign-off"), sign_off_queries.how_many_wait_for, "casework.waiting_sign_offs",
    permission=P.CASES_SIGN_OFF,
)


@blueprint.route("/team/sign-offs")
@access(P.CASES_SIGN_OFF, Place.SERVICE)
def waiting_sign_offs() -> ResponseReturnValue:
    """What waits for an answer of this supervisor."""
    rows = sign_off_queries.waiting_for(current_user)
    record_read("case_list", None, cases=[str(row.case_id) for row in rows])
    return render_template("casework/waiting_sign_offs.html", rows=rows, words=words)


@blueprint.route("/team/cases/<uuid:case_id>/sign-offs")
@access(P.CASES_READ_OWN, Place.SERVICE)
def case_sign_offs(case_id: UUID) -> ResponseReturnValue:
    """What was asked for in this case, and the answers."""
    case = found_case(case_id)
    return case_page(case, "casework/sign_offs.html", rows=sign_off_queries.sign_offs_of(case_id, current_user))


@blueprint.route("/team/cases/<uuid:case_id>/sign-offs/ask", methods=["GET", "POST"])
@access(P.CASES_RECORD, Place.SERVICE)
def ask_sign_off(case_id: UUID) -> ResponseReturnValue:
    """Ask a supervisor to approve something."""

    def do(form: AskForm) -> None:
        sign_offs.request_sign_off(case_id, SignOffKind(form.kind.data), form.act())

    return act_page(case_id, AskForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/sign-offs/<uuid:sign_off_id>", methods=["GET", "POST"])
@access(P.CASES_SIGN_OFF, Place.SERVICE)
def answer_sign_off(case_id: UUID, sign_off_id: UUID) -> ResponseReturnValue:
    """Approve, or send back with a comment."""
    found_case(case_id)
    asked = next((row for row in sign_off_queries.sign_offs_of(case_id, current_user) if row.id == sign_off_id), None)
    if asked is None or asked.is_erasing:
        abort(404)

    def do(form: AnswerForm) -> None:
        sign_offs.decide_sign_off(case_id, sign_off_id, SignOffDecision(form.decision.data), form.act())

    return act_page(case_id, partial(AnswerForm, asked=asked), do)
