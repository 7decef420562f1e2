"""The pages on which a service reads the Welsh texts and switches Welsh on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.registry.profile import ProfileError
from tenants.registry.text_files import default_texts
from tenants.welsh import queries, service, texts
from tenants.welsh.forms import ReviewForm

blueprint = Blueprint("welsh", __name__, url_prefix="/team/welsh", template_folder="templates")
who_sets_up = access(Permission.SERVICE_SETTINGS, Place.SERVICE)


@blueprint.get("")
@who_sets_up
def overview() -> ResponseReturnValue:
    """How far the service has come: read, switched on, or behind the national texts."""
    return render_template("welsh/overview.html", state=queries.state(), own=queries.own_texts())


@blueprint.get("/texts")
@who_sets_up
def read_texts() -> ResponseReturnValue:
    """Every national Welsh text beside the English one."""
    english = default_texts("en")
    pages = [(english[key], document) for key, document in default_texts("cy").items() if key in english]
    return render_template("welsh/texts.html", sentences=texts.sentences(), pages=pages)


@blueprint.route("/review", methods=["GET", "POST"])
@who_sets_up
def review() -> ResponseReturnValue:
    """Say who has read them."""
    form = ReviewForm()
    if form.validate_on_submit() and form.reviewed_on.data:
        service.record_review(form.answers["reviewed_by"], form.reviewed_on.data)
        flash(_("The review is on record."))
        return redirect(url_for(".overview"), 303)
    return render_template("welsh/review.html", form=form), 422 if request.method == "POST" else 200


@blueprint.post("/switch")
@who_sets_up
def switch() -> ResponseReturnValue:
    """Welsh on or off for visitors."""
    on = request.form.get("on") == "yes"
    try:
        service.switch(on=on)
    except ProfileError as error:
        flash(error.messages[0].partition(": ")[2])
    else:
        flash(_("Visitors can choose Welsh now.") if on else _("Visitors see English only now."))
    return redirect(url_for(".overview"), 303)
