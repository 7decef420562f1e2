"""What stands on the sheet with a link: one sentence, in each language of the service."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from concord.web.translations import page_language
from tenants.registry.queries import current_profile


def sentences(lasts: timedelta | None) -> dict[str, str]:
    """By language; that of the page first."""
    languages = sorted(current_profile().languages, key=lambda language: language != page_language())
    return {language: _in(language, lasts) for language in languages}


def _in(language: str, lasts: timedelta | None) -> str:
    with force_locale(language):
        if lasts is None:
            return str(_("It works once, whenever you want. Keep this sheet in a safe place."))
        return str(_("It works once, for %(days)s days.", days=lasts.days))
