"""What people think, case by case: who was asked, what they answered on paper or by phone, how they cope."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework.pages import act_page, case_page, found_case
from tenants.feedback import queries, service, words
from tenants.feedback.forms import NotOfferedForm, OfferForm, OnPaperForm, ScoresForm
from tenants.feedback.policy import InvitationStatus, Moment, Through, WhyNot
from tenants.feedback.questions_form import questions_form

HOME = "feedback.show"
blueprint = Blueprint("feedback", __name__, template_folder="templates")
who_records = access(Permission.CASES_RECORD, Place.SERVICE)


@blueprint.get("/team/cases/<uuid:case_id>/views")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def show(case_id: UUID) -> ResponseReturnValue:
    """Who was asked, and how people cope. What they answered is shown for all together only."""
    case = found_case(case_id)
    return case_page(
        case, "feedback/views.html", invitations=queries.invitations_of(case_id), scores=queries.scores_of(case_id),
        said=words,
    )


@blueprint.route("/team/cases/<uuid:case_id>/views/ask", methods=["GET", "POST"])
@who_records
def offer(case_id: UUID) -> ResponseReturnValue:
    """Somebody is asked, and may say no."""

    def do(form: OfferForm) -> None:
        verb = service.decline if form.answer.data == InvitationStatus.DECLINED else service.offer
        verb(case_id, UUID(form.party.data), form.act())

    return act_page(case_id, OfferForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/views/not-asked", methods=["GET", "POST"])
@who_records
def not_offered(case_id: UUID) -> ResponseReturnValue:
    """Somebody is not asked, and why."""

    def do(form: NotOfferedForm) -> None:
        service.not_offered(case_id, UUID(form.party.data), WhyNot(form.why.data), form.act())

    return act_page(case_id, NotOfferedForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/views/answer", methods=["GET", "POST"])
@who_records
def answer(case_id: UUID) -> ResponseReturnValue:
    """What somebody answered on paper or by phone."""

    def do(form: OnPaperForm) -> None:
        service.record_answer(
            case_id, UUID(form.party.data), form.given(), Through(form.through.data), form.act()
        )

    return act_page(case_id, questions_form(OnPaperForm), do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/views/scores", methods=["GET", "POST"])
@who_records
def score(case_id: UUID) -> ResponseReturnValue:
    """How somebody copes."""

    def do(form: ScoresForm) -> None:
        service.score(case_id, UUID(form.party.data), Moment(form.moment.data), form.scores(), form.act())

    return act_page(case_id, ScoresForm, do, HOME)
