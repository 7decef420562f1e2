"""The service's quarterly figures: counted by national rules, submitted once, frozen."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from concord.outbox.service import handles
from tenants.returns import service, views
from tenants.returns.period import QuarterConverter


def init_app(app: Flask) -> None:
    app.url_map.converters["quarter"] = QuarterConverter
    app.register_blueprint(views.blueprint)
    handles(app, "figures.compute", service.figures_due)
    add_to_navigation(app, Link(_("Quarterly figures"), "/team/figures", Permission.RETURNS_READ, rank=40))
