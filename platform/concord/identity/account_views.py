"""One's own account: where one is signed in, the password, recovery codes."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity import own_account, queries, second_factor
from concord.identity.access import Place, access
from concord.identity.forms import ChangePasswordForm, RecoveryCodesForm
from concord.identity.permissions import Permission
from concord.identity.principal import Principal
from concord.identity.proving import proved
from concord.identity.sign_in import first_page
from concord.identity.words import ROLE_NAMES
from concord.tenancy.hosts import current_organisation

blueprint = Blueprint("own_account", __name__, url_prefix="/account")
own = access(Permission.OWN_ACCOUNT, Place.ANYWHERE)


@blueprint.get("")
@own
def overview() -> ResponseReturnValue:
    me = _me()
    return render_template(
        "identity/account.html", role=ROLE_NAMES[me.role], sessions=queries.open_sessions(me.account_id),
        codes_left=queries.recovery_codes_left(me.account_id),
    )


@blueprint.route("/password", methods=["GET", "POST"])
@own
def password() -> ResponseReturnValue:
    me, form = _me(), ChangePasswordForm()
    form.known = (me.name, me.email, current_organisation().name)
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        status = proved(form)
        if status == 200:
            own_account.change_password(me, form.answers["new_password"])
            flash(_("Your password is changed. Other browsers are signed out."))
            return redirect(url_for(".overview"), 303)
    return render_template("identity/change_password.html", form=form), status


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@own
def recovery_codes() -> ResponseReturnValue:
    """Codes are shown in the answer to the button and never again; pressing it again makes others."""
    me, form = _me(), RecoveryCodesForm()
    if me.signed_in_just_now:
        del form.password
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        status = 200 if me.signed_in_just_now else proved(form)
        if status == 200:
            codes = own_account.renew_recovery_codes(me)
            onward = first_page(me.role, current_organisation())
            return render_template("identity/recovery_codes.html", codes=codes, onward=onward)
    left = queries.recovery_codes_left(me.account_id)
    return render_template("identity/new_recovery_codes.html", form=form, codes_left=left), status


@blueprint.post("/recovery-codes.txt")
@own
def recovery_codes_file() -> ResponseReturnValue:
    """The codes of the page before, as a file. They come from that page: the server keeps none."""
    codes = request.form.get("codes", "").split()
    if not second_factor.are_unused(_me().account_id, codes):
        abort(404)
    organisation = current_organisation().name
    lines = [_("Recovery codes for signing in at %(name)s. Each works once.", name=organisation), "", *codes, ""]
    headers = {"Content-Disposition": 'attachment; filename="recovery-codes.txt"'}
    return Response("\r\n".join(lines), mimetype="text/plain", headers=headers)


@blueprint.post("/sessions/<uuid:session_id>/end")
@own
def end_session(session_id: UUID) -> ResponseReturnValue:
    if session_id == _me().session_id or not own_account.end_session(_me(), session_id):
        abort(404)
    flash(_("That browser is signed out."))
    return redirect(url_for(".overview"), 303)


@blueprint.post("/sessions/end-others")
@own
def end_other_sessions() -> ResponseReturnValue:
    own_account.end_other_sessions(_me())
    flash(_("All other browsers are signed out."))
    return redirect(url_for(".overview"), 303)


def _me() -> Principal:
    me: Principal = current_user._get_current_object()
    return me
