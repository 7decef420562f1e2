"""Working on a case with another service: offered, and what our person says to the meeting that it leads."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework.pages import act_page
from tenants.handover import joint, joint_ending, service
from tenants.handover.forms import EndTogetherForm, PlanForm, ShareForm, TodayForm
from tenants.handover.models import Why
from tenants.handover.parcels import Together
from tenants.handover.views import BOTH, blueprint
from tenants.referrals.models import PartyRole

P = Permission
HOME = "handover.before"


@blueprint.route("/team/cases/<uuid:case_id>/share", methods=BOTH)
@access(P.CASES_TRANSFER, Place.SERVICE)
def share(case_id: UUID) -> ResponseReturnValue:
    """Offer to work on a case together."""

    def do(form: ShareForm) -> None:
        service.offer(
            case_id, UUID(form.service.data), Why(form.why.data), form.act(), urgent=bool(form.urgent.answer),
            together=Together(
                receivers_role=PartyRole(form.their_role.data), sender_leads=form.leads.data == "us"
            ),
            words=form.words.data or "",
        )

    return act_page(case_id, ShareForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/stop-together", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def stop(case_id: UUID) -> ResponseReturnValue:
    """Either service ends the work together."""

    def do(form: EndTogetherForm) -> None:
        joint_ending.end_together(case_id, form.act())

    return act_page(case_id, EndTogetherForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/their-plan", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def agree(case_id: UUID) -> ResponseReturnValue:
    """Our person agrees to the plan of the other service."""

    def do(form: PlanForm) -> None:
        joint.agree(case_id, form.act(), agrees=bool(form.agrees.answer))

    return act_page(case_id, PlanForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/their-meeting", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def confirm(case_id: UUID) -> ResponseReturnValue:
    """Our person says on the day that they want to go on."""

    def do(form: TodayForm) -> None:
        joint.confirm(case_id, form.act(), goes_on=bool(form.goes_on.answer))

    return act_page(case_id, TodayForm, do, HOME)
