"""The scope binds a request, a job or a command to one organisation.

Every database transaction begins by writing the scope into PostgreSQL (see `concord.database.engine`), whose row-level
security then shows that organisation's rows and no others. Without a scope there is no transaction at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID


class NoScope(RuntimeError):
    """Something asked for data before a service was bound. It fails; it never means "all rows"."""


@dataclass(frozen=True, eq=False)
class Scope:
    """One binding. ``tenant_id`` None is the no-service scope: registry tables answer, service tables raise."""

    tenant_id: UUID | None
    token: object = field(default_factory=object)

    @property
    def setting(self) -> str:
        """What ``concord.tenant_id`` becomes in PostgreSQL; the empty string makes every service's policy raise."""
        return str(self.tenant_id) if self.tenant_id else ""


_scope: ContextVar[Scope | None] = ContextVar("concord_scope", default=None)


def current() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise NoScope("no service is bound")
    return scope


def current_tenant_id() -> UUID:
    """The id of the bound organisation; `NoScope` when there is none or the scope is the no-service one."""
    tenant_id = current().tenant_id
    if tenant_id is None:
        raise NoScope("the no-service scope has no organisation")
    return tenant_id


def session_token() -> object:
    """Key of ``db.session``: a scope never sees the objects of another (None: the session that cannot begin)."""
    scope = _scope.get()
    return scope.token if scope else None


@contextmanager
def bound_to(tenant_id: UUID) -> Iterator[Scope]:
    """Bind to one organisation. Leaving removes the session of this scope."""
    with _entered(Scope(tenant_id)) as scope:
        yield scope


@contextmanager
def no_service() -> Iterator[Scope]:
    """The explicit scope for registry tables: organisations, hosts, areas, schedule."""
    with _entered(Scope(None)) as scope:
        yield scope


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    from concord.database import db

    reset = _scope.set(scope)
    try:
        yield scope
    finally:
        if db.session.registry.has():
            db.session.remove()
        _scope.reset(reset)
