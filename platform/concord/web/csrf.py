"""Every unsafe request carries a token of this visitor's session, or it changes nothing.

A form that was open for too long is no error page: the same address is shown again as if it had been asked for with GET
(which changes nothing), its forms filled with what was typed and one plain message on top. The answer's status is 400,
so that machines see the refusal. Where the address has no page of its own, the plain 400 page says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

FOUR_HOURS = 4 * 60 * 60
View = TypeVar("View", bound=Callable[..., Any])
OWN_PAGES = ("same-origin", "none")  # what browsers say of a request made by our own page, or by the visitor's hand


class FormProtection(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Flask-WTF's check, a look at where the browser says the request comes from, and a kind refusal."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - Flask-WTF's signature
        try:
            super().protect(apply_exemptions=apply_exemptions)
            if g.get("csrf_valid") and request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
                raise CSRFError("The request comes from another site.")
        except CSRFError as refusal:
            g.csrf_valid = False
            _show_the_page_again(refusal)


protection = FormProtection()


def csrf_exempt(view: View) -> View:
    """Let a view do without the token: one that checks a key of its own, or asks `from_own_page`."""
    protection.exempt(view)
    return view


def from_own_page() -> bool:
    """Whether the browser says that a page of this very host sent the request: for acts that no token may delay.

    A token lives in a cookie and runs out; pages that only read would have to carry one for every visitor.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _show_the_page_again(refusal: CSRFError) -> None:
    adapter = request_ctx.url_adapter
    if adapter is None:
        raise refusal
    try:
        rule, arguments = adapter.match(method="GET", return_rule=True)
    except HTTPException:
        raise refusal from None
    request.method = "GET"
    request.url_rule, request.view_args = rule, dict(arguments)
    g.page_shown_again = True


def _say_that_it_was_refused(response: Response) -> Response:
    if g.get("page_shown_again") and response.status_code == 200:
        response.status_code = 400
    return response


def init_app(app: Flask) -> None:
    secure = app.extensions["concord.settings"].secure
    app.config.update(
        WTF_CSRF_TIME_LIMIT=FOUR_HOURS,
        WTF_CSRF_SSL_STRICT=False,  # it refuses browsers that send no referrer; Sec-Fetch-Site says it better
        SESSION_COOKIE_NAME="__Host-concord_form" if secure else "concord_form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    protection.init_app(app)
    app.after_request(_say_that_it_was_refused)
