"""The way out: one press, and the visit is over on this device.

GET is the plain link on every public page, because nothing is faster or surer: no script, no form, no token that may
have run out. It is the one GET that ends something, and it does so on the visitor's side alone: the answer takes every
cookie away, so that nobody on this device can open the answers again. On the server a GET changes nothing: what was
written so far lies there encrypted, can be found by nobody without that cookie, and is destroyed when it expires.

POST is the button "Delete my answers and leave", for whoever wants them destroyed there and then. It answers with a
page that goes on by itself, because browsers do not let a form end at another site under our policy (form-action).
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, Place, access
from tenants.referrals import drafts
from tenants.referrals.cookie import token_of_visitor

# Dull, never personal, and known to everybody: what the GOV.UK pattern uses.
NEUTRAL_PAGE = "https://www.bbc.co.uk/weather"
FROM_OUTSIDE = "cross-site"
# HOSTLESS: whatever the state of a service, nobody is kept on one of its pages.
blueprint = Blueprint("exits", __name__, template_folder="templates")


@blueprint.get("/exit")
@access(PUBLIC, at=Place.HOSTLESS)
def leave() -> ResponseReturnValue:
    """Leave now. A page of another site can send somebody here, but cannot end their visit for them."""
    response = make_response(redirect(NEUTRAL_PAGE, 303))
    return response if request.headers.get("Sec-Fetch-Site") == FROM_OUTSIDE else _without_traces(response)


@blueprint.post("/exit")
@access(PUBLIC, at=Place.HOSTLESS)
def delete_and_leave() -> ResponseReturnValue:
    """Destroy at once what was written so far, then leave."""
    drafts.destroy(token_of_visitor())
    response = make_response(render_template("site/leaving.html", address=NEUTRAL_PAGE))
    response.headers["Refresh"] = f"0; url={NEUTRAL_PAGE}"
    return _without_traces(response)


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
