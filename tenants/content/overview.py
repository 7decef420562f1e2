"""The list of everything that a service publishes, with what wants looking after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from concord.web.dates import uk_today
from tenants.content import policy
from tenants.content.models import TextName
from tenants.content.queries import is_behind
from tenants.content.standing import Standing, standings
from tenants.registry.queries import current_profile
from tenants.registry.texts import PageText, TextKind


@dataclass(frozen=True)
class Entry:
    """One text of the list. ``welsh``: "", "none", "waiting", "behind" or "shown"."""

    standing: Standing
    title: str
    wants: list[str]
    welsh: str

    @property
    def key(self) -> str:
        return self.standing.name.key


def everything() -> dict[TextKind, list[Entry]]:
    """Every text by kind, in the order in which visitors see them; pages by title."""
    found = standings()
    with_welsh = "cy" in current_profile().languages
    entries: dict[TextKind, list[Entry]] = {kind: [] for kind in TextKind}
    for name in sorted(found, key=lambda name: _order(found[name])):
        if name.language == "en" and found[name].exists:
            entries[name.kind].append(_entry(found[name], found, with_welsh=with_welsh))
    return entries


def _order(standing: Standing) -> tuple[int, str]:
    text = standing.current
    if text is None or isinstance(text, PageText):
        return 0, policy.title_of(text).casefold() if text else ""
    return text.position, standing.name.key


def _entry(standing: Standing, found: Mapping[TextName, Standing], *, with_welsh: bool) -> Entry:
    text = standing.current
    wants: list[str] = []
    if text is not None and not standing.hidden:
        wants = policy.to_look_after(text, uk_today()) + policy.missing_to_publish(text)
    title = policy.title_of(text) if text else standing.name.key
    return Entry(standing, title, wants, _welsh(standing.name, found, switched_on=with_welsh))


def _welsh(english: TextName, found: Mapping[TextName, Standing], *, switched_on: bool) -> str:
    welsh = found.get(english._replace(language="cy"))
    if welsh is None or not welsh.is_own:
        if not switched_on:
            return ""
        # The national Welsh does not say what a service's own English says.
        return "shown" if welsh is not None and welsh.default is not None and not found[english].is_own else "none"
    if is_behind(welsh, found):
        return "behind"
    return "waiting" if welsh.is_waiting else "shown"
