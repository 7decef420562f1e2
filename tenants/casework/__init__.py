"""The case: who it is about, where it stands, what was done and what comes next."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission


def init_app(app: Flask) -> None:
    from tenants.casework import act_views, sign_off_views, views
    from tenants.casework.tabs import case_tabs

    del act_views, sign_off_views  # importing them gave the blueprint its routes
    app.jinja_env.globals["case_tabs"] = case_tabs
    app.register_blueprint(views.blueprint)
    add_to_navigation(app, Link(_("Your day"), "/team/", Permission.OWN_ACCOUNT, rank=10))
    add_to_navigation(app, Link(_("Cases"), "/team/cases", Permission.CASES_READ_OWN, rank=30))
    add_to_navigation(app, Link(_("Sign-off"), "/team/sign-offs", Permission.CASES_SIGN_OFF, rank=35))
