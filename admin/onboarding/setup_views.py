"""The service's own pages before it goes live: what is missing, a test e-mail, opening."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from admin.onboarding import mail_check, policy, queries, service
from admin.onboarding.forms import MailCodeForm
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.tenancy.hosts import address_of, current_organisation
from concord.tenancy.models import Status
from concord.web.forms import ConcordForm
from tenants.registry.profile import warnings
from tenants.registry.queries import current_profile

blueprint = Blueprint("setup", __name__, url_prefix="/team/setup", template_folder="templates")
who_goes_live = access(Permission.SERVICE_GO_LIVE, Place.SERVICE)


@blueprint.get("")
@who_goes_live
def overview() -> ResponseReturnValue:
    """What is missing before the service may go live, each with the way to mend it."""
    return render_template(
        "onboarding/setup.html", requirements=policy.REQUIREMENTS, missing=policy.unmet(queries.readiness()),
        warnings=warnings(current_profile()), is_live=_is_live(), address=address_of(current_organisation().slug),
    )


@blueprint.route("/test-mail", methods=["GET", "POST"])
@who_goes_live
def test_mail() -> ResponseReturnValue:
    """Send a test e-mail to oneself, and type in the code that it brings."""
    form = MailCodeForm()
    if form.validate_on_submit():
        if mail_check.confirm(current_user.account_id, form.answers["code"]):
            flash(_("The test e-mail arrived. Your service can send e-mail."))
            return redirect(url_for(".overview"), 303)
        form.add_error(_("This is not the code of an e-mail we sent to you in the last 7 days"), "code")
    is_waiting = mail_check.is_waiting(current_user.account_id)
    return render_template("onboarding/test_mail.html", form=form, is_waiting=is_waiting), _status()


@blueprint.post("/test-mail/send")
@who_goes_live
def send_test_mail() -> ResponseReturnValue:
    """Have the message sent."""
    mail_check.request_mail(current_user.account_id)
    flash(_("The test e-mail is on its way."))
    return redirect(url_for(".test_mail"), 303)


@blueprint.route("/go-live", methods=["GET", "POST"])
@who_goes_live
def go_live() -> ResponseReturnValue:
    """Ask once more, then open the service to the public."""
    form = ConcordForm()
    if form.validate_on_submit():
        try:
            service.go_live()
        except service.NotReady as refusal:
            for sentence in refusal.sentences:
                form.add_error(sentence)
        else:
            flash(_("Your service is live."))
            return redirect(url_for(".overview"), 303)
    if _is_live():
        return redirect(url_for(".overview"), 303)
    missing = policy.unmet(queries.readiness())
    return render_template("onboarding/go_live.html", form=form, missing=missing, **_address()), _status()


def _is_live() -> bool:
    return current_organisation().status == Status.LIVE


def _address() -> dict[str, str]:
    return {"address": address_of(current_organisation().slug)}


def _status() -> int:
    return 422 if request.method == "POST" else 200
