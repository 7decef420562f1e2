"""The pages on which managers change what their service says of itself."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.tenancy.hosts import current_organisation
from concord.web.handled import handled, mark_handled
from tenants.content.foreign import facts_of_others, foreign_facts
from tenants.details.fields import DetailsForm
from tenants.details.pages import PAGES, Page
from tenants.details.service import ChangedMeanwhile, as_document, change_details, differ, value_at, with_values
from tenants.registry.profile import ProfileError, read_profile
from tenants.registry.queries import current_profile, stored_profile

blueprint = Blueprint("details", __name__, url_prefix="/team/setup/details", template_folder="templates")
who_changes = access(Permission.SERVICE_SETTINGS, Place.ANYWHERE)


@blueprint.get("")
@who_changes
def overview() -> ResponseReturnValue:
    """What there is to change."""
    return render_template("details/overview.html", pages=_pages(), stored=stored_profile())


@blueprint.route("/<name>", methods=["GET", "POST"])
@who_changes
def change(name: str) -> ResponseReturnValue:
    """One page of details: each saved change is a new version."""
    page = _pages().get(name) or abort(404)
    form = page.form.showing(as_document(current_profile()), version=str(stored_profile().id))
    newer: list[tuple[str, str]] = []
    warned: list[str] = []
    if form.validate_on_submit():
        if done_before := handled(form.form_key.data or ""):
            return redirect(done_before, 303)
        warned = [] if form.checked.data else _foreign(form)
        try:
            if _saved(form, is_checked=not warned):
                return redirect(mark_handled(form.form_key.data or "", url_for(".overview")), 303)
            form.add_error(_("Check what may be another service’s, then tick the box"), "checked")
        except ProfileError as error:
            form.show(error)
        except ChangedMeanwhile:
            newer = _saved_meanwhile(page, form)
    answer = render_template(f"details/{name}.html", page=page, form=form, newer=newer, warned=warned)
    return answer, 422 if request.method == "POST" else 200


def _pages() -> dict[str, Page]:
    is_national = current_organisation().is_national
    return {name: page for name, page in PAGES.items() if page.national or not is_national}


def _saved(form: DetailsForm, *, is_checked: bool) -> bool:
    """Whether it is saved; what somebody must look at first is not, but its other faults are named all the same."""
    if not is_checked:
        read_profile(with_values(current_profile(), form.changes))
        return False
    is_new = change_details(form.changes, form.version.data or "")
    flash(_("Your details are saved.") if is_new else _("Nothing was different, so nothing changed."))
    return True


def _foreign(form: DetailsForm) -> list[str]:
    """What looks as if it were another service's, among what is being changed."""
    document = as_document(current_profile())
    changed = {box for path, box in form.paths.items()
               if differ(form.changes[path], value_at(document, path))}
    prose = "\n".join(form[box].data for box in form.prose if box in changed and form[box].data)
    own = "\n".join(form[box].data for box in form.own_details if box in changed and form[box].data)
    return [*(foreign_facts(prose) if prose else []), *(facts_of_others(own) if own else [])]


def _saved_meanwhile(page: Page, form: DetailsForm) -> list[tuple[str, str]]:
    """What others saved, where it differs from what was typed. Sent again, the form takes its place."""
    form.add_error(_("Somebody else changed these details while this page was open. Nothing was saved."))
    form.version.data = str(stored_profile().id)
    document = as_document(current_profile())
    return [(form.label(path), form.in_words(path, value_at(document, path))) for path in page.form.paths
            if differ(form.changes[path], value_at(document, path))]
