"""Packs: the content of a service as files. ``tenant.toml`` holds the profile, ``pages/*.md`` its own words.

A pack comes through the same door as a form: everything in it is checked, and every fault is named at once.
"""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from tenants.registry.fields import LABEL
from tenants.registry.logo import logo_fault
from tenants.registry.profile import ProfileError, ServiceProfile, read_profile
from tenants.registry.words import PLACEHOLDERS, unknown_placeholders

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

PACKS = Path(__file__).parent.parent / "packs"
DEFAULTS = Path(__file__).parent / "defaults"
PROFILE_FILE = "tenant.toml"
LONGEST_PAGE = 50_000


@dataclass(frozen=True, slots=True)
class Page:
    """A public page: its heading, and its words as Markdown, which `fill` completes."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo's file name and content."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A service ready to be stored: its profile, the pages it words itself, and its logo."""

    profile: ServiceProfile
    pages: Mapping[str, Page]
    logo: Logo | None


def known_packs() -> list[str]:
    """Slugs of the packs that come with Concord."""
    return sorted(path.parent.name for path in PACKS.glob(f"*/{PROFILE_FILE}"))


def load_known_pack(slug: str) -> Pack:
    """One of `known_packs`."""
    return load_pack(PACKS / slug)


def load_toml(text: str) -> ServiceProfile:
    """Read and check a profile; raise `ProfileError` with every fault."""
    return read_profile(parse_toml(text))


def load_pack(path: Path, *, apart: Collection[str] = ()) -> Pack:
    """Read a pack's folder, or a single TOML file with the pages and the logo it names beside it.

    Tables named in ``apart`` stand in the file beside the profile and are left to the caller.
    """
    file = path / PROFILE_FILE if path.is_dir() else path
    data = {name: value for name, value in parse_toml(read_text(file, file.name)).items() if name not in apart}
    profile, logo, pages, faults = None, None, dict[str, Page](), list[str]()
    with _noting(faults):
        profile = read_profile(data)
    for name in _page_names(data):
        page_file = f"pages/{name}.md"
        with _noting(faults):
            pages[name] = read_page(read_text(file.parent / page_file, page_file), page_file)
    if path.is_dir():
        faults += _unnamed_pages(path, data)
    if profile and profile.brand.logo:
        with _noting(faults):
            logo = _read_logo(file.parent / profile.brand.logo)
    if profile is None or faults:
        raise ProfileError(faults)
    return Pack(profile, MappingProxyType(pages), logo)


@cache
def default_pages() -> Mapping[str, Page]:
    """The national words of every public page, which a service shows until it has its own."""
    return MappingProxyType({path.stem: read_page(path.read_text(encoding="utf-8"), path.name)
                             for path in sorted(DEFAULTS.glob("*.md"))})


def read_page(text: str, name: str) -> Page:
    """Read a page: ``# Title`` on the first line, then Markdown. ``name`` is what a fault is reported under."""
    first, _newline, rest = text.lstrip("\ufeff").partition("\n")
    title, body = first.removeprefix("# ").strip(), rest.strip()
    faults = []
    if not first.startswith("# ") or not title or "{" in title:
        faults.append(_("%(page)s: must start with a line such as “# Title”, without braces", page=name))
    if not body:
        faults.append(_("%(page)s: has no words below its title", page=name))
    if len(text) > LONGEST_PAGE:
        faults.append(_("%(page)s: must have at most %(number)s characters", page=name, number=LONGEST_PAGE))
    faults += [_("%(page)s: {%(slip)s} is not known here; known are: %(known)s", page=name, slip=slip,
                 known=", ".join(sorted(PLACEHOLDERS))) for slip in unknown_placeholders(body)]
    if faults:
        raise ProfileError(faults)
    return Page(title, body + "\n")


@contextmanager
def _noting(faults: list[str]) -> Iterator[None]:
    """Note the faults of one part and go on with the next, so that all are named at once."""
    try:
        yield
    except ProfileError as error:
        faults.extend(error.messages)


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text, unchecked; `ProfileError` when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError([_("this is not a TOML file: %(reason)s", reason=error)]) from None


def read_text(path: Path, name: str) -> str:
    """The words of a file; `ProfileError`, which names it so, when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProfileError([_("%(file)s: is not a text file in UTF-8", file=name)]) from None
    except OSError as error:
        raise ProfileError([_("%(file)s: cannot be read (%(reason)s)", file=name, reason=error.strerror)]) from None


def _read_logo(path: Path) -> Logo:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProfileError([_("brand.logo: %(file)s cannot be read (%(reason)s)", file=path.name,
                              reason=error.strerror)]) from None
    fault = logo_fault(path.name, data)
    if fault:
        raise ProfileError([f"brand.logo: {fault}"])
    return Logo(path.name, data)


def _page_names(data: Mapping[str, Any]) -> list[str]:
    """The pages a file names, as far as they can be file names; the profile reports the rest."""
    names = data.get("pages", [])
    names = names if isinstance(names, list) else []
    return [name for name in names if isinstance(name, str) and LABEL.fullmatch(name)]


def _unnamed_pages(folder: Path, data: Mapping[str, Any]) -> list[str]:
    files = sorted(path.name for path in (folder / "pages").glob("*"))
    return [_("pages/%(file)s: is in the folder, but %(profile)s does not name it under pages", file=file,
              profile=PROFILE_FILE) for file in files if file.removesuffix(".md") not in _page_names(data)]
