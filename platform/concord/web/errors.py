"""Plain pages for what goes wrong. They repeat nothing that was sent, name no service, and need no database."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from typing import TypeAlias

import structlog
from flask import Flask, Response, current_app, g, request
from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from concord.web.brand import DEFAULT
from concord.web.security import LARGEST_FILE
from concord.web.translations import chosen_language

log = structlog.get_logger(__name__)
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
Words: TypeAlias = "tuple[LazyString, tuple[LazyString, ...]]"
SENTENCES: dict[int, Words] = {
    400: (
        _("We could not read what was sent"),
        (_("Nothing was saved. Go back, load the page again and send once more."),),
    ),
    403: (
        _("You cannot open this page"),
        (_("Your account does not have the right to see or do this. If you think it should, ask your manager."),),
    ),
    404: (
        _("Page not found"),
        (
            _("If you typed the address, check that it is right."),
            _("If you pasted it, check that you copied all of it."),
        ),
    ),
    405: (
        _("This cannot be done here"),
        (_("Go back and use the buttons on the page."),),
    ),
    413: (
        _("What you sent is too big"),
        (
            _("Nothing on that page was saved. What you answered before is still there."),
            _("A file can have up to %(size)s MB. Go back and choose a smaller file, or write less.",
              size=LARGEST_FILE),
        ),
    ),
    429: (
        _("Too many tries"),
        (_("Wait a few minutes, then try again."),),
    ),
    500: (
        _("Sorry, something went wrong"),
        (_("We do not know yet if what you sent was saved."), _("Try again later.")),
    ),
    503: (
        _("This service is not available now"),
        (_("Try again later."),),
    ),
}
MOST_TO_FORGET = 64 * 1024 * 1024
OPEN_TOO_LONG = (
    _("This page was open for a long time"),
    (_("Nothing was saved. Go back, load the page again and send once more."),),
)
LAST_RESORT = (
    "<!DOCTYPE html><html lang=en><title>Sorry, something went wrong</title>"
    "<h1>Sorry, something went wrong</h1><p>Try again later. Code: {}</p></html>"
)


def incident_code() -> str:
    """A random code that a person can read out; it stands in the log beside what happened."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(2))


def error_page(status: int, incident: str = "", words: Words | None = None) -> Response:
    """The page of one status. After a failure it asks no database: the brand is the one this request already knows."""
    heading, sentences = words or SENTENCES.get(status) or SENTENCES[500 if status >= 500 else 400]
    if "brand" not in g and (status >= 500 or not g.get("organisation")):
        g.brand = DEFAULT
    # Not render_template: its context processors load the signed-in user, which may be what has just failed.
    template = current_app.jinja_env.get_template("error.html")
    with force_locale(chosen_language()) if status >= 500 else nullcontext():
        page = template.render(status=status, heading=heading, sentences=sentences, incident=incident)
    return Response(page, status=status, mimetype="text/html")


def _read_to_the_end() -> None:
    """Browsers show an answer only once they have sent everything: take what is still coming, and forget it."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, MOST_TO_FORGET)
    while left > 0 and (part := stream.read(min(left, 65536))):
        left -= len(part)


def _expected(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        response = error.get_response()
        return Response(response.get_data(), status=response.status_code, headers=response.headers)
    if error.code == 413:
        _read_to_the_end()
    page = error_page(error.code, words=OPEN_TOO_LONG if isinstance(error, CSRFError) else None)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            page.headers[name] = value
    return page


def _unexpected(error: InternalServerError) -> Response:
    incident = incident_code()
    cause = error.original_exception or error
    log.error("request failed", incident=incident, rule=str(request.url_rule or "unmatched"), exc_info=cause)
    try:
        return error_page(500, incident)
    except Exception:  # noqa: BLE001 - the page that says "sorry" must come, whatever broke the first one
        return Response(LAST_RESORT.format(incident), status=500, mimetype="text/html")


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(InternalServerError, _unexpected)
