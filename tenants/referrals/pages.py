"""What the pages of the form share: the blueprint, the draft of the visitor, and one page of questions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status
from tenants.referrals import drafts, places, uploads, wizard
from tenants.referrals.cookie import token_of_visitor
from tenants.referrals.models import ReferralDraft
from tenants.referrals.reference import sent_references
from tenants.registry.queries import current_profile

blueprint = Blueprint("refer", __name__, url_prefix="/refer", template_folder="templates")


@blueprint.before_request
def _only_when_live() -> ResponseReturnValue | None:
    """A service that is not live takes no referrals: nobody would read them."""
    if current_organisation().status == Status.LIVE:
        return None
    return render_template("referrals/closed.html"), 404


def draft_of_visitor() -> ReferralDraft | None:
    """The visitor's living draft, locked when this request is to change it."""
    return drafts.find(token_of_visitor(), to_change=request.method == "POST")


def without_draft() -> ResponseReturnValue:
    """Sent already: to the confirmation. Otherwise there is nothing to go on with."""
    sent = sent_references(drafts.submission_key(token_of_visitor()))
    return redirect(url_for("refer.sent" if sent else "refer.start_again"), 303)


def onwards(given: drafts.Given) -> ResponseReturnValue:
    return redirect(places.onwards(given), 303)


def answer(page: wizard.Step, person: str = "") -> ResponseReturnValue:
    """Show one page of questions, or keep what was answered and go on."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    given = draft.answers
    if not wizard.may_open(page, given, person):
        return onwards(given)
    seen = wizard.about(given, person)
    form = page.form(data=seen.get(page.name, {}))
    if form.validate_on_submit():
        before, given = wizard.people(given), wizard.with_answers(given, page, form.answers, person)
        drafts.keep(draft, given)
        for gone in set(before).difference(wizard.people(given)):  # their key may become somebody else's
            uploads.forget_person(draft, gone)
        return redirect(places.after(page, given, person), 303)
    content = render_template(
        page.template, form=form, page=page, given=seen, number=wizard.number(given, person),
        back=places.before(page, given, person), profile=current_profile(),
    )
    return content, 422 if form.is_submitted() else 200
