"""The case: who it is about, where it stands, what was done and what comes next."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission

# Importing these registers the guards of casework, and gives the blueprint its routes.
GUARDS = ("consent_guards", "facts_guards", "people_guards", "staff_guards")
ROUTES = (
    "act_views", "consent_views", "ending_views", "facts_views", "list_views", "looked", "person_views", "side_views",
    "sign_off_views", "stage_views", "standing_in_views", "task_views", "triage_views", "triage_words",
)


def init_app(app: Flask) -> None:
    from tenants.casework import pages, signals, tasks, views
    from tenants.casework.events import NoSuchCase
    from tenants.casework.tabs import case_tabs, withdraw_url
    from tenants.people.refusals import Refused

    for module in (*GUARDS, *ROUTES):
        import_module(f"tenants.casework.{module}")
    app.jinja_env.globals["case_tabs"] = case_tabs
    app.jinja_env.globals["withdraw_url"] = withdraw_url
    app.register_blueprint(views.blueprint)
    app.register_error_handler(Refused, pages.refused)
    app.register_error_handler(NoSuchCase, pages.no_such_case)
    signals.party_left.connect(tasks.nobody_to_contact)
    signals.consent_recorded.connect(tasks.nobody_to_contact)
    add_to_navigation(app, Link(_("Your day"), "/team/", Permission.OWN_ACCOUNT, rank=10))
    add_to_navigation(app, Link(_("Cases"), "/team/cases", Permission.CASES_READ_OWN, rank=30))
    add_to_navigation(app, Link(_("Sign-off"), "/team/sign-offs", Permission.CASES_SIGN_OFF, rank=35))
