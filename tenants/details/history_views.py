"""Every version of a service's details: who saved it, when, what it changed, and the way back to it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from concord.web.forms import ConcordForm
from concord.web.handled import handled, mark_handled
from tenants.details import queries
from tenants.details.pages import EDITABLE, differences, editable_differences
from tenants.details.queries import Version
from tenants.details.service import LOGO, ChangedMeanwhile, change_details, value_at
from tenants.details.views import who_changes
from tenants.registry.profile import ProfileError
from tenants.registry.queries import stored_profile
from tenants.registry.service import StoredLogo

blueprint = Blueprint("details_history", __name__, url_prefix="/team/setup/details/history",
                      template_folder="templates")


class RestoreForm(ConcordForm):
    version = HiddenField()


@blueprint.get("")
@who_changes
def index() -> ResponseReturnValue:
    """The versions, newest first."""
    pages = -(-queries.newest_number() // queries.PAGE_SIZE)
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    listed = [(change.version, differences(change.before, change.version) if change.before else None)
              for change in queries.changes(number)]
    return render_template("details/history.html", listed=listed, number=number, pages=pages,
                           address=lambda page: url_for(".index", page=page))


@blueprint.route("/<int:number>", methods=["GET", "POST"])
@who_changes
def version(number: int) -> ResponseReturnValue:
    """One version: what it changed, what is different today, and the way back to it."""
    change = queries.change_to(number) if number <= queries.newest_number() else None
    now = queries.version_with_id(str(stored_profile().id))
    if change is None or now is None:
        abort(404)
    form = RestoreForm(version=str(stored_profile().id))
    if form.validate_on_submit():
        if done_before := handled(form.form_key.data or ""):
            return redirect(done_before, 303)
        if _restored(form, change.version):
            return redirect(mark_handled(form.form_key.data or "", url_for("details.overview")), 303)
    made = differences(change.before, change.version) if change.before else None
    answer = render_template("details/version.html", form=form, version=change.version, made=made,
                             comes_back=editable_differences(now, change.version))
    return answer, 422 if request.method == "POST" else 200


def _restored(form: RestoreForm, old: Version) -> bool:
    """Say again what a version said, as far as managers may change it; the rest stays as it is now."""
    logo = StoredLogo(old.logo_key, old.logo_type) if old.logo_key and old.logo_type else None
    changes = {path: value_at(old.document, path) for path in EDITABLE} | {LOGO: value_at(old.document, LOGO)}
    try:
        change_details(changes, form.version.data or "", logo)
    except ProfileError as error:
        for message in error.messages:
            form.add_error(message)
    except ChangedMeanwhile:
        form.add_error(_("Somebody else changed these details while this page was open. Nothing was saved."))
        form.version.data = str(stored_profile().id)
    else:
        flash(_("Version %(number)s counts again.", number=old.number))
        return True
    return False
