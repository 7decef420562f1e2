"""Cases as the team sees them: where the day starts, the list, one case, and how a referral becomes one."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.handled import handled, mark_handled
from tenants.casework import list_queries, queries, service, titles, words
from tenants.casework.actions import actions_for
from tenants.casework.forms import AcceptForm
from tenants.casework.pages import case_page, found_case
from tenants.casework.service import Act, Refused
from tenants.referrals.models import ReferralStatus
from tenants.referrals.queries import SentReferral, count_waiting, sent_referral
from tenants.referrals.triage import NoSuchReferral

blueprint = Blueprint("casework", __name__, template_folder="templates")
LAST_PAGE = 10_000  # a larger number in an address is a mistake


@blueprint.route("/team/")
@access(Permission.OWN_ACCOUNT, Place.SERVICE)
def landing() -> ResponseReturnValue:
    """Where the day starts: what waits, and the way to every page this account may open."""
    figures = []
    if current_user.can(Permission.REFERRALS_READ):
        figures += _waiting_referrals()
    if current_user.can(Permission.CASES_READ_OWN):
        own = list_queries.count_own(current_user.account_id)
        figures.append((own, _("Your open cases"), url_for("casework.index", mine=1)))
    return render_template("casework/landing.html", figures=figures)


def _waiting_referrals() -> list[tuple[int, str, str]]:
    """Those that are new, and those held as possible spam, where there are any: they wait for somebody, too."""
    waiting = count_waiting()
    figures = [(waiting.new, _("New referrals"), url_for("referrals.index"))]
    if waiting.held:
        figures.append((waiting.held, _("Held referrals"), url_for("referrals.index", status=ReferralStatus.HELD)))
    return figures


@blueprint.route("/team/cases")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def index() -> ResponseReturnValue:
    """Cases, newest first; of one stage, or one's own, on request."""
    stage, mine = request.args.get("stage", ""), bool(request.args.get("mine"))
    if stage and stage not in words.STAGES:
        abort(404)
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    listed = list_queries.case_list(current_user, number, stage=stage or None, mine=mine)
    record_read("case_list", None, page=number, cases=[str(row.id) for row in listed.rows])
    return render_template(
        "casework/list.html", listed=listed, stage=stage, mine=mine, words=words,
        url=lambda page: url_for("casework.index", stage=stage or None, mine=1 if mine else None, page=page),
    )


@blueprint.route("/team/cases/<uuid:case_id>")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def show(case_id: UUID) -> ResponseReturnValue:
    """One case: who it is about, where it stands, what to do next and what happened."""
    case = found_case(case_id)
    events = queries.timeline(case_id)
    return case_page(
        case, "casework/case.html", entries=titles.entries(case, events), actions=actions_for(case, current_user)
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/accept", methods=["GET", "POST"])
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def accept(referral_id: UUID) -> ResponseReturnValue:
    """A referral becomes a case with a lead."""
    form = AcceptForm()
    form.lead.offer([(str(account_id), name) for account_id, name in list_queries.staff_who_record()])
    if form.validate_on_submit():
        if done_before := handled(form.form_key.data or ""):
            return redirect(done_before, 303)
        case_id = _accepted(referral_id, form)
        if case_id is not None:
            flash(_("The case is open."))
            home = url_for("casework.show", case_id=case_id)
            return redirect(mark_handled(form.form_key.data or "", home), 303)
    sent = _sent(referral_id)
    if request.method == "GET" and sent.referral.status != ReferralStatus.NEW:
        return redirect(url_for("referrals.show", referral_id=referral_id))
    page = render_template("casework/accept.html", form=form, sent=sent)
    return page, 422 if form.is_submitted() else 200


def _accepted(referral_id: UUID, form: AcceptForm) -> UUID | None:
    """The new case; None when it was refused, and the form says why."""
    act = Act(current_user.account_id, current_user.role, form.happened_on.data or uk_today())
    try:
        return service.accept(referral_id, UUID(form.lead.data), act, conflict=bool(form.conflict.answer))
    except NoSuchReferral:
        abort(404)
    except Refused as refusal:
        db.session.rollback()
        for sentence in refusal.args:
            form.add_error(sentence)
        return None


def _sent(referral_id: UUID) -> SentReferral:
    sent = sent_referral(referral_id)
    if sent is None:
        abort(404)
    record_read("referral", referral_id)
    return sent
