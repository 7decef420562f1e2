"""Referrals as the team sees them: who waits and since when, what was sent, and releasing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.forms import ConcordForm
from tenants.referrals import held, queries, team_words
from tenants.referrals.models import ReferralStatus
from tenants.referrals.team_forms import ReleaseForm
from tenants.referrals.waiting import count_waiting
from tenants.registry.queries import current_profile

blueprint = Blueprint("referrals", __name__, template_folder="templates")
Beside = Callable[[queries.SentReferral], dict[str, Any]]
_BESIDE: list[Beside] = []
LAST_PAGE = 10_000  # a larger number in an address is a mistake


def show_beside(read: Beside) -> Beside:
    """For features above: what else the page of a referral shows, as names for its template."""
    if read not in _BESIDE:
        _BESIDE.append(read)
    return read


def beside(sent: queries.SentReferral) -> dict[str, Any]:
    return {name: value for read in _BESIDE for name, value in read(sent).items()}


@blueprint.route("/team/referrals")
@access(Permission.REFERRALS_READ, Place.SERVICE)
def index() -> ResponseReturnValue:
    """New referrals, oldest first; those held or already decided on request."""
    status = request.args.get("status", ReferralStatus.NEW)
    if status not in team_words.STATUSES:
        abort(404)
    profile = current_profile()
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    limit, asked = profile.policy.first_attempt_working_days, bool(request.args.get("asked"))
    listed = queries.referral_page(ReferralStatus(status), number, limit, current_user, asked=asked)
    record_read("referral_list", None, page=number, referrals=[str(row.id) for row in listed.rows])
    return render_template(
        "referrals/team_list.html", listed=listed, status=status, words=team_words, wording=profile.wording,
        waiting=count_waiting(current_user, limit), limit=limit, national=queries.NATIONAL_WORKING_DAYS,
        asked=asked, url=lambda page: url_for("referrals.index", status=status, asked=1 if asked else None, page=page),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>")
@access(Permission.REFERRALS_READ, Place.SERVICE)
def show(referral_id: UUID) -> ResponseReturnValue:
    """All that was sent with one referral, and what can be done about it."""
    sent = found(referral_id)
    return render_template(
        "referrals/team_referral.html", sent=sent, words=team_words, wording=current_profile().wording,
        may_triage=current_user.can(Permission.REFERRALS_TRIAGE), **beside(sent),
    )


@blueprint.route("/team/referrals/<uuid:referral_id>/release", methods=["GET", "POST"])
@access(Permission.REFERRALS_TRIAGE, Place.SERVICE)
def release(referral_id: UUID) -> ResponseReturnValue:
    """What was held is no spam."""
    return decide_page(
        "referrals/team_release.html", ReleaseForm(), found(referral_id),
        lambda: held.release(referral_id, current_user.account_id),
        _("The referral is released. It waits with the new ones."),
    )


def decide_page(
    template: str, form: ConcordForm, sent: queries.SentReferral, act: Callable[[], None], told: str
) -> ResponseReturnValue:
    """A page with one form about a referral, which leads back to it."""
    home = url_for("referrals.show", referral_id=sent.referral.id)

    def do() -> str:
        act()
        seen = queries.sees(current_user, sent.referral.id)  # perhaps not any more, after what was done
        return home if seen else url_for("referrals.index")

    return ask(form, do, lambda: render_template(template, form=form, sent=sent, back=home), told=told)


def found(referral_id: UUID) -> queries.SentReferral:
    sent = queries.sent_referral(referral_id, current_user)
    if sent is None:
        abort(404)
    record_read("referral", referral_id)
    return sent
