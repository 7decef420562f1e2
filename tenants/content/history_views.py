"""Pages on a text's past and its place: versions, restoring, the national text, taking off the site, the order."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.forms import ConcordForm
from concord.web.handled import first_time
from tenants.content import history, ordering, service, words
from tenants.content.comparison import differences
from tenants.content.editor import found_text
from tenants.content.policy import title_of
from tenants.content.standing import Standing
from tenants.content.views import rendered
from tenants.registry.texts import TextKind

blueprint = Blueprint("content_history", __name__, url_prefix="/team/content", template_folder="templates")
editors = access(Permission.CONTENT_EDIT, Place.ANYWHERE)


@blueprint.get("/<kind>/<key>/<language>/history")
@editors
def events(kind: str, key: str, language: str) -> ResponseReturnValue:
    """Who wrote which version, and when which was shown."""
    here = found_text(kind, key, language).here
    return render_template("content/history.html", name=here.name, title=_title(here),
                           events=history.events(here.name), words=words)


@blueprint.route("/<kind>/<key>/<language>/versions/<int:number>", methods=["GET", "POST"])
@editors
def version(kind: str, key: str, language: str, number: int) -> ResponseReturnValue:
    """One version and what it changed in the one before; sent, it becomes the draft."""
    here, form = found_text(kind, key, language).here, ConcordForm()
    name, address = here.name, url_for("content.edit", kind=kind, key=key, language=language)
    chosen = (history.version(name, number) if number <= here.newest else None) or abort(404)
    if form.validate_on_submit():
        if first_time(form.form_key.data or "", address):
            service.restore(name, number)
        flash(_("Version %(number)s is the draft now. Look at it, then publish it.", number=number))
        return redirect(address, 303)
    before = history.version(name, number - 1)
    return render_template(
        "content/version.html", name=name, chosen=chosen, form=form, words=words,
        rendered=rendered(chosen.document, name.language),
        title=title_of(chosen.document), is_newest=number == here.newest,
        changes_made=differences(before.document, chosen.document) if before else None,
    )


@blueprint.route("/<kind>/<key>/<language>/national", methods=["GET", "POST"])
@editors
def national(kind: str, key: str, language: str) -> ResponseReturnValue:
    """The national text against the service's own: keep one's own words, or go back to it."""
    here, form = found_text(kind, key, language).here, ConcordForm()
    name, own, default = here.name, here.current, here.default
    if form.validate_on_submit() and not first_time(form.form_key.data or "", request.path):
        return redirect(url_for("content.index"), 303)
    if own is None or default is None or not here.is_own:
        abort(404)
    if form.validate_on_submit():
        if request.form.get("act") == "use":
            service.publish(name, None)
            flash(_("The national text is shown again."))
        else:
            service.keep_own(name)
            flash(_("You keep your own words."))
        return redirect(url_for("content.index"), 303)
    return render_template("content/national.html", name=name, form=form, title=title_of(own), words=words,
                           moved=here.default_moved, changes_made=differences(default, own))


@blueprint.route("/<kind>/<key>/off", methods=["GET", "POST"])
@editors
def take_off(kind: str, key: str) -> ResponseReturnValue:
    """Ask first, then show the text no more. Nothing is lost: its history stays."""
    here, form = found_text(kind, key, "en").here, ConcordForm()
    name = here.name
    if name.kind == TextKind.PAGE and here.default is not None:
        abort(404)
    if form.validate_on_submit():
        service.take_off(name)
        flash(_("The text is off the site. Publish it again at any time."))
        return redirect(url_for("content.index"), 303)
    return render_template("content/take_off.html", name=name, form=form, title=_title(here))


@blueprint.post("/<kind>/<key>/move")
@editors
def move(kind: str, key: str) -> ResponseReturnValue:
    """One place up or down."""
    name = found_text(kind, key, "en").here.name
    if name.kind == TextKind.PAGE:
        abort(404)
    try:
        ordering.move(name, up=request.form.get("to") == "up")
    except LookupError:
        abort(404)
    return redirect(url_for("content.index") + f"#{name.kind}-{name.key}", 303)


def _title(here: Standing) -> str:
    return title_of(here.current) if here.current else here.name.key
