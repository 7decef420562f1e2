"""The page about cookies, where a visitor's mind can be changed, and which pages may have a program that counts."""

from __future__ import annotations

from flask import Blueprint, abort, g, make_response, redirect, request
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, Place, access
from concord.identity.views import is_local
from concord.tenancy.models import Status
from concord.web.brand import current_brand
from concord.web.consent import choice, keep_choice
from concord.web.csrf import csrf_exempt, from_own_page
from concord.web.translations import page_language
from tenants.content import queries as content
from tenants.site.public import public_page, words

# Pages that are read. Not the form, the search for a place, signing in or any page of staff: they are elsewhere.
READ = "site"
STAYING_UNSEEN = "/safety"
blueprint = Blueprint("cookies", __name__, template_folder="templates")


def may_count() -> bool:
    """Whether a program of another company may count a visit to this page, if the visitor agrees.

    Not where somebody looks how to stay unseen, and not where the address holds what they typed.
    """
    return (
        request.blueprint == READ and request.path != STAYING_UNSEEN and not request.args
        and g.organisation.status == Status.LIVE
    )


@blueprint.get("/cookies")
@access(PUBLIC, at=Place.ANYWHERE)
def cookies() -> ResponseReturnValue:
    """Which cookies there are; where there is a choice, what was chosen and when, and two buttons."""
    page = content.page("cookies", page_language()) or abort(404)
    return public_page(
        "site/cookies.html", title=page.document.title, words=words(page.document.body, page.language),
        language=page.language,
        analytics=current_brand().analytics, choice=choice(),
    )


@blueprint.post("/cookies")
@csrf_exempt
@access(PUBLIC, at=Place.ANYWHERE)
def choose() -> ResponseReturnValue:
    """Keep the choice, and go back to the page that asked. No token: a page that is only read sets no cookie."""
    answer, back = request.form.get("choice"), request.form.get("back", "/")
    if not from_own_page():
        abort(403)
    if current_brand().analytics is None or answer not in {"yes", "no"}:
        abort(404)
    response = make_response(redirect(back if is_local(back) else "/", 303))
    keep_choice(response, accepted=answer == "yes")
    return response
