"""What the team writes down about a referral until it decides: asking for more, a conflict of interest, closing."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_act
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.identity.queries import staff_who_may
from concord.web.dates import uk_today
from concord.web.handled import handled
from tenants.referrals import conflicts, notes
from tenants.referrals.models import CloseReason, ReferralStatus
from tenants.referrals.notes import Written
from tenants.referrals.team_forms import AnswerForm, AskForm, CloseReferralForm, DatedForm, ReferralConflictForm
from tenants.referrals.team_views import blueprint, decide_page, found
from tenants.referrals.triage_models import How, Whom

BOTH = ["GET", "POST"]


@blueprint.route("/team/referrals/<uuid:referral_id>/ask", methods=BOTH)
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def ask(referral_id: UUID) -> ResponseReturnValue:
    """Somebody was asked for more; the referral waits for the answer."""
    form, sent = AskForm(), found(referral_id)
    return decide_page(
        "referrals/team_act.html", form, sent,
        lambda: notes.ask(referral_id, Whom(form.whom.data), How(form.how.data), form.words.data or "", _on(form)),
        _("Saved."),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/answer", methods=BOTH)
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def answer(referral_id: UUID) -> ResponseReturnValue:
    """They answered."""
    form, sent = AnswerForm(), found(referral_id)
    return decide_page(
        "referrals/team_act.html", form, sent, lambda: notes.answer(referral_id, form.words.data or "", _on(form)),
        _("Saved."),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/close", methods=BOTH)
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def close(referral_id: UUID) -> ResponseReturnValue:
    """End a referral without a case."""
    form, sent = CloseReferralForm(), found(referral_id)
    if sent.referral.status == ReferralStatus.HELD:
        form.offer_for_held()
    written = Written(current_user.account_id, uk_today())
    return decide_page(
        "referrals/team_close.html", form, sent,
        lambda: notes.decline(referral_id, CloseReason(form.reason.data), form.farewell(), written),
        _("The referral is closed."),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/conflict", methods=BOTH)
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def conflict(referral_id: UUID) -> ResponseReturnValue:
    """Say whether somebody has a conflict of interest; of a case that is said on its own page."""
    if request.method == "POST" and (done_before := handled(request.form.get("form_key", ""))):
        return redirect(done_before, 303)  # before the referral is looked for: for whoever has a conflict it is gone
    form, sent = ReferralConflictForm(), found(referral_id)
    if sent.referral.case_id:
        return redirect(url_for("casework.conflict", case_id=sent.referral.case_id))
    form.account.offer([(str(one.id), one.name) for one in staff_who_may(Permission.OWN_ACCOUNT)])
    form.say_who(conflicts.who_is_locked_out(sent.referral.incident_id).values())
    if not form.is_submitted():
        form.account.data = str(current_user.account_id)

    def act() -> None:
        account_id, has_one = UUID(form.account.data), bool(form.conflict.answer)
        conflicts.declare(
            [sent.referral.incident_id], account_id, conflict=has_one, recorded_by=current_user.account_id,
            words=form.note.data or None, may_lift=current_user.can(Permission.CASES_SIGN_OFF),
        )
        record_act("change", "referral", referral_id, what="conflict", account=str(account_id), conflict=has_one)

    return decide_page("referrals/team_act.html", form, sent, act, _("Saved."))


def _on(form: DatedForm) -> Written:
    return Written(current_user.account_id, form.happened_on.data or uk_today())
