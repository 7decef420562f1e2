"""The links at the top of staff pages: each feature adds its own, everybody sees those they may open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, g, request
from flask_babel import LazyString
from flask_login import current_user
from werkzeug.local import LocalProxy

from concord.identity.access import Place
from concord.identity.permissions import Permission


@dataclass(frozen=True)
class Link:
    """One link, for those with the permission. ``rank`` puts it in order."""

    label: LazyString
    path: str
    permission: Permission
    place: Place = Place.SERVICE
    rank: int = 50


def add_to_navigation(app: Flask, link: Link) -> None:
    """Add a link to every staff page. Called from ``init_app`` of a feature."""
    links: list[Link] = app.extensions.setdefault("concord.navigation", [])
    links.append(link)
    links.sort(key=lambda one: one.rank)


def navigation() -> list[tuple[str, str, bool]]:
    """Label, address and whether it is the current one, of each link that the signed-in person may follow."""
    if "organisation" not in g or not current_user.is_authenticated:
        return []
    shown = [
        link for link in current_app.extensions.get("concord.navigation", [])
        if link.place in {Place.ANYWHERE, g.organisation.kind} and current_user.can(link.permission)
    ]
    current = max((link.path for link in shown if request.path.startswith(link.path)), key=len, default="")
    return [(str(link.label), link.path, link.path == current) for link in shown]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["navigation"] = LocalProxy(navigation)
