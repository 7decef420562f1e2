"""The links of a case, for staff: make one, hand it over, see what became of it, take it back."""

from __future__ import annotations

from uuid import UUID

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.handled import handled, mark_handled
from tenants.casework.pages import case_page, found_case
from tenants.casework.queries import CaseView
from tenants.casework.service import Act, Refused
from tenants.links import purposes, queries, service, sheet, tokens, words
from tenants.links.forms import MAIL, NewLinkForm
from tenants.registry.queries import current_profile

blueprint = Blueprint("links", __name__, template_folder="templates")


@blueprint.get("/team/cases/<uuid:case_id>/links")
@access(Permission.CASES_RECORD, Place.SERVICE)
def of_case(case_id: UUID) -> ResponseReturnValue:
    """What was given out, and what became of it."""
    case = found_case(case_id)
    return case_page(
        case, "links/links.html", links=queries.links_of(case_id), labels=purposes.PAGES, link_words=words,
        can_make=bool(purposes.subjects_of(case)),
    )


@blueprint.route("/team/cases/<uuid:case_id>/links/new", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def make(case_id: UUID) -> ResponseReturnValue:
    """Agree a word, and get the link: once on the page, or by a message that the gate lets go."""
    case = found_case(case_id)
    form = NewLinkForm(data={"word": tokens.suggested_word()})
    form.offer(purposes.subjects_of(case))
    status = 200
    if form.validate_on_submit():
        home, key = url_for("links.of_case", case_id=case_id), form.form_key.data or ""
        if done_before := handled(key):
            return redirect(done_before, 303)
        try:
            link_id = service.make(case_id, form.new_link(), _act())
            mark_handled(key, home)
            return _handed_over(case, form, link_id, home)
        except Refused as refusal:
            db.session.rollback()
            form.add_error(str(refusal))
    record_read("case", case_id)
    status = 422 if form.is_submitted() else 200
    page = render_template("links/make.html", case=case, form=form, wording=current_profile().wording)
    return page, status


@blueprint.post("/team/cases/<uuid:case_id>/links/<uuid:link_id>/end")
@access(Permission.CASES_RECORD, Place.SERVICE)
def end(case_id: UUID, link_id: UUID) -> ResponseReturnValue:
    """Take a link back."""
    found_case(case_id)
    service.end(case_id, link_id, _act())
    flash(_("The link has ended."))
    return redirect(url_for("links.of_case", case_id=case_id), 303)


def _handed_over(case: CaseView, form: NewLinkForm, link_id: UUID, home: str) -> ResponseReturnValue:
    if form.how.data == MAIL:
        service.send_by_mail(link_id)
        flash(_("The link is on its way, if their address may still be used when it is sent."))
        return redirect(home, 303)
    address, lasts = url_for("go.show", token=service.mint(link_id), _external=True), service.lasts(link_id)
    drawing = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=2, light="#fff")
    return render_template(
        "links/made.html", case=case, address=address, word=form.word.data, sheet=sheet.sentences(lasts),
        name=case.name_of(form.new_link().party_id), drawing=Markup(drawing),  # noqa: S704 - drawn by segno
    )


def _act() -> Act:
    return Act(current_user.account_id, current_user.role, uk_today())
