"""The verbs of bringing a service on: add it, invite its first manager, let it go live, suspend it, resume it.

An administrator acts from the national office: each of these enters the service's own scope and commits there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask_babel import gettext as _

from admin.onboarding import queries
from admin.onboarding.documents import Manager
from admin.onboarding.policy import emptied, unmet
from concord.database import db
from concord.identity import service as identity
from concord.identity.models import AccountStatus
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.tenancy.models import Organisation, Status
from tenants.registry.packs import Pack
from tenants.registry.profile import NATIONAL_SLUG, ProfileError, ServiceProfile
from tenants.registry.queries import current_profile
from tenants.registry.service import new_organisation, set_status


class CannotDo(Exception):
    """The service's state does not allow it. The message is a sentence for the page."""


class UnknownService(CannotDo):
    """There is no service of this name."""


class NotReady(CannotDo):
    """Something is missing before the service may go live; one sentence for each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def bring_on(pack: Pack, manager_name: str, manager_email: str) -> UUID:
    """Add a service in preparation and invite its first manager: all of it, or nothing. Returns its id."""
    if pack.profile.slug == NATIONAL_SLUG:
        raise ProfileError([f"kind: {_('the national office is there already')}"])
    with new_organisation(pack) as service_id:
        _invite(manager_name, manager_email)
    return service_id


def invite_manager(service_id: UUID, manager: Manager) -> None:
    """Invite somebody as manager of a service that nobody has taken over yet, in place of anybody invited before."""
    with _waiting_for_manager(service_id):
        managers = queries.managers()
        for invited in managers:
            identity.disable(invited.id)
        known = next((invited for invited in managers if _same(invited.email, manager.email)), None)
        if known is None:
            _invite(manager.name, manager.email)
        else:
            identity.enable(known.id)
            identity.invite(known.id)


def invite_again(service_id: UUID) -> None:
    """Send the first manager's invitation again; the link sent before stops working."""
    with _waiting_for_manager(service_id):
        for invited in queries.managers():
            if invited.status == AccountStatus.INVITED:
                identity.invite(invited.id)


def go_live() -> None:
    """Open the bound service to the public, if nothing is missing. Once live, it stays so when asked again."""
    organisation = db.session.get_one(Organisation, scope.current_tenant_id(), with_for_update=True)
    if organisation.status == Status.LIVE:
        return
    missing = unmet(queries.readiness())
    if missing:
        raise NotReady([str(requirement.missing) for requirement in missing])
    set_status(Status.LIVE)


def keep_what_is_needed(profile: ServiceProfile) -> None:
    """A live service cannot take back what it needed to go live; what it never had does not stop it."""
    organisation = db.session.get_one(Organisation, scope.current_tenant_id())
    if organisation.status != Status.LIVE or profile.kind == "national":
        return
    before = emptied(current_profile())
    taken_back = [needed for needed in emptied(profile) if needed not in before]
    if taken_back:
        raise ProfileError([f"{needed.field}: {needed.missing}" for needed in taken_back])


def suspend(slug: str) -> None:
    """Close a service to everybody, staff too, from the next request on. Nothing of it is lost."""
    with _locked(slug) as organisation:
        if organisation.status != Status.SUSPENDED:
            set_status(Status.SUSPENDED)


def resume(slug: str) -> None:
    """Open a suspended service again, as it was: live, or still in preparation."""
    with _locked(slug) as organisation:
        if organisation.status == Status.SUSPENDED:
            set_status(Status.LIVE if organisation.live_since else Status.PREPARING)


def _invite(name: str, email: str) -> None:
    account = identity.create_account(name, email, Role.SERVICE_MANAGER)
    identity.invite(account.id)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


@contextmanager
def _locked(slug: str) -> Iterator[Organisation]:
    """Inside a service, its registry row locked; committed at the end."""
    with scope.no_service():
        found = queries.service_by_slug(slug)
    if found is None or found.status == Status.CLOSED:
        raise UnknownService(_("There is no service “%(slug)s”.", slug=slug))
    with scope.bound_to(found.id):
        yield db.session.get_one(Organisation, found.id, with_for_update=True)
        db.session.commit()


@contextmanager
def _waiting_for_manager(service_id: UUID) -> Iterator[None]:
    """Inside a service that no manager has taken over: after that, accounts there are the service's own affair."""
    with scope.bound_to(service_id):
        organisation = db.session.get_one(Organisation, service_id, with_for_update=True)
        if not queries.waits_for_manager(Status(organisation.status)):
            raise CannotDo(_("This service has a manager already, who invites others."))
        yield
        db.session.commit()
