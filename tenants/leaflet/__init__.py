"""The service's leaflet: a page, and the same as a PDF to print in A5 and in large print."""

from __future__ import annotations

from flask import Flask

from tenants.leaflet import pdf, views


def init_app(app: Flask) -> None:
    app.extensions["concord.leaflet_fonts"] = pdf.load_fonts(app.extensions["concord.settings"].node_modules)
    app.register_blueprint(views.blueprint)
