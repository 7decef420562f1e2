"""What tests of bringing a service on share: a form filled in well, and the first manager's way in."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pyotp

from concord.tenancy.hosts import host_of
from harness import PASSWORD, Service, Visitor, World, page_text, soup

_numbers = itertools.count(1)
LINK = re.compile(r"https?://\S+")


def new_service_answers(**changes: Any) -> dict[str, Any]:
    """A form filled in well, for a service that no other test makes."""
    slug = f"new-service-{next(_numbers)}"
    return {
        "name": f"Restorative {slug}", "short_name": "Restorative", "slug": slug, "reference_prefix": "NEW",
        "areas": ["E23000026", "E23000028"], "manager_name": "Alex Morgan", "manager_email": f"alex@{slug}.example",
    } | changes


def add_service(world: World, administrator: Visitor, **changes: Any) -> Service:
    """A service in preparation, added in the browser."""
    answers = new_service_answers(**changes)
    added = administrator.submit("/admin/services/new", answers)
    assert added.status_code == 303, page_text(added)
    return made_service(world, answers["slug"])


def made_service(world: World, slug: str) -> Service:
    from admin.onboarding import queries
    from concord.tenancy import scope

    with world.app.app_context(), scope.no_service():
        found = queries.service_by_slug(slug)
        assert found is not None, slug
        return Service(found.id, slug, host_of(slug))


def link_in_mail(world: World, to: str) -> str:
    """The path of the link in the newest message to somebody."""
    newest = world.mail(to)[-1]
    found = LINK.search(newest["text"])
    assert found, newest["text"]
    return "/" + found[0].split("/", 3)[3]


def take_up_invitation(world: World, service: Service, path: str) -> Visitor:
    """Choose a password, set up the app, prove it: signed in."""
    manager = world.visitor(service)
    manager.submit(path, {"new_password": PASSWORD})
    page = manager.follow()
    key = soup(page).find(id="secret")
    assert key is not None, page_text(page)
    proved = manager.submit(None, {"code": pyotp.TOTP(key.get_text().replace(" ", "")).now()})
    assert proved.status_code == 303, page_text(proved)
    return manager


def manager_of(world: World, service: Service, email: str) -> Visitor:
    """The first manager, in by way of the invitation that was sent."""
    world.run_outbox(service)
    return take_up_invitation(world, service, link_in_mail(world, email))


def token_on(visitor: Visitor, path: str) -> str:
    """The token against forgery of a page, for forms that are sent by hand."""
    found = soup(visitor.get(path)).find("input", {"name": "csrf_token"})
    assert found is not None, path
    return str(found["value"])
