"""The form that turns a program of another company on, which counts visitors who said yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from concord.web.analytics import PROVIDERS
from concord.web.forms import ChoiceField, TextField
from tenants.details.fields import DetailsForm

NOBODY = "none"


class CountingForm(DetailsForm):
    provider = ChoiceField(
        _("Who else counts visits?"),
        [(NOBODY, _("Nobody: our own count, without cookies, is enough")),
         *((name, provider.name) for name, provider in PROVIDERS.items())],
        required=_("Choose who else counts visits"),
        hints={name: provider.description for name, provider in PROVIDERS.items()},
    )
    account = TextField(
        _("Your account there"),
        hint=_("Such as %(google)s at Google, %(matomo)s at Matomo or your web address at Plausible",
               google=PROVIDERS["google_analytics"].example, matomo=PROVIDERS["matomo"].example),
        component={"spellcheck": False, "autocapitalize": "none", "classes": "govuk-input--width-20"},
    )
    paths: ClassVar[dict[str, str]] = {"analytics.provider": "provider", "analytics.account": "account"}

    @classmethod
    def showing(cls, document: Mapping[str, Any], **options: Any) -> DetailsForm:
        found = dict(document.get("analytics") or {})
        return cls(provider=found.get("provider") or NOBODY, account=found.get("account"), **options)

    @property
    def changes(self) -> dict[str, Any]:
        chosen = self.provider.data if self.provider.data != NOBODY else None
        return {"analytics.provider": chosen, "analytics.account": (self.account.data or None) if chosen else None}

    def in_words(self, path: str, value: Any) -> str:
        return super().in_words(path, NOBODY if path == "analytics.provider" and value is None else value)
