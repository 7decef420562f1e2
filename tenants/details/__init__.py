"""A service's own details, changed by its managers in the browser: contact, words, way of working, brand."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.access import Place
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from tenants.details import history_views, logo_views, views


def init_app(app: Flask) -> None:
    for pages in (views, logo_views, history_views):
        app.register_blueprint(pages.blueprint)
    link = Link(_("Our details"), "/team/setup/details", Permission.SERVICE_SETTINGS, Place.NATIONAL, rank=60)
    add_to_navigation(app, link)
