"""Flask-Admin over the registry, for platform staff: what there is, and a further host for a service.

Its machinery lists, sorts, searches and pages; its pages are ours, since its own need styles and scripts that the
security policy forbids. Registry tables hold no personal data; row-level security keeps everything else away.
"""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_admin import Admin
from flask_babel import lazy_gettext as _

from admin.backoffice.hosts_list import HostList
from admin.backoffice.lists import AreaList, IndexPage, OrganisationList, RunList, ServiceAreaList
from concord.database import db
from concord.identity.access import Place, declare_blueprint
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from concord.tenancy.models import Organisation, OrganisationHost
from tenants.registry.models import PoliceArea, ServiceArea

URL = "/admin/registry"


def init_app(app: Flask) -> None:
    app.register_blueprint(Blueprint("backoffice", __name__, template_folder="templates"))
    registry = Admin(app, url=URL, endpoint="registry", index_view=IndexPage(endpoint="registry", url=URL))
    registry.add_views(
        OrganisationList(Organisation, db, name=_("Organisations"), endpoint="registry_list", url="organisations"),
        HostList(OrganisationHost, db, name=_("Further hosts"), endpoint="registry_hosts", url="hosts"),
        AreaList(PoliceArea, db, name=_("Police force areas"), endpoint="registry_areas", url="areas"),
        ServiceAreaList(ServiceArea, db, name=_("Areas of services"), endpoint="registry_served", url="service-areas"),
        RunList(name=_("Scheduled work"), endpoint="registry_runs", url="runs"),
    )
    for item in registry.menu():
        declare_blueprint(app, item._view.endpoint, Permission.REGISTRY_READ, Place.NATIONAL)
    add_to_navigation(app, Link(_("Registry"), f"{URL}/", Permission.REGISTRY_READ, Place.NATIONAL, rank=60))
