"""A new service as a file: its profile and, beside it, a table ``[manager]`` naming the first manager."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from flask_babel import gettext as _
from pydantic import ValidationError

from tenants.registry import fields
from tenants.registry.faults import ProfileError, profile_error
from tenants.registry.files import parse_toml, read_text
from tenants.registry.packs import PROFILE_FILE, Pack, load_pack
from tenants.registry.profile import ServiceProfile, read_profile
from tenants.registry.text_files import TEXTS_IN_FILE, texts_of

One = TypeVar("One")
Other = TypeVar("Other")
MANAGER = "manager"
LONGEST = 200_000


class Manager(fields.Part):
    """Who is invited to look after a new service."""

    name: fields.Name
    email: fields.Email


class _WithManager(fields.Part):
    manager: Manager


def read_manager(data: object) -> Manager:
    """Check who the first manager is; `ProfileError` with every fault, each named ``manager.…``."""
    try:
        return _WithManager.model_validate({MANAGER: data}).manager
    except ValidationError as error:
        raise profile_error(error, ("name", "email")) from None


def read_new_service(profile: Mapping[str, Any], manager: object) -> tuple[ServiceProfile, Manager]:
    """Check both; `ProfileError` with every fault of either."""
    return _both(lambda: read_profile(profile), lambda: read_manager(manager))


def read_file(path: Path, given: Mapping[str, str]) -> tuple[Pack, Manager]:
    """A pack from a file or folder, pages and logo beside it. What is ``given`` of the manager wins over the file."""
    file = path / PROFILE_FILE if path.is_dir() else path
    table = _manager_table(parse_toml(read_text(file, file.name)), given)
    return _both(lambda: load_pack(path, apart=(MANAGER,)), lambda: read_manager(table))


def read_sent_file(text: str, given: Mapping[str, str]) -> tuple[Pack, Manager]:
    """A pack from one TOML text alone. Pages and a logo cannot come with it, so it must not name any."""
    if len(text) > LONGEST:
        raise ProfileError([_("The file is too long. A profile has at most %(number)s characters.", number=LONGEST)])
    data = parse_toml(text)
    table = _manager_table(data, given)
    apart = {MANAGER, *TEXTS_IN_FILE}
    profile_data = {key: value for key, value in data.items() if key not in apart}
    (profile, manager), texts = _both(lambda: read_new_service(profile_data, table), lambda: texts_of(data))
    alone = _("names files, which cannot come with this form. Take the line out, or use the command line.")
    faults = [f"pages: {alone}"] if data.get("pages") else []
    faults += [f"brand.logo: {alone}"] if profile.brand.logo else []
    if faults:
        raise ProfileError(faults)
    return Pack(profile, texts, None), manager


def _both(read_one: Callable[[], One], read_other: Callable[[], Other]) -> tuple[One, Other]:
    """Read two things, and name the faults of both together."""
    one = other = None
    faults: list[str] = []
    try:
        one = read_one()
    except ProfileError as error:
        faults += error.messages
    try:
        other = read_other()
    except ProfileError as error:
        faults += error.messages
    if one is None or other is None:
        raise ProfileError(faults)
    return one, other


def _manager_table(data: Mapping[str, Any], given: Mapping[str, str]) -> object:
    table = data.get(MANAGER, {})
    return table | {name: value for name, value in given.items() if value} if isinstance(table, dict) else table
