"""Accounts, permissions, sign-in, second factor, invitations, sessions."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity import access, account_views, drafts, invitation_views, navigation, principal, staff_views, views
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission


def init_app(app: Flask) -> None:
    access.init_app(app)
    principal.init_app(app)
    navigation.init_app(app)
    drafts.init_app(app)
    for part in (views, invitation_views, account_views):
        app.register_blueprint(part.blueprint)
    for blueprint, place in ((staff_views.team, access.Place.SERVICE), (staff_views.admin, access.Place.NATIONAL)):
        app.register_blueprint(blueprint)
        link = Link(_("Staff"), str(blueprint.url_prefix), Permission.STAFF_MANAGE, place, rank=80)
        add_to_navigation(app, link)
    add_to_navigation(app, Link(_("Your account"), "/account", Permission.OWN_ACCOUNT, access.Place.ANYWHERE, rank=90))
