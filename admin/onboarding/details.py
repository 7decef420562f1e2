"""The service's own details, changed by its manager: each change is a new version of the profile, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from admin.onboarding.policy import REQUIREMENTS
from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Organisation, Status
from tenants.registry.logo import LARGEST, LogoRefused, clean_logo
from tenants.registry.packs import Logo
from tenants.registry.profile import ProfileError, ServiceProfile, read_profile
from tenants.registry.queries import forget_profile, stored_profile
from tenants.registry.service import save_profile


class ChangedMeanwhile(Exception):
    """Somebody else saved a newer version than the one this change was made from."""


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at ``contact.phone``; None when it is not set."""
    value: Any = document
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def changed(profile: ServiceProfile, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as a document, with other values at some paths."""
    document = deepcopy(profile.model_dump(mode="json", by_alias=True))
    for path, value in changes.items():
        *above, last = path.split(".")
        part = document
        for name in above:
            part = part.setdefault(name, {})
        part[last] = value
    return document


def read_logo(upload: FileStorage | None) -> Logo | None:
    """The picture that was sent, under a name of ours; None when there is none."""
    if upload is None or not upload.filename:
        return None
    kind = upload.filename.lower().rpartition(".")[2]
    if kind not in {"svg", "png"}:
        raise ProfileError([f"brand.logo: {_('must be an SVG or PNG file')}"])
    try:
        return Logo(f"logo.{kind}", clean_logo(f"logo.{kind}", upload.read(LARGEST + 1)))
    except LogoRefused as refusal:
        raise ProfileError([f"brand.logo: {refusal}"]) from None


def change_details(changes: Mapping[str, Any], based_on: str, logo: Logo | None = None) -> None:
    """Save other details of the bound service, made from the profile whose id is ``based_on``.

    `ProfileError` names every fault; `ChangedMeanwhile` when there is a newer profile. A live service cannot take back
    what it needed to go live.
    """
    organisation = db.session.get_one(Organisation, scope.current_tenant_id(), with_for_update=True)
    forget_profile()  # what was read before the lock may be older
    stored = stored_profile()
    if str(stored.id) != based_on:
        raise ChangedMeanwhile
    changes = {**changes, "brand.logo": logo.filename} if logo else changes
    profile = read_profile(changed(stored.profile, changes))
    if organisation.status == Status.LIVE:
        _keep_what_is_needed(profile)
    save_profile(profile, logo)


def _keep_what_is_needed(profile: ServiceProfile) -> None:
    document = profile.model_dump(mode="json", by_alias=True)
    emptied = [needed for needed in REQUIREMENTS if needed.field and not value_at(document, needed.field)]
    if emptied:
        raise ProfileError([f"{needed.field}: {needed.missing}" for needed in emptied])
