"""What facilitators may do, and how it is kept up: level, supervision, observed practice, training (DOMAIN B3)."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission


def init_app(app: Flask) -> None:
    from tenants.practice import views

    app.register_blueprint(views.blueprint)
    add_to_navigation(app, Link(_("Practice"), "/team/practice", Permission.CASES_RECORD, rank=60))
