"""The public site of an organisation: its home, its pages, its brand, and the way out."""

from __future__ import annotations

from flask import Flask

from concord.web.brand import brand_loader
from tenants.site import exits, views
from tenants.site.brand import brand_of_this_request
from tenants.site.find import views as find


def init_app(app: Flask) -> None:
    brand_loader(app, brand_of_this_request)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(exits.blueprint)
    app.register_blueprint(find.blueprint)
    app.extensions["concord.holding_page"] = views.holding_page
