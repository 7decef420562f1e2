"""Bringing a service on without a developer: added, prepared, tried, opened, suspended."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from admin.onboarding import mail_check, preview_views, previews, service, setup_views, views
from concord.identity.access import Place
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from concord.outbox.service import handles
from tenants.details.service import details_changing


def init_app(app: Flask) -> None:
    for pages in (views, setup_views, preview_views):
        app.register_blueprint(pages.blueprint)
    details_changing.connect(service.keep_what_is_needed)
    handles(app, mail_check.REQUESTED, mail_check.send_code)
    app.extensions["concord.may_preview"] = previews.may_preview
    add_to_navigation(app, Link(_("Services"), "/admin/", Permission.SERVICES_MANAGE, Place.NATIONAL, rank=10))
    add_to_navigation(app, Link(_("Our service"), "/team/setup", Permission.SERVICE_GO_LIVE, rank=70))
