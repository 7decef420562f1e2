"""The page on which managers choose their logo, see it on white and on their colour, and take it away."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from concord.web.handled import handled, mark_handled
from tenants.details.brand_form import LogoForm
from tenants.details.service import LOGO, ChangedMeanwhile, change_details
from tenants.details.views import who_changes
from tenants.registry.logo import LARGEST, LogoRefused, clean_logo
from tenants.registry.packs import Logo
from tenants.registry.profile import ProfileError
from tenants.registry.queries import stored_profile

blueprint = Blueprint("logo", __name__, url_prefix="/team/setup/details/logo", template_folder="templates")


@blueprint.route("", methods=["GET", "POST"])
@who_changes
def show() -> ResponseReturnValue:
    """Send a picture, or take away the one there is."""
    form = LogoForm(version=str(stored_profile().id))
    if form.validate_on_submit():
        if done_before := handled(form.form_key.data or ""):
            return redirect(done_before, 303)
        if _changed(form):
            return redirect(mark_handled(form.form_key.data or "", url_for(".show")), 303)
    answer = render_template("details/logo.html", form=form, stored=stored_profile())
    return answer, 422 if request.method == "POST" else 200


def _changed(form: LogoForm) -> bool:
    is_removed = "remove" in request.form
    try:
        if is_removed:
            change_details({LOGO: None}, form.version.data or "")
        elif logo := _read_logo(form.logo.data):
            change_details({LOGO: logo.filename}, form.version.data or "", logo)
        else:
            form.add_error(_("Choose a file"), "logo")
            return False
    except (LogoRefused, ProfileError) as refusal:
        form.add_error(_("Logo: %(sentence)s", sentence=refusal), "logo")
        return False
    except ChangedMeanwhile:
        form.add_error(_("Somebody else changed the logo while this page was open. Nothing was saved."))
        form.version.data = str(stored_profile().id)
        return False
    flash(_("The logo is removed.") if is_removed else _("The logo is saved. This is how it looks."))
    return True


def _read_logo(upload: FileStorage | None) -> Logo | None:
    """The picture that was sent, under a name of ours; None when there is none."""
    if upload is None or not upload.filename:
        return None
    data = clean_logo(upload.filename, upload.read(LARGEST + 1))
    return Logo(f"logo.{upload.filename.lower().rpartition('.')[2]}", data)
