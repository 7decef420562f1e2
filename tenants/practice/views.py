"""Practice as supervisors keep it and as each member of staff sees their own."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from concord.web.errors import error_page
from tenants.people.service import Refused
from tenants.practice import policy, queries, service, words
from tenants.practice.forms import FORMS
from tenants.practice.queries import Colleague

blueprint = Blueprint("practice", __name__, template_folder="templates")


@blueprint.route("/team/practice")
@access(Permission.CASES_RECORD, Place.SERVICE)
def index() -> ResponseReturnValue:
    """Everybody's level and what is due; a member of staff who does not keep the records sees their own."""
    if not current_user.can(Permission.PRACTICE_RECORD):
        return own()
    record_read("practice", None)
    return render_template("practice/index.html", colleagues=queries.colleagues(), words=words)


@blueprint.route("/team/practice/own")
@access(Permission.CASES_RECORD, Place.SERVICE)
def own() -> ResponseReturnValue:
    """One's own level, and what is due."""
    return _page(_colleague(current_user.account_id))


@blueprint.route("/team/practice/<uuid:account_id>")
@access(Permission.PRACTICE_RECORD, Place.SERVICE)
def show(account_id: UUID) -> ResponseReturnValue:
    """What is on record of one member of staff."""
    return _page(_colleague(account_id))


@blueprint.route("/team/practice/<uuid:account_id>/<kind>", methods=["GET", "POST"])
@access(Permission.PRACTICE_RECORD, Place.SERVICE)
def add(account_id: UUID, kind: str) -> ResponseReturnValue:
    """Write down a level, supervision, practice observed or training."""
    one = _colleague(account_id)
    if kind not in FORMS:
        abort(404)
    form = FORMS[kind]()

    def record() -> str:
        service.record_practice(account_id, form.practised(), current_user.account_id)
        return url_for("practice.show", account_id=account_id)

    return ask(form, record, lambda: render_template("practice/add.html", form=form, colleague=one), told=_("Saved."))


@blueprint.route("/team/practice/<uuid:account_id>/take-back", methods=["POST"])
@access(Permission.PRACTICE_RECORD, Place.SERVICE)
def take_back(account_id: UUID) -> ResponseReturnValue:
    """A record was a mistake."""
    try:
        service.take_back(account_id, UUID(request.form.get("record", "")), current_user.account_id)
    except Refused as refusal:
        return error_page(409, words=(_l("This cannot be done now"), refusal.args))
    except (ValueError, service.NoSuchColleague):
        abort(404)
    flash(_("It does not count any more."))
    return redirect(url_for("practice.show", account_id=account_id), 303)


def _colleague(account_id: UUID) -> Colleague:
    one = queries.colleague(account_id)
    if one is None:
        abort(404)
    return one


def _kinds(one: Colleague) -> list[str]:
    """What the reader may write down of somebody: of oneself only what needs nobody else."""
    own = one.account_id == current_user.account_id
    return [kind for kind in FORMS if not own or kind not in policy.SAID_BY_OTHERS]


def _page(one: Colleague) -> ResponseReturnValue:
    record_read("practice", one.account_id)
    return render_template("practice/show.html", colleague=one, words=words, kinds=_kinds(one))
