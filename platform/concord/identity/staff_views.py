"""Staff accounts: the same pages for a service's manager and for the national office's administrators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity import queries, service
from concord.identity.access import Place, access
from concord.identity.forms import InviteForm, RoleForm
from concord.identity.permissions import Permission, Role
from concord.identity.words import ROLE_HINTS, ROLE_NAMES, STATUS_NAMES
from concord.web.handled import first_time

ACTS: dict[str, Callable[[UUID], None]] = {
    "invite": service.invite, "disable": service.disable, "enable": service.enable, "reset": service.reset_sign_in,
}


def staff_list() -> ResponseReturnValue:
    return render_template(
        "identity/staff.html", staff=queries.staff(), role_names=ROLE_NAMES, status_names=STATUS_NAMES
    )


def new_member() -> ResponseReturnValue:
    form = InviteForm()
    _offer_roles(form)
    if form.validate_on_submit():
        if not first_time(form.form_key.data or "", url_for(".staff_list")):
            return redirect(url_for(".staff_list"), 303)
        try:
            account = service.create_account(form.answers["name"], form.answers["email"], Role(form.answers["role"]))
        except service.AddressTaken as refusal:
            form.add_error(str(refusal), "email")
        else:
            service.invite(account.id)
            flash(_("The invitation is on its way."))
            return redirect(url_for(".staff_list"), 303)
    return render_template("identity/new_member.html", form=form), 422 if request.method == "POST" else 200


def member(account_id: UUID) -> ResponseReturnValue:
    return _member_page(account_id)


def change_role(account_id: UUID) -> ResponseReturnValue:
    someone = _someone_else(account_id)
    form = RoleForm(role=someone.role)
    _offer_roles(form)
    if form.validate_on_submit():
        try:
            service.change_role(account_id, Role(form.answers["role"]))
        except service.AccountError as refusal:
            form.add_error(str(refusal), "role")
        else:
            flash(_("The role is changed."))
            return redirect(url_for(".member", account_id=account_id), 303)
    page = render_template("identity/change_role.html", form=form, member=someone)
    return page, 422 if request.method == "POST" else 200


def act(account_id: UUID, act: str) -> ResponseReturnValue:
    _someone_else(account_id)
    try:
        ACTS[act](account_id)
    except service.AccountError as refusal:
        return _member_page(account_id, str(refusal)), 422
    done = {
        "invite": _("A new invitation is on its way. Links sent before do not work any more."),
        "disable": _("The account is switched off. The person is signed out everywhere."),
        "enable": _("The account is switched on."),
        "reset": _("The sign-in is reset. A new invitation is on its way."),
    }
    flash(done[act])
    return redirect(url_for(".member", account_id=account_id), 303)


def _member_page(account_id: UUID, problem: str = "") -> str:
    someone = queries.staff_member(account_id) or abort(404)
    return render_template(
        "identity/member.html", member=someone, problem=problem, role_name=ROLE_NAMES[someone.role],
        status_name=STATUS_NAMES[someone.status], is_me=account_id == current_user.account_id,
    )


def _someone_else(account_id: UUID) -> queries.StaffMember:
    """The account to act on. One's own is another manager's to change, so that nobody locks themselves out."""
    if account_id == current_user.account_id:
        abort(403)
    return queries.staff_member(account_id) or abort(404)


def _offer_roles(form: InviteForm | RoleForm) -> None:
    here = [role for role in Role if role in service.roles_here()]
    form.role.offer([(role.value, ROLE_NAMES[role]) for role in here])
    form.role.component["items"] = {role.value: {"hint": {"text": ROLE_HINTS[role]}} for role in here}


def staff_blueprint(name: str, prefix: str, place: Place) -> Blueprint:
    """The pages under one address, at one kind of organisation."""
    blueprint = Blueprint(name, __name__, url_prefix=prefix)
    one = "/<uuid:account_id>"
    routes: tuple[tuple[str, Callable[..., ResponseReturnValue], list[str]], ...] = (
        ("", staff_list, ["GET"]), ("/new", new_member, ["GET", "POST"]), (one, member, ["GET"]),
        (f"{one}/role", change_role, ["GET", "POST"]), (f"{one}/<any({','.join(ACTS)}):act>", act, ["POST"]),
    )
    for rule, view, methods in routes:
        here = access(Permission.STAFF_MANAGE, place)(_own_copy(view))
        blueprint.add_url_rule(rule, view_func=here, methods=methods)
    return blueprint


def _own_copy(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A function of its own for each address, since its place is declared on it."""

    @wraps(view)
    def copy(**arguments: UUID | str) -> ResponseReturnValue:
        return view(**arguments)

    return copy


team = staff_blueprint("team_staff", "/team/staff", Place.SERVICE)
admin = staff_blueprint("admin_staff", "/admin/staff", Place.NATIONAL)
