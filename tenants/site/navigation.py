"""The way through the public pages: which there are at this organisation, under which names and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concord.tenancy.hosts import current_organisation
from concord.web.translations import page_language
from tenants.content import queries as content
from tenants.registry.text_files import default_texts
from tenants.registry.texts import LISTS, TextKey, TextKind

HOME, FIND = "home", "find"
GROUPS: tuple[tuple[LazyString, Mapping[str, LazyString]], ...] = (
    (_l("Restorative justice"), {
        "what-is-restorative-justice": _l("What it is"),
        "how-it-works": _l("How it works"),
        "six-questions": _l("The six questions"),
        "support": _l("What support there is"),
        "questions": _l("Questions and answers"),
        "films": _l("Short films"),
        "stories": _l("Stories"),
    }),
    (_l("Who it is for"), {
        "person-responsible": _l("If you did harm"),
        "young-people": _l("If you are under 18"),
        "professionals": _l("For professionals"),
        "come-back": _l("Come back at any time"),
    }),
    (_l("Help and contact"), {
        "contact": _l("Contact us"),
        "further-support": _l("More help"),
        "leaflet": _l("Our leaflet"),
        "easy-read": _l("Easy read"),
        FIND: _l("Find a service"),
        "safety": _l("Keep your visit private"),
    }),
    (_l("About this website"), {
        "privacy": _l("Privacy"),
        "cookies": _l("Cookies"),
        "accessibility": _l("Accessibility"),
    }),
)
ALWAYS_IN_VIEW = ("what-is-restorative-justice", "how-it-works", "questions", "films", "stories", "contact")
# National words that speak for a service: the national office, which has no casework, shows them only in its own words.
SPEAKS_FOR_A_SERVICE = frozenset({
    "how-it-works", "support", "questions", "person-responsible", "young-people", "professionals", "come-back",
    "contact", "leaflet", "easy-read",
})


@dataclass(frozen=True)
class Link:
    """A page by the name it has in the menu."""

    slug: str
    label: str | LazyString

    @property
    def path(self) -> str:
        return f"/{self.slug}"

    @property
    def is_current(self) -> bool:
        return request.path == self.path or request.path.startswith(f"{self.path}/")


@dataclass(frozen=True)
class Menu:
    """Every public page in groups, and the few that are always in view."""

    groups: tuple[tuple[LazyString, tuple[Link, ...]], ...]

    @property
    def links(self) -> list[Link]:
        return [link for _heading, links in self.groups for link in links]

    @property
    def always_in_view(self) -> list[Link]:
        return [link for link in self.links if link.slug in ALWAYS_IN_VIEW]

    def has(self, slug: str) -> bool:
        return any(link.slug == slug for link in self.links)


def menu() -> Menu:
    """The menu of this organisation, made once a request. What is empty or taken off is not in it."""
    if "menu" not in g:
        own = content.own_titles(page_language())
        groups = [
            (heading, [Link(slug, label) for slug, label in entries.items() if _is_there(slug, own)])
            for heading, entries in GROUPS
        ]
        groups[0][1].extend(_pages_of_its_own(own))
        g.menu = Menu(tuple((heading, tuple(links)) for heading, links in groups if links))
    made: Menu = g.menu
    return made


def is_spoken_here(slug: str, *, is_own: bool) -> bool:
    """Whether a page's words fit this kind of organisation."""
    return is_own or not (current_organisation().is_national and slug in SPEAKS_FOR_A_SERVICE)


def _is_there(slug: str, own: Mapping[TextKey, str]) -> bool:
    if slug == FIND:
        return True
    if slug in LISTS:
        has_own = any(kind == LISTS[slug] and title for (kind, _key), title in own.items())
        has_default = any(kind == LISTS[slug] for kind, _key in default_texts())
        return has_own or (has_default and is_spoken_here(slug, is_own=False))
    title = own.get((TextKind.PAGE, slug))
    if title is not None:
        return bool(title)
    return (TextKind.PAGE, slug) in default_texts() and is_spoken_here(slug, is_own=False)


def _pages_of_its_own(own: Mapping[TextKey, str]) -> list[Link]:
    known = {slug for _heading, entries in GROUPS for slug in entries} | {HOME}
    return [Link(key, title) for (kind, key), title in own.items()
            if kind == TextKind.PAGE and title and key not in known]
