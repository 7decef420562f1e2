"""What a service says in public: its texts in versions, drafts and publishing, over the national defaults."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.access import Place
from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from tenants.content import history_views, views
from tenants.content.service import store_pack
from tenants.registry.service import pack_stored


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(history_views.blueprint)
    add_to_navigation(app, Link(_("Our pages"), "/team/content", Permission.CONTENT_EDIT, Place.ANYWHERE, rank=65))
    pack_stored.connect(store_pack)
