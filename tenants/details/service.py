"""The verb of a service's details: other values at some places of its profile are a new version; none is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from blinker import Signal

from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from tenants.details.queries import Version, version_with_id
from tenants.registry.packs import Logo
from tenants.registry.profile import ServiceProfile, read_profile
from tenants.registry.queries import StoredProfile, forget_profile, stored_profile
from tenants.registry.service import StoredLogo, save_profile

LOGO = "brand.logo"
# Parts of a profile that say nothing when every box is empty.
WHOLE_OR_NOT_AT_ALL = ("wording_cy",)
# Sent with the profile that is about to be stored: whoever minds raises `ProfileError`.
details_changing = Signal("details changing")


class ChangedMeanwhile(Exception):
    """Somebody else changed the same details after the version that this change was made from."""


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at ``contact.phone``; None when it is not set."""
    value: Any = document
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def as_document(profile: ServiceProfile) -> dict[str, Any]:
    """The profile as it is stored and as files write it."""
    return profile.model_dump(mode="json", by_alias=True)


def with_values(profile: ServiceProfile, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as a document, with other values at some paths."""
    document = deepcopy(as_document(profile))
    for path, value in changes.items():
        *above, last = path.split(".")
        part = document
        for name in above:
            part[name] = part.get(name) or {}
            part = part[name]
        part[last] = value
    return document | {name: None for name in WHOLE_OR_NOT_AT_ALL if _is_empty(document.get(name))}


def _is_empty(value: Any) -> bool:
    return all(map(_is_empty, value.values())) if isinstance(value, Mapping) else value in {None, ""}


def differ(one: Any, other: Any) -> bool:
    """Whether two values say different things: the order of a list says nothing, an empty box is not set."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) != sorted(map(str, other))
    return (one or None if isinstance(one, str) else one) != (other or None if isinstance(other, str) else other)


def change_details(changes: Mapping[str, Any], based_on: str, logo: Logo | StoredLogo | None = None) -> bool:
    """Save other values for the bound organisation, made from the profile whose id is ``based_on``.

    False when nothing is different. `ProfileError` names every fault; `ChangedMeanwhile` when one of the same values
    was changed since. What others changed elsewhere stays.
    """
    db.session.get_one(Organisation, scope.current_tenant_id(), with_for_update=True)
    forget_profile()  # what was read before the lock may be older
    stored = stored_profile()
    if str(stored.id) != based_on and _changed_since(stored, version_with_id(based_on), changes):
        raise ChangedMeanwhile
    document = as_document(stored.profile)
    changes = {path: value for path, value in changes.items() if differ(value, value_at(document, path))}
    if isinstance(logo, StoredLogo) and logo.key == stored.logo_key:
        logo = None
    if logo is not None:
        changes[LOGO] = logo.filename
    if not changes:
        return False
    profile = read_profile(with_values(stored.profile, changes))
    details_changing.send(profile)
    save_profile(profile, logo)
    return True


def _changed_since(newest: StoredProfile, base: Version | None, changes: Mapping[str, Any]) -> bool:
    if base is None:
        return True
    document = as_document(newest.profile)
    if LOGO in changes and base.logo_key != newest.logo_key:
        return True
    return any(differ(value_at(document, path), value_at(base.document, path)) for path in changes)
