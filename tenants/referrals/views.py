"""The public form "Ask us to contact you": one question a page, answers kept here, sent once."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status
from concord.web.translations import page_language
from tenants.referrals import drafts, wizard
from tenants.referrals.cookie import set_token, token_of_visitor
from tenants.referrals.forms import StartForm
from tenants.referrals.online import answers_of
from tenants.referrals.reference import reference_of_submission
from tenants.referrals.service import receive
from tenants.referrals.summary import no_safe_way, rows
from tenants.registry.queries import current_profile

blueprint = Blueprint("refer", __name__, url_prefix="/refer", template_folder="templates")


@blueprint.before_request
def _only_when_live() -> ResponseReturnValue | None:
    """A service that is not live takes no referrals: nobody would read them."""
    if current_organisation().status == Status.LIVE:
        return None
    return render_template("referrals/closed.html"), 404


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
    response = make_response(redirect(url_for("refer.step", name=wizard.STEPS[0].name), 303))
    set_token(response, drafts.begin())
    return response


@blueprint.route("/<name>", methods=["GET", "POST"])
@access(PUBLIC)
def step(name: str) -> ResponseReturnValue:
    """One page of the form."""
    page = wizard.BY_NAME.get(name) or abort(404)
    draft = drafts.find(token_of_visitor(), to_change=request.method == "POST")
    if draft is None:
        return _without_draft()
    given = draft.answers
    if not wizard.may_open(page, given):
        return _onwards(given)
    form = page.form(data=given.get(name, {}))
    if form.validate_on_submit():
        given = wizard.with_answers(given, page, form.answers)
        drafts.keep(draft, given)
        return _onwards(given)
    content = render_template(
        page.template, form=form, page=page, back=_back(page, given), profile=current_profile()
    )
    return content, 422 if form.is_submitted() else 200


@blueprint.get("/check")
@access(PUBLIC)
def check() -> ResponseReturnValue:
    """Everything that was answered, before it is sent."""
    draft = drafts.find(token_of_visitor())
    if draft is None:
        return _without_draft()
    given = draft.answers
    if wizard.first_unanswered(given) is not None:
        return _onwards(given)
    back = url_for("refer.step", name=[*wizard.asked_steps(given)][-1].name)
    return render_template(
        "referrals/check.html", form=StartForm(), rows=rows(given), no_safe_way=no_safe_way(given), back=back,
        profile=current_profile(),
    )


@blueprint.post("/check")
@access(PUBLIC)
def send() -> ResponseReturnValue:
    """Receive the referral and destroy the draft, in one transaction. Sent a second time it leads to the same page."""
    token = token_of_visitor()
    draft = drafts.find(token, to_change=True)
    if draft is None:
        return _without_draft()
    given = draft.answers
    if wizard.first_unanswered(given) is not None:
        return _onwards(given)
    receive(answers_of(given, drafts.submission_key(token), page_language()))
    drafts.destroy(token)
    return redirect(url_for("refer.sent"), 303)


@blueprint.get("/sent")
@access(PUBLIC)
def sent() -> ResponseReturnValue:
    """The reference, for whoever has just sent the form; nothing of what they wrote."""
    reference = reference_of_submission(drafts.submission_key(token_of_visitor()))
    if reference is None:
        return redirect(url_for("refer.start_again"), 303)
    return render_template("referrals/sent.html", reference=reference, profile=current_profile())


@blueprint.get("/start-again")
@access(PUBLIC)
def start_again() -> ResponseReturnValue:
    """There is no draft: it ran out, was ended, or the cookie is not one of ours."""
    return render_template("referrals/start_again.html", form=StartForm())


def _without_draft() -> ResponseReturnValue:
    """Sent already: to the confirmation. Otherwise there is nothing to go on with."""
    key = drafts.submission_key(token_of_visitor())
    return redirect(url_for("refer.sent" if reference_of_submission(key) else "refer.start_again"), 303)


def _onwards(given: drafts.Given) -> ResponseReturnValue:
    """To the next question, or to the check when there is none."""
    following = wizard.first_unanswered(given)
    address = url_for("refer.step", name=following.name) if following else url_for("refer.check")
    return redirect(address, 303)


def _back(page: wizard.Step, given: drafts.Given) -> str:
    if "change" in request.args:
        return url_for("refer.check")
    earlier = wizard.before(page, given)
    return url_for("refer.step", name=earlier.name) if earlier else url_for("refer.start")
