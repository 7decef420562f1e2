"""The composition root: which modules make up the application, in the order in which they are set up."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from werkzeug.utils import import_string

from concord.config import Settings, load_settings

MODULES = (
    "concord.database.engine",
    "concord.database.encryption",
    "concord.web",
    "concord.tenancy.hosts",
    "concord.identity",
    "concord.audit",
    "concord.outbox",
    "concord.messaging",
    "concord.storage",
    "tenants.registry",
    "tenants.content",
    "tenants.details",
    "tenants.welsh",
    "tenants.documents",
    "tenants.site",
    "tenants.leaflet",
    "tenants.people",
    "tenants.referrals",
    "tenants.practice",
    "tenants.casework",
    "tenants.assessments",
    "tenants.meetings",
    "tenants.links",
    "tenants.agreements",
    "tenants.feedback",
    "tenants.papers",
    "tenants.notifications",
    "tenants.bulk",
    "tenants.handover",
    "tenants.returns",
    "tenants.rights",
    "admin.onboarding",
    "admin.national",
    "admin.backoffice",
    "admin.demonstration",
    "concord.database.start",
)
MODELS = (
    "concord.tenancy.models",
    "concord.database.encryption",
    "concord.identity.models",
    "concord.audit.models",
    "concord.outbox.models",
    "concord.web.models",
    "tenants.registry.models",
    "tenants.content.models",
    "tenants.welsh.models",
    "tenants.documents.models",
    "tenants.site.models",
    "tenants.people.models",
    "tenants.people.matching_models",
    "tenants.referrals.models",
    "tenants.referrals.triage_models",
    "tenants.practice.models",
    "tenants.casework.models",
    "tenants.casework.record_models",
    "tenants.casework.sign_off_models",
    "tenants.casework.list_models",
    "tenants.assessments.models",
    "tenants.meetings.models",
    "tenants.meetings.exchange_models",
    "tenants.links.models",
    "tenants.agreements.models",
    "tenants.feedback.models",
    "tenants.notifications.models",
    "tenants.bulk.models",
    "tenants.handover.joint_models",
    "tenants.handover.models",
    "tenants.returns.models",
    "tenants.rights.erasable",
    "admin.onboarding.models",
    "admin.national.models",
    "workers.models",
)


def import_models() -> None:
    """Make every table known, for migrations and the catalogue checks."""
    for name in MODELS:
        import_module(name)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Refuses to start on a bad setting or on a database that could leak."""
    app = Flask("concord", static_folder=None, template_folder=None)
    app.extensions["concord.settings"] = settings or load_settings()
    import_models()
    for name in MODULES:
        import_string(f"{name}:init_app")(app)
    return app
