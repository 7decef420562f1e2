"""Taking up an invitation. Its address holds a secret and is never passed on as a referrer. Looking changes nothing."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity import invitations, second_factor
from concord.identity.access import PUBLIC, Place, access
from concord.identity.forms import CodeForm, InvitationForm
from concord.identity.models import Account
from concord.identity.sign_in import Refused
from concord.identity.views import signed_in
from concord.tenancy.hosts import current_organisation

blueprint = Blueprint("invitation", __name__, url_prefix="/invitation")


@blueprint.route("/<token>", methods=["GET", "POST"])
@access(PUBLIC, Place.ANYWHERE, before_live=True)
def password(token: str) -> ResponseReturnValue:
    account = invitations.invited(token)
    form = InvitationForm(name=account.name)
    form.known = (account.name, account.email, current_organisation().name)
    if form.validate_on_submit():
        invitations.choose_password(token, form.answers["name"], form.answers["new_password"])
        return redirect(url_for(".authenticator", token=token), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("identity/invitation.html", form=form, email=account.email), status


@blueprint.route("/<token>/authenticator", methods=["GET", "POST"])
@access(PUBLIC, Place.ANYWHERE, before_live=True)
def authenticator(token: str) -> ResponseReturnValue:
    account = invitations.invited(token)
    if not account.password_hash or not account.totp_secret:
        return redirect(url_for(".password", token=token), 303)
    form = CodeForm()
    form.code.description = _("The 6 numbers that the app shows now")
    if form.validate_on_submit():
        try:
            signed_in(invitations.prove_app(token, form.answers["code"]))
        except Refused:
            form.add_error(_("The code is not right. Wait for the next one and try again."), "code")
        else:
            return redirect(url_for("own_account.recovery_codes"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("identity/authenticator.html", form=form, token=token, **_app_setup(account)), status


def _app_setup(account: Account) -> dict[str, str]:
    """What the app needs: a picture to point the camera at, and the same as text."""
    secret = account.totp_secret or ""
    address = second_factor.setup_address(secret, account.email, current_organisation().name)
    return {
        "picture": second_factor.qr_code(address, _("QR code for your authenticator app")),
        "app_link": address,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "email": account.email,
    }


@blueprint.errorhandler(invitations.NoInvitation)
def _no_invitation(_error: Exception) -> ResponseReturnValue:
    # Who sent the last step twice has the account by now: the second answer leads on like the first.
    if current_user.is_authenticated:
        return redirect(url_for("own_account.recovery_codes"), 303)
    return render_template("identity/no_invitation.html"), 410


@blueprint.after_request
def _pass_nothing_on(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
