"""Every route declares who may come in and where it stands; a route that does not is never served.

``@access(PUBLIC)`` or ``@access(Permission.CASES_READ)`` above the view. `Place` says at which kind of organisation the
address exists at all: elsewhere it answers 404, so that `/admin/` is unknown at a service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.identity.permissions import Permission
from concord.tenancy.hosts import BoundOrganisation
from concord.tenancy.models import Status

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC: Final = None


class Place(StrEnum):
    SERVICE = "service"
    NATIONAL = "national"
    ANYWHERE = "anywhere"
    HOSTLESS = "hostless"


@dataclass(frozen=True)
class Access:
    """What one route declares."""

    permission: Permission | None
    place: Place
    before_live: bool


def access(
    permission: Permission | None, at: Place = Place.SERVICE, *, before_live: bool = False
) -> Callable[[View], View]:
    """Declare a route's permission and place. ``before_live``: public even at a service in preparation (signing in)."""
    declared = Access(permission, at, before_live)

    def declare(view: View) -> View:
        view.concord_access = declared  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """What a route declared: on its view, or for its whole blueprint (`declare_blueprint`)."""
    declared: Access | None = getattr(app.view_functions[endpoint], "concord_access", None)
    by_blueprint: dict[str, Access] = app.extensions.setdefault("concord.blueprint_access", {})
    return declared or by_blueprint.get(endpoint.rpartition(".")[0])


def declare_blueprint(app: Flask, blueprint: str, permission: Permission | None, at: Place) -> None:
    """One declaration for every route of a blueprint we did not write (Flask-Admin's)."""
    app.extensions.setdefault("concord.blueprint_access", {})[blueprint] = Access(permission, at, before_live=False)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    declared = declared_access(current_app, request.endpoint)
    if declared is None:
        current_app.logger.error("route without a declared permission: %s", request.endpoint)
        abort(500)
    if declared.place == Place.HOSTLESS:
        return None
    organisation: BoundOrganisation = g.organisation
    if declared.place not in {Place.ANYWHERE, organisation.kind}:
        abort(404)
    if organisation.status == Status.SUSPENDED:
        return current_app.extensions["concord.holding_page"]()  # type: ignore[no-any-return]  # registered by the site
    if declared.permission is PUBLIC:
        g.public_pages_closed = not _open_to_visitors(organisation)  # then no page links to them
        return _closed() if g.public_pages_closed and not declared.before_live else None
    if not current_user.is_authenticated:
        return redirect(url_for("identity.sign_in", next=_after_signing_in()))
    if not current_user.can(declared.permission):
        abort(403)
    return None


def _after_signing_in() -> str | None:
    """The page that was asked for. A form that was sent is kept for its page, where somebody keeps such forms."""
    keep: Callable[[], str | None] = current_app.extensions["concord.keep_draft"]
    if request.form:
        return keep()
    address = request.full_path if request.query_string else request.path
    return address if request.method == "GET" else None


def _closed() -> NoReturn:
    """To a stranger a service in preparation looks like an address that does not exist: no name, no phone."""
    from concord.web.brand import DEFAULT

    g.brand = DEFAULT
    abort(404)


def _open_to_visitors(organisation: BoundOrganisation) -> bool:
    """A service in preparation shows itself to its own staff and to the holder of a preview link only."""
    if organisation.status != Status.PREPARING:
        return True
    may_preview: Callable[[], bool] | None = current_app.extensions.get("concord.may_preview")
    return bool(current_user.is_authenticated) or bool(may_preview and may_preview())


def init_app(app: Flask) -> None:
    app.before_request(_check)
