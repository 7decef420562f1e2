"""The agreement of a case and how people are afterwards: one page, and one short form for each act."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.agreements import follow_ups, queries, service, words
from tenants.agreements.follow_ups import Asked
from tenants.agreements.forms import (
    AcceptForm,
    AsideForm,
    BeginForm,
    EndForm,
    FollowUpForm,
    PaymentForm,
    ReportForm,
    ToldForm,
)
from tenants.agreements.policy import FollowUpOutcome, ItemStatus, Said, ToldHow
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.service import Act, Refused

HOME = "agreements.show"
blueprint = Blueprint("agreements", __name__, template_folder="templates")
who_records = access(Permission.CASES_RECORD, Place.SERVICE)


@blueprint.get("/team/cases/<uuid:case_id>/agreement")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def show(case_id: UUID) -> ResponseReturnValue:
    """What both sides agreed to, what became of it, and how people are."""
    case = found_case(case_id)
    return case_page(
        case, "agreements/agreement.html", agreements=queries.agreements_of(case_id),
        follow_ups=queries.follow_ups_of(case_id), said=words, pounds=queries.pounds,
        can_plan=queries.somebody_is_not_planned(case_id),
    )


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/accept", methods=["GET", "POST"])
@who_records
def accept(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One side says yes."""
    _found(case_id, item_id)

    def do(form: AcceptForm) -> None:
        service.accept_item(case_id, item_id, UUID(form.party.data), form.act())

    return act_page(case_id, AcceptForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/begin", methods=["GET", "POST"])
@who_records
def begin(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """It is under way."""
    _found(case_id, item_id)
    return act_page(case_id, BeginForm, lambda form: service.begin_item(case_id, item_id, form.act()), HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/end", methods=["GET", "POST"])
@who_records
def end(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Done, not done, or something else."""
    _found(case_id, item_id)

    def do(form: EndForm) -> None:
        service.end_item(case_id, item_id, ItemStatus(form.status.data), form.act())

    return act_page(case_id, EndForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/told", methods=["GET", "POST"])
@who_records
def told(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """A person told the person harmed."""
    _found(case_id, item_id)

    def do(form: ToldForm) -> None:
        service.tell_harmed(case_id, item_id, ToldHow(form.how.data), form.act())

    return act_page(case_id, ToldForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/paid", methods=["GET", "POST"])
@who_records
def paid(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Money came in."""
    _found(case_id, item_id)

    def do(form: PaymentForm) -> None:
        service.pay(case_id, item_id, form.amount.pence or 0, form.act())

    return act_page(case_id, PaymentForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/said", methods=["GET", "POST"])
@who_records
def reported(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """A party says if it is done."""
    _found(case_id, item_id)

    def do(form: ReportForm) -> None:
        service.report_item(case_id, item_id, UUID(form.party.data), Said(form.answer.data), form.act())

    return act_page(case_id, ReportForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:agreement_id>/aside", methods=["GET", "POST"])
@who_records
def aside(case_id: UUID, agreement_id: UUID) -> ResponseReturnValue:
    """Nothing comes of it."""
    if all(one.id != agreement_id for one in queries.agreements_of(found_case(case_id).id)):
        abort(404)
    return act_page(case_id, AsideForm, lambda form: service.put_aside(case_id, agreement_id, form.act()), HOME)


@blueprint.route("/team/cases/<uuid:case_id>/follow-up/<uuid:follow_up_id>", methods=["GET", "POST"])
@who_records
def follow_up(case_id: UUID, follow_up_id: UUID) -> ResponseReturnValue:
    """Somebody was asked how they are, or was not reached."""
    if all(one.id != follow_up_id for one in queries.follow_ups_of(found_case(case_id).id)):
        abort(404)

    def do(form: FollowUpForm) -> None:
        asked = Asked(FollowUpOutcome(form.outcome.data), form.welfare.data or None)
        follow_ups.record(case_id, follow_up_id, asked, form.act())

    return act_page(case_id, FollowUpForm, do, HOME)


@blueprint.post("/team/cases/<uuid:case_id>/follow-up")
@who_records
def plan(case_id: UUID) -> ResponseReturnValue:
    """The days on which to ask, for who has none yet."""
    found_case(case_id)
    try:
        follow_ups.plan_missing(case_id, Act(current_user.account_id, current_user.role, uk_today()))
    except Refused as refusal:
        flash(str(refusal))
    return redirect(url_for(HOME, case_id=case_id), 303)


def _found(case_id: UUID, item_id: UUID) -> None:
    """404 when the case, for this reader, has no such item."""
    agreements = queries.agreements_of(found_case(case_id).id)
    if all(item.id != item_id for agreement in agreements for item in agreement.items):
        abort(404)
