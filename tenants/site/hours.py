"""Opening hours as people read them: days with the same hours stand together."""

from __future__ import annotations

from itertools import groupby

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concord.web.translations import page_language, uk_time
from tenants.registry.fields import Opening
from tenants.registry.parts import Contact, OpeningHours

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Whole, because in Welsh the name of a day begins otherwise after "to".
TO = (_l("to Monday"), _l("to Tuesday"), _l("to Wednesday"), _l("to Thursday"), _l("to Friday"), _l("to Saturday"),
      _l("to Sunday"))


def opening_hours(hours: OpeningHours) -> list[tuple[str, str]]:
    """``[("Monday to Friday", "9am to 5pm")]``; empty when no day is set."""
    week = [(day, getattr(hours, name)) for day, name in enumerate(DAYS)]
    runs = [(opening, [day for day, _opening in run]) for opening, run in groupby(week, key=lambda entry: entry[1])]
    return [(_days(days), _times(opening)) for opening, days in runs if opening is not None]


def own_sentence(contact: Contact) -> str:
    """What the service says of its hours in words of its own. They are English: in Welsh the days are told instead."""
    if page_language() != "en" and opening_hours(contact.hours):
        return ""
    return contact.phone_hours or ""


def _days(days: list[int]) -> str:
    names = get_day_names("wide", locale=page_language())
    if len(days) == 1:
        return str(names[days[0]])
    return f"{names[days[0]]} {TO[days[-1]]}"


def _times(opening: Opening) -> str:
    return str(_("%(opens)s to %(closes)s", opens=uk_time(opening.opens), closes=uk_time(opening.closes)))
