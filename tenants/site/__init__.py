"""The public site of an organisation: its home, its pages, its brand, and the way out."""

from __future__ import annotations

from flask import Flask

from concord.web.brand import brand_loader
from concord.web.consent import pages_that_may_count
from tenants.site import cookies, exits, search_engines, views
from tenants.site.brand import brand_of_this_request
from tenants.site.find import views as find
from tenants.site.visits import counting
from tenants.site.visits import views as visits


def init_app(app: Flask) -> None:
    brand_loader(app, brand_of_this_request)
    pages_that_may_count(app, cookies.may_count)
    for part in (views, search_engines, exits, cookies, find, visits):
        app.register_blueprint(part.blueprint)
    counting.init_app(app)
    app.extensions["concord.holding_page"] = views.holding_page
