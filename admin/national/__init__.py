"""The national office: published figures of all services, side by side."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from admin.national import service, views
from concord.identity.access import Place
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from concord.outbox.service import handles


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    handles(app, "return.submitted", service.return_submitted)
    link = Link(_("Services compared"), "/national/", Permission.NATIONAL_FIGURES, Place.NATIONAL, rank=10)
    add_to_navigation(app, link)
