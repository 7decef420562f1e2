"""Which organisation a request is for. Only the Host header decides (DESIGN 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Flask, Response, abort, current_app, g, request
from sqlalchemy import text

from concord.config import Settings
from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Kind, Status

# Answered on any host, without a service: the process is alive, files of the design.
HOSTLESS = ("/healthz", "/readyz", "/assets/")
BY_HOST = text("""
    SELECT o.id, o.slug, o.name, o.kind, o.status FROM organisations o
    WHERE o.slug = :slug AND o.kind = :kind
       OR o.id = (SELECT h.organisation_id FROM organisation_hosts h WHERE h.host = :host)
    LIMIT 1
""")


@dataclass(frozen=True)
class BoundOrganisation:
    """The organisation of this request, as the registry says at this moment."""

    id: UUID
    slug: str
    name: str
    kind: Kind
    status: Status

    @property
    def is_national(self) -> bool:
        return self.kind == Kind.NATIONAL


def organisation_at(host: str) -> BoundOrganisation | None:
    """The organisation that answers at a host name (no port), or None. Needs no scope; reads registry tables only."""
    host = host.lower().removesuffix(".")
    base = _settings().base_host.lower()
    slug, kind = (None, None)
    if host in {base, "127.0.0.1"}:
        slug, kind = "national", Kind.NATIONAL
    elif host.endswith(f".{base}"):
        slug, kind = host.removesuffix(f".{base}"), Kind.SERVICE
    with scope.no_service(), db.engine.connect() as connection:
        row = connection.execute(BY_HOST, {"slug": slug, "kind": kind, "host": host}).one_or_none()
    if row is None:
        return None
    return BoundOrganisation(row.id, row.slug, row.name, Kind(row.kind), Status(row.status))


def host_of(slug: str, kind: str = Kind.SERVICE) -> str:
    """The host name at which an organisation always answers."""
    base = _settings().base_host
    return base if kind == Kind.NATIONAL else f"{slug}.{base}"


def address_of(slug: str, path: str = "/") -> str:
    """A full address at a service, for links in messages and between organisations."""
    return _settings().address_of(host_of(slug)) + path


def current_organisation() -> BoundOrganisation:
    """The organisation of this request; 404 where there is none."""
    organisation: BoundOrganisation | None = g.get("organisation")
    if organisation is None:
        abort(404)
    return organisation


def _settings() -> Settings:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings


def _bind_request() -> None:
    if request.path.startswith(HOSTLESS):
        return
    host = request.host.rpartition(":")[0] if request.host.count(":") == 1 else request.host
    organisation = None if "\0" in request.path else organisation_at(host)  # PostgreSQL has no such letter
    if organisation is None or organisation.status == Status.CLOSED:
        abort(404)
    g.organisation = organisation
    g.scope = scope.bound_to(organisation.id)
    g.scope.__enter__()


def _release(_error: BaseException | None = None) -> None:
    binding = g.pop("scope", None)
    if binding is not None:
        binding.__exit__(None, None, None)


def _finish_transaction(response: Response) -> Response:
    """The one visible commit of a request: when it was meant to change something and did not fail."""
    if "scope" in g:
        if request.method in {"GET", "HEAD", "OPTIONS"} or response.status_code >= 400:
            db.session.rollback()
        else:
            db.session.commit()
    return response


def init_app(app: Flask) -> None:
    app.before_request(_bind_request)
    app.after_request(_finish_transaction)
    app.teardown_request(_release)
