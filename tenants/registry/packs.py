"""Packs: the content of a service as files. ``tenant.toml`` holds the profile, ``pages/*.md`` its own words.

A pack comes through the same door as a form: everything in it is checked, and every fault is named at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from tenants.registry.files import noting, parse_toml, read_text
from tenants.registry.logo import LogoRefused, clean_logo
from tenants.registry.profile import ProfileError, ServiceProfile, read_profile
from tenants.registry.text_files import TEXTS_IN_FILE, read_texts
from tenants.registry.texts import Text, TextKey

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PACKS = Path(__file__).parent.parent / "packs"
PROFILE_FILE = "tenant.toml"


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo's file name and content."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Pack:
    """A service ready to be stored: its profile, the texts it words itself, and its logo."""

    profile: ServiceProfile
    texts: Mapping[TextKey, Text]
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
    profile, logo, faults = None, None, list[str]()
    with noting(faults):
        profile = read_profile({name: value for name, value in data.items() if name not in TEXTS_IN_FILE})
    texts = read_texts(file.parent, data, faults)
    if path.is_dir():
        faults += _unnamed_pages(path, data)
    if profile and profile.brand.logo:
        with noting(faults):
            logo = _read_logo(file.parent / profile.brand.logo)
    if profile is None or faults:
        raise ProfileError(faults)
    return Pack(profile, MappingProxyType(texts), logo)


def _read_logo(path: Path) -> Logo:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProfileError([_("brand.logo: %(file)s cannot be read (%(reason)s)", file=path.name,
                              reason=error.strerror)]) from None
    try:
        return Logo(path.name, clean_logo(path.name, data))
    except LogoRefused as refusal:
        raise ProfileError([f"brand.logo: {refusal}"]) from None


def _unnamed_pages(folder: Path, data: Mapping[str, Any]) -> list[str]:
    files = sorted(path.name for path in (folder / "pages").glob("*"))
    named = data.get("pages", [])
    return [_("pages/%(file)s: is in the folder, but %(profile)s does not name it under pages", file=file,
              profile=PROFILE_FILE) for file in files
            if not isinstance(named, list) or file.removesuffix(".md") not in named]
