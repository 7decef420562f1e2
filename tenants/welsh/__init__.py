"""Welsh at a service: somebody reads it, and only then can it be switched on."""

from __future__ import annotations

from flask import Flask

from tenants.registry.service import languages_added
from tenants.welsh import views
from tenants.welsh.service import refuse_unread


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    languages_added.connect(refuse_unread)
