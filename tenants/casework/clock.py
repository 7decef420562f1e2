"""A time of day as people write it: 14:30, 2.30pm, 2 pm."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _

from concord.web.forms import TextField
from concord.web.translations import UK

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def clock_now() -> str:
    return datetime.now(UK).strftime("%H:%M")


class ClockField(TextField):
    """``data`` is a time such as ``14:30``."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.component |= {"classes": "govuk-input--width-5"}

    def understand(self, text: str) -> str:
        found = CLOCK.fullmatch(text)
        try:
            hours, minutes, half = found.groups() if found else ("", None, None)
            number = int(hours)
            if half:
                if not 1 <= number <= 12:
                    raise ValueError(text)
                number = number % 12 + (12 if half.lower() == "pm" else 0)
            return time(number, int(minutes or 0)).strftime("%H:%M")
        except ValueError:
            raise ValueError(_("Enter a time like 2:30pm or 14:30")) from None
