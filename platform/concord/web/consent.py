"""What a visitor said about cookies that the site does not need, and the few pages that may have any.

Nothing is asked and nothing loads unless the service turned a program on (`Brand.analytics`). Which pages may have it
is said by whoever knows them (`pages_that_may_count`); forms, errors and staff pages leave the block of `base.html`
empty.
The choice is kept in a cookie of this host: version, program, yes or no, and when. No other program inherits it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, current_app, request

from concord.config import Settings
from concord.web.analytics import COOKIES, Analytics
from concord.web.brand import current_brand
from concord.web.security import allow_sources

VERSION = 1  # a new one asks everybody again
LASTS = timedelta(days=182)
JUST_NOW = timedelta(seconds=30)
KEPT = re.compile(r"(\d{1,3})\.([a-z_]{1,30})\.(yes|no)\.(\d{9,11})", re.ASCII)
MayCount = Callable[[], bool]


@dataclass(frozen=True)
class Choice:
    """What was said, and when."""

    accepted: bool
    saved_at: datetime

    @property
    def just_now(self) -> bool:
        return datetime.now(UTC) - self.saved_at < JUST_NOW


def pages_that_may_count(app: Flask, may: MayCount) -> None:
    """Say which pages may have the program, and so the question: asked while a page is made."""
    app.extensions["concord.may_count"] = may


def choice() -> Choice | None:
    """What this visitor said about the program that this organisation has; None when they were not asked yet."""
    analytics = current_brand().analytics
    found = KEPT.fullmatch(request.cookies.get(_name(), ""))
    if analytics is None or found is None or (int(found[1]), found[2]) != (VERSION, analytics.provider):
        return None
    return Choice(found[3] == "yes", datetime.fromtimestamp(int(found[4]), UTC))


def keep_choice(response: Response, *, accepted: bool) -> None:
    """Remember it for half a year; after a "no" the program's cookies go."""
    analytics = current_brand().analytics
    if analytics is None:
        return
    value = f"{VERSION}.{analytics.provider}.{'yes' if accepted else 'no'}.{int(datetime.now(UTC).timestamp())}"
    response.set_cookie(_name(), value, max_age=LASTS, secure=_secure(), httponly=True, samesite="Lax")
    if not accepted:
        for name in request.cookies:
            if name.startswith(COOKIES):
                response.delete_cookie(name)


def question() -> Analytics | None:
    """The program to ask about on this page, or whose answer was given a moment ago."""
    if not _may_count():
        return None
    said = choice()
    return current_brand().analytics if said is None or said.just_now else None


def accepted_program() -> Analytics | None:
    """The program that this page loads. Its addresses are let through on this one response."""
    analytics, said = current_brand().analytics, choice()
    if analytics is None or said is None or not said.accepted or not _may_count():
        return None
    allow_sources("script-src", analytics.script_origin)
    allow_sources("connect-src", *analytics.sends_to)
    allow_sources("img-src", *analytics.sends_to)
    return analytics


def _may_count() -> bool:
    may: MayCount | None = current_app.extensions.get("concord.may_count")
    return current_brand().analytics is not None and may is not None and may()


def _name() -> str:
    return "__Host-concord_cookies" if _secure() else "concord_cookies"


def _secure() -> bool:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings.secure


def init_app(app: Flask) -> None:
    app.jinja_env.globals |= {
        "cookie_question": question, "cookie_choice": choice, "accepted_program": accepted_program,
    }
