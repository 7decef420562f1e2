"""The public form "Ask us to contact you": one question a page, answers kept here, sent once."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from concord.web.translations import page_language
from tenants.referrals import drafts, places, uploads, wizard
from tenants.referrals.cookie import set_token, token_of_visitor
from tenants.referrals.forms import SendForm, StartForm
from tenants.referrals.limits import too_many_sent
from tenants.referrals.online import answers_of
from tenants.referrals.pages import answer, blueprint, draft_of_visitor, onwards, without_draft
from tenants.referrals.reference import sent_references
from tenants.referrals.service import receive_together
from tenants.referrals.spam import Sending, suspicion
from tenants.referrals.summary import no_safe_way, sections
from tenants.referrals.tasks import role_word
from tenants.registry.queries import current_profile


@blueprint.get("", strict_slashes=False)
@access(PUBLIC)
def start() -> ResponseReturnValue:
    """What happens, who answers for what is written, and when we answer."""
    return render_template("referrals/start.html", form=StartForm(), profile=current_profile())


@blueprint.post("")
@access(PUBLIC)
def begin() -> ResponseReturnValue:
    """A new draft; one begun before on this device is destroyed unless it was saved. Counted: see `limits`."""
    drafts.destroy_unless_saved(token_of_visitor())
    response = make_response(redirect(url_for("refer.leave_quickly"), 303))
    set_token(response, drafts.begin())
    return response


@blueprint.route("/<name>", methods=["GET", "POST"])
@access(PUBLIC)
def step(name: str) -> ResponseReturnValue:
    """One page of the form."""
    return answer(wizard.BY_NAME.get(name) or abort(404))


@blueprint.get("/check")
@access(PUBLIC)
def check() -> ResponseReturnValue:
    """Everything that was answered, before it is sent."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    given = draft.answers
    if not wizard.complete(given):
        return onwards(given)
    several = wizard.professionals(given)
    last = [*wizard.asked_steps(wizard.about(given))][-1]
    return render_template(
        "referrals/check.html", form=SendForm(), sections=sections(given, uploads.names(draft)),
        no_safe_way=no_safe_way(given),
        back=url_for("refer.people") if several else places.address(last), profile=current_profile(),
    )


@blueprint.post("/check")
@access(PUBLIC)
def send() -> ResponseReturnValue:
    """Receive what was asked for and destroy the draft, in one transaction. Sent again it leads to the same page."""
    draft = draft_of_visitor()
    if draft is None:
        return without_draft()
    given = draft.answers
    if not wizard.complete(given):
        return onwards(given)
    token = token_of_visitor()
    asked = answers_of(given, drafts.submission_key(token), page_language())
    referrals = receive_together(asked, suspicion(Sending(
        hidden=SendForm().subject.data or "", began_at=draft.created_at, too_many=too_many_sent(), answers=given,
    )))
    uploads.hand_over(draft, {person: one.id for person, one in zip(wizard.people(given), referrals, strict=False)})
    drafts.destroy(token)
    return redirect(url_for("refer.sent"), 303)


@blueprint.get("/sent")
@access(PUBLIC)
def sent() -> ResponseReturnValue:
    """Each reference, for whoever has just sent the form; nothing of what they wrote."""
    references = sent_references(drafts.submission_key(token_of_visitor()))
    if not references:
        return redirect(url_for("refer.start_again"), 303)
    return render_template("referrals/sent.html", references=references, role_word=role_word, profile=current_profile())


@blueprint.get("/start-again")
@access(PUBLIC)
def start_again() -> ResponseReturnValue:
    """There is no draft: it ran out, was ended, or the cookie is not one of ours."""
    return render_template("referrals/start_again.html", form=StartForm())
