"""The service's leaflet: a page, and the same as a PDF to print in A5 and in large print."""

from __future__ import annotations

from flask import Flask

from tenants.leaflet import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
