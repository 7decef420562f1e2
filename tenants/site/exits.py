"""The way out: one press, and the visit is over on this device.

GET is the plain link on every public page, for whoever has no script: no form, no token that may have run out. It is
the one GET that ends something, and it does so on the visitor's side alone: the answer takes every cookie away, so that
nobody on this device can open the answers again. On the server a GET changes nothing: what was written so far lies
there encrypted, can be found by nobody without that cookie, and is destroyed when it expires.

POST /exit/now is what the script sends while it leaves (`leave.js`): the draft is destroyed at once unless it was
saved, and the sign-in ends. Staff who leave in a hurry are signed out as well: nobody in a hurry can think of which
visit they meant, and a sign-in left open on a shared device would show what people told us.

POST /exit is the button "Delete my answers and leave", for whoever wants everything destroyed, saved or not. It answers
with a page that goes on by itself, because browsers do not let a form end at another site under our policy
(form-action).
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.identity.access import PUBLIC, Place, access
from concord.identity.principal import forget_browser
from concord.identity.sign_in import sign_out
from concord.web.brand import NEUTRAL_PAGE
from concord.web.csrf import csrf_exempt, from_own_page
from tenants.referrals import drafts
from tenants.referrals.cookie import token_of_visitor

FROM_OUTSIDE = "cross-site"
# HOSTLESS: whatever the state of a service, nobody is kept on one of its pages.
blueprint = Blueprint("exits", __name__, template_folder="templates")


@blueprint.get("/exit")
@access(PUBLIC, at=Place.HOSTLESS)
def leave() -> ResponseReturnValue:
    """Leave now. A page of another site can send somebody here, but cannot end their visit for them.

    Nor can a browser that fetches links before anybody follows them, or a picture whose address this is.
    """
    response = make_response(redirect(NEUTRAL_PAGE, 303))
    elsewhere = request.headers.get("Sec-Fetch-Site") == FROM_OUTSIDE
    followed = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    if elsewhere or not followed or "prefetch" in request.headers.get("Sec-Purpose", ""):
        response.headers["Cache-Control"] = "no-store"
        return response
    return _without_traces(response)


@blueprint.post("/exit/now")
@csrf_exempt
@access(PUBLIC, at=Place.HOSTLESS)
def leave_now() -> ResponseReturnValue:
    """End the visit on the server, while the visitor is already elsewhere."""
    if not from_own_page():
        abort(403)
    drafts.destroy_unless_saved(token_of_visitor())
    _end_sign_in()
    return _without_traces(Response(status=204))


@blueprint.post("/exit")
@csrf_exempt
@access(PUBLIC, at=Place.HOSTLESS)
def delete_and_leave() -> ResponseReturnValue:
    """Destroy at once what was written so far, then leave; however long the page with the button was open."""
    if not from_own_page():
        return leave()
    drafts.destroy(token_of_visitor())
    _end_sign_in()
    response = make_response(render_template("site/leaving.html", address=NEUTRAL_PAGE))
    response.headers["Refresh"] = f"0; url={NEUTRAL_PAGE}"
    return _without_traces(response)


def _end_sign_in() -> None:
    if current_user.is_authenticated:
        sign_out(current_user.account_id, current_user.session_id)
        forget_browser()


def _without_traces(response: Response) -> Response:
    """Take every cookie of this site away, each by its name.

    Not with Clear-Site-Data: "cache" holds the answer back for seconds (crbug.com/40233601), and "cookies" reaches the
    other services below the same domain.
    """
    for name in request.cookies:
        secure = request.is_secure or name.startswith("__Host-")
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
    response.headers["Cache-Control"] = "no-store"
    return response
