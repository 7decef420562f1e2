"""A further domain of a service: which names are good, and the one verb that adds one."""

from __future__ import annotations

import re
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.dialects.postgresql import insert

from concord.audit.service import record_act
from concord.config import Settings
from concord.database import db
from concord.tenancy.models import OrganisationHost

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
LONGEST = 253


class BadHost(ValueError):
    """The name cannot be a host of a service. The message is a sentence for the page."""


def host_name(typed: str) -> str:
    """The name as browsers send it; `BadHost` when it cannot be one, or belongs to Concord already."""
    try:
        host = typed.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        raise _bad_shape() from None
    labels = host.split(".")
    if len(host) > LONGEST or len(labels) < 2 or not all(map(LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        raise _bad_shape()
    settings: Settings = current_app.extensions["concord.settings"]
    base = settings.base_host.lower()
    if host == base or host.endswith(f".{base}"):
        raise BadHost(_("Names that end in %(base)s belong to Concord. Each service has its own already.", base=base))
    return host


def add_host(organisation_id: UUID, host: str) -> None:
    """Let an organisation answer at a further host, from the next request on."""
    statement = insert(OrganisationHost).values(host=host, organisation_id=organisation_id)
    if db.session.execute(statement.on_conflict_do_nothing().returning(OrganisationHost.host)).one_or_none() is None:
        raise BadHost(_("This host belongs to a service already"))
    record_act("create", "host", organisation_id, host=host)


def _bad_shape() -> BadHost:
    return BadHost(_("Enter a host name such as www.service.example, without https:// and without a slash"))
