"""Cases offered to other services and by them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.dates import uk_today
from concord.web.forms import ConcordForm
from tenants.agreements import words as agreement_words
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.service import Act
from tenants.handover import joint_queries, preview_words, queries, service, words
from tenants.handover.forms import OfferForm, RefuseForm, TakeBackForm, TakeForm, TakeReferralForm
from tenants.handover.models import Rejection, Why
from tenants.meetings import words as meeting_words
from tenants.registry.queries import current_profile

blueprint = Blueprint("handover", __name__, template_folder="templates")
BOTH = ["GET", "POST"]
P = Permission


@blueprint.route("/team/cases/<uuid:case_id>/hand-over", methods=BOTH)
@access(P.CASES_TRANSFER, Place.SERVICE)
def offer(case_id: UUID) -> ResponseReturnValue:
    """Offer a case to another service."""

    def do(form: OfferForm) -> None:
        service.offer(
            case_id, UUID(form.service.data), Why(form.why.data), form.act(), urgent=bool(form.urgent.answer)
        )

    return act_page(case_id, OfferForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/before")
@access(P.CASES_READ_OWN, Place.SERVICE)
def before(case_id: UUID) -> ResponseReturnValue:
    """What the service before wrote about this case, and where the case went from here."""
    case = found_case(case_id)
    return case_page(
        case, "handover/before.html", parts=queries.records_of(case_id), handovers=queries.handovers_of(case_id),
        joint=joint_queries.joint_view(case), ready=meeting_words.READY,
        plan_said=meeting_words, agreed_said=agreement_words, may_record=current_user.can(P.CASES_RECORD), said=words,
        part_name=preview_words.part_name, field_name=preview_words.field_name,
    )


@blueprint.route("/team/handovers")
@access(P.CASES_TRANSFER, Place.SERVICE)
def index() -> ResponseReturnValue:
    """Every handover of this service, to and from others."""
    rows = queries.handovers(current_user)
    record_read("handover_list", None, handovers=[str(row.id) for row in rows])
    return render_template("handover/list.html", rows=rows, said=words)


@blueprint.route("/team/handovers/<uuid:handover_id>")
@access(P.CASES_TRANSFER, Place.SERVICE)
def show(handover_id: UUID) -> ResponseReturnValue:
    """One handover: what it is about, where it stands and what can be done."""
    row = _found(handover_id)
    return render_template(
        "handover/handover.html", row=row, said=words, preview=preview_words.told(row.preview),
        wording=current_profile().wording,
    )


@blueprint.route("/team/handovers/<uuid:handover_id>/accept", methods=BOTH)
@access(P.CASES_TRANSFER, Place.SERVICE)
def accept(handover_id: UUID) -> ResponseReturnValue:
    """Take what is offered."""
    if _found(handover_id).is_referral:
        return _decide(
            handover_id, TakeReferralForm(), _("Take this referral"),
            lambda: service.accept(handover_id, None, current_user.account_id),
        )
    form = TakeForm()
    return _decide(
        handover_id, form, _("Take this case"),
        lambda: service.accept(handover_id, UUID(form.lead.data), current_user.account_id),
    )


@blueprint.route("/team/handovers/<uuid:handover_id>/reject", methods=BOTH)
@access(P.CASES_TRANSFER, Place.SERVICE)
def reject(handover_id: UUID) -> ResponseReturnValue:
    """Say no to it."""
    form = RefuseForm()
    return _decide(
        handover_id, form, _("Say no"),
        lambda: service.reject(handover_id, Rejection(form.reason.data), current_user.account_id),
    )


@blueprint.route("/team/handovers/<uuid:handover_id>/take-back", methods=BOTH)
@access(P.CASES_TRANSFER, Place.SERVICE)
def take_back(handover_id: UUID) -> ResponseReturnValue:
    """Take the offer back."""
    act = Act(current_user.account_id, current_user.role, uk_today())
    return _decide(handover_id, TakeBackForm(), _("Take this offer back"), lambda: service.withdraw(handover_id, act))


def _decide(handover_id: UUID, form: ConcordForm, title: str, act: Callable[[], None]) -> ResponseReturnValue:
    row = _found(handover_id)
    home = url_for("handover.show", handover_id=handover_id)

    def do() -> str:
        act()
        return home

    return ask(
        form, do, lambda: render_template("handover/decide.html", row=row, form=form, title=title, back=home),
        told=_("Saved."),
    )


def _found(handover_id: UUID) -> queries.HandoverRow:
    row = queries.handover(handover_id, current_user)
    if row is None:
        abort(404)
    record_read("handover", handover_id)
    return row
