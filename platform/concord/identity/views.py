"""Sign in, second step, sign out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from concord.identity import sign_in as steps
from concord.identity.access import PUBLIC, Place, access
from concord.identity.forms import CodeForm, SignInForm
from concord.identity.permissions import Permission, Role
from concord.identity.principal import cookie_session, forget_browser, keep_signed_in
from concord.identity.throttle import TooManyTries
from concord.tenancy.hosts import current_organisation
from concord.web.forms import ConcordForm

blueprint = Blueprint("identity", __name__, template_folder="templates")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access(PUBLIC, Place.ANYWHERE, before_live=True)
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page(current_user.role), 303)
    form = SignInForm()
    status = 200 if request.method == "GET" else 422
    if form.validate_on_submit():
        try:
            token = steps.prove_password(**form.answers)
        except steps.Refused:
            form.add_error(_("The e-mail address or the password is not right"))
        except TooManyTries as refusal:
            status = too_many_tries(form, refusal)
        else:
            keep_signed_in(token)
            return redirect(url_for(".second_step", next=request.args.get("next")), 303)
    return render_template("identity/sign_in.html", form=form), status


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@access(PUBLIC, Place.ANYWHERE, before_live=True)
def second_step() -> ResponseReturnValue:
    half = cookie_session()
    if half is None or half.second_factor_at is not None:
        return redirect(url_for(".sign_in", next=request.args.get("next")), 303)
    form = CodeForm()
    status = 200 if request.method == "GET" else 422
    if form.validate_on_submit():
        try:
            token = steps.prove_second_factor(half, **form.answers)
        except steps.Refused:
            form.add_error(_("The code is not right. Wait for the next one and try again."), "code")
        except TooManyTries as refusal:
            status = too_many_tries(form, refusal)
        else:
            signed_in(token)
            return redirect(next_page(Role(half.role)), 303)
    return render_template("identity/second_step.html", form=form), status


@blueprint.route("/sign-out", methods=["GET", "POST"])
@access(Permission.OWN_ACCOUNT, Place.ANYWHERE)
def sign_out() -> ResponseReturnValue:
    """The button stands on every staff page. This page shows it again to somebody whose page was open for too long."""
    if request.method == "GET":
        return render_template("identity/sign_out.html")
    steps.sign_out(current_user.account_id, current_user.session_id)
    forget_browser()
    session.clear()
    return redirect(url_for(".signed_out"), 303)


@blueprint.get("/signed-out")
@access(PUBLIC, Place.ANYWHERE, before_live=True)
def signed_out() -> ResponseReturnValue:
    return render_template("identity/signed_out.html")


def signed_in(token: str) -> None:
    """Give the browser its session; what a stranger may have left in the form cookie goes."""
    session.clear()
    keep_signed_in(token)


def too_many_tries(form: ConcordForm, refusal: TooManyTries) -> int:
    form.add_error(ngettext(
        "Too many tries. Wait %(num)s minute, then try again.", "Too many tries. Wait %(num)s minutes, then try again.",
        refusal.minutes,
    ))
    return 429


def next_page(role: Role) -> str:
    """The page that was asked for before signing in, if it is one of ours; else the first page of the role."""
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else steps.first_page(role, current_organisation())


def is_local(address: str) -> bool:
    """Whether an address stays here: a plain path, with nothing a browser reads as another host."""
    if not address.startswith("/") or "\\" in address or not address.isprintable():
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and not address.startswith("//")
