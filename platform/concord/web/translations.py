"""English and Welsh, and how dates and times are written for people in the United Kingdom."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, LazyString, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from concord.identity.access import PUBLIC, declared_access
from concord.web.brand import current_brand

LOCALES = ("en", "cy")
COOKIE = "language"
UK = ZoneInfo("Europe/London")
FOR_STAFF = frozenset({"identity", "invitation", "own_account", "preview"})
CATALOGUES = Path(__file__).parent / "catalogues"
babel = Babel()
# Flask-Babel calls a lazy sentence safe HTML, and with it whatever was put into it. It is text like any other.
delattr(LazyString, "__html__")


def select_locale() -> str:
    """The visitor's choice, where the service has switched that language on; otherwise English."""
    if not has_request_context():  # a worker or a command has no visitor
        return "en"
    chosen = chosen_language()
    return chosen if chosen == "en" or chosen in languages_to_choose() else "en"


def chosen_language() -> str:
    """What the visitor chose at this host, as far as their browser tells: for pages that may ask no database."""
    chosen = request.cookies.get(COOKIE, "en")
    return chosen if chosen in LOCALES and in_visitors_language() else "en"


def languages_to_choose() -> tuple[str, ...]:
    """What the service has switched on; its staff may read the other before that."""
    return LOCALES if current_user.is_authenticated else current_brand().languages


def in_visitors_language() -> bool:
    """Pages for the public are there in every language; those for staff, and the way in to them, in English."""
    if request.endpoint is None:
        return True
    declared = declared_access(current_app, request.endpoint)
    return declared is not None and declared.permission is PUBLIC and FOR_STAFF.isdisjoint(request.blueprints)


def page_language() -> str:
    """The value of ``<html lang>``."""
    return str(get_locale() or "en")


def uk_date(value: date) -> str:
    """21 November 2026. A moment is first brought to UK time."""
    day = _in_uk(value).date() if isinstance(value, datetime) else value
    return format_date(day, "d MMMM y", locale=get_locale() or "en")


def uk_short_date(value: date) -> str:
    """21 Nov 2026, for lists of many."""
    day = _in_uk(value).date() if isinstance(value, datetime) else value
    return format_date(day, "d MMM y", locale=get_locale() or "en")


def uk_time(value: datetime | time) -> str:
    """4:05pm; 4pm on the hour."""
    clock = _in_uk(value).time() if isinstance(value, datetime) else value
    minutes = f":{clock.minute:02}" if clock.minute else ""
    half = _("am") if clock.hour < 12 else _("pm")
    return f"{clock.hour % 12 or 12}{minutes}{half}"


def uk_datetime(value: datetime) -> str:
    """21 November 2026 at 4:05pm, in UK time."""
    return str(_("%(date)s at %(time)s", date=uk_date(value), time=uk_time(value)))


def uk_moment(value: date) -> str:
    """A day as `uk_date`, a moment as `uk_datetime`: for lists that hold both."""
    return uk_datetime(value) if isinstance(value, datetime) else uk_date(value)


def _in_uk(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return value.astimezone(UK)


def init_app(app: Flask) -> None:
    babel.init_app(
        app,
        default_locale="en",
        default_timezone="Europe/London",
        default_translation_directories=str(CATALOGUES),
        locale_selector=select_locale,
    )
