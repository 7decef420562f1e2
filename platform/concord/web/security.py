"""What every response carries, and how much a request may bring."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-src 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing to other sites; our own forms keep their Origin.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HIDDEN_FROM_SEARCH = "noindex, nofollow"
MEGABYTE = 1024 * 1024
LONGEST_TEXT = 500_000
LARGEST_FILE = 10  # megabytes; a form may bring somewhat more, so that its own page can say so
PLAIN_FORM = "application/x-www-form-urlencoded"


def allow_sources(directive: str, *sources: str) -> None:
    """Let this one response also load something from elsewhere: ``allow_sources("script-src", "https://…")``.

    For what otherwise follows ``default-src``; of a directive that the policy names itself, browsers read the first.
    """
    allowed: dict[str, list[str]] = g.setdefault("allowed_sources", {})
    allowed.setdefault(directive, ["'self'"]).extend(sources)


def _add_headers(headers: Mapping[str, str], response: Response) -> Response:
    for directive, sources in g.get("allowed_sources", {}).items():
        policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["Content-Security-Policy"] = f"{policy}; {directive} {' '.join(dict.fromkeys(sources))}"
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if "no-store" in response.headers["Cache-Control"]:
        # A page that nobody may keep is a form or a page for staff: no search engine may list it either.
        response.headers.setdefault("X-Robots-Tag", HIDDEN_FROM_SEARCH)
    return response


def _refuse_endless_forms() -> None:
    """Werkzeug bounds the text of a multipart form only, and cuts off what has no length: both are refused here."""
    if request.mimetype not in {PLAIN_FORM, "multipart/form-data"}:
        return
    if "Transfer-Encoding" in request.headers:
        abort(411)
    if request.mimetype == PLAIN_FORM and (request.content_length or 0) > LONGEST_TEXT:
        abort(413)


def init_app(app: Flask) -> None:
    settings = app.extensions["concord.settings"]
    app.config.update(
        MAX_CONTENT_LENGTH=(LARGEST_FILE + 2) * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=LONGEST_TEXT,
        MAX_FORM_PARTS=500,
    )
    app.before_request(_refuse_endless_forms)
    headers = dict(HEADERS)
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if settings.demo:
        headers["X-Robots-Tag"] = HIDDEN_FROM_SEARCH
    app.after_request(partial(_add_headers, headers))
    if settings.trusted_proxies:
        # X-Forwarded-Host is left alone: only the Host header decides which service answers.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask documents wrapping it so
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0
        )
