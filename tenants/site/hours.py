"""Opening hours as people read them: days with the same hours stand together."""

from __future__ import annotations

from itertools import groupby

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from concord.web.translations import uk_time
from tenants.registry.fields import Opening
from tenants.registry.parts import OpeningHours

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def opening_hours(hours: OpeningHours) -> list[tuple[str, str]]:
    """``[("Monday to Friday", "9am to 5pm")]``; empty when no day is set."""
    week = [(day, getattr(hours, name)) for day, name in enumerate(DAYS)]
    runs = [(opening, [day for day, _opening in run]) for opening, run in groupby(week, key=lambda entry: entry[1])]
    return [(_days(days), _times(opening)) for opening, days in runs if opening is not None]


def _days(days: list[int]) -> str:
    names = get_day_names("wide", locale=get_locale() or "en")
    if len(days) == 1:
        return str(names[days[0]])
    return str(_("%(first)s to %(last)s", first=names[days[0]], last=names[days[-1]]))


def _times(opening: Opening) -> str:
    return str(_("%(opens)s to %(closes)s", opens=uk_time(opening.opens), closes=uk_time(opening.closes)))
