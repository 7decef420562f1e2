"""Which programs for counting visitors a service may turn on: a list of ours, because each is a script from elsewhere.

Nobody has one unless the service turned it on, and no visitor meets one before they said yes (`concord.web.consent`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Provider:
    """One program. ``{site}`` in an address stands for the service's account there."""

    name: str
    description: LazyString
    account: re.Pattern[str]  # what an account looks like; its first group stands in the addresses
    example: str
    script: str
    sends_to: tuple[str, ...]
    cookies: tuple[str, ...] = ()  # how the names of its cookies begin


@dataclass(frozen=True)
class Analytics:
    """What a service turned on: one of the providers, and its account there."""

    provider: str
    account: str

    @property
    def of(self) -> Provider:
        return PROVIDERS[self.provider]

    @property
    def script(self) -> str:
        return self._address(self.of.script)

    @property
    def script_origin(self) -> str:
        return "/".join(self.script.split("/")[:3])

    @property
    def sends_to(self) -> tuple[str, ...]:
        return tuple(self._address(origin) for origin in self.of.sends_to)

    def _address(self, pattern: str) -> str:
        found = self.of.account.fullmatch(self.account)
        if found is None:
            raise ValueError(f"{self.account!r} is no account at {self.provider}")
        return pattern.replace("{site}", found[1])


PROVIDERS: Mapping[str, Provider] = {
    "google_analytics": Provider(
        name="Google Analytics",
        description=_l("Google counts which pages are opened, and how people came here. It sets cookies that last up "
                       "to 6 months. Google gets the address of your device."),
        account=re.compile(r"(G-[A-Z0-9]{4,20})"),
        example="G-ABC1234567",
        script="https://www.googletagmanager.com/gtag/js?id={site}",
        sends_to=("https://www.googletagmanager.com", "https://*.google-analytics.com",
                  "https://*.analytics.google.com"),
        cookies=("_ga", "_gid", "_gat", "_gcl"),
    ),
    "matomo": Provider(
        name="Matomo Cloud",
        description=_l("Matomo counts which pages are opened, and how people came here. It sets cookies that last up "
                       "to 6 months. Matomo gets the address of your device."),
        account=re.compile(r"([a-z0-9][a-z0-9-]{0,61}[a-z0-9])\.matomo\.cloud/[1-9][0-9]{0,5}"),
        example="example.matomo.cloud/1",
        script="https://cdn.matomo.cloud/{site}.matomo.cloud/matomo.js",
        sends_to=("https://{site}.matomo.cloud",),
        cookies=("_pk_", "MATOMO_", "mtm_"),
    ),
    "plausible": Provider(
        name="Plausible",
        description=_l("Plausible counts which pages are opened, and how people came here. It sets no cookies. "
                       "Plausible gets the address of your device."),
        account=re.compile(r"([a-z0-9](?:[a-z0-9.-]{1,100})[a-z0-9])"),
        example="service.example",
        script="https://plausible.io/js/script.manual.js",
        sends_to=("https://plausible.io",),
    ),
}
COOKIES = tuple(start for provider in PROVIDERS.values() for start in provider.cookies)


def is_account(provider: str, account: str) -> bool:
    """Whether this is what an account at a provider looks like."""
    return PROVIDERS[provider].account.fullmatch(account) is not None
