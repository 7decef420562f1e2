"""Many cases at once: past cases come in from a file, and what managers may see goes out in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from concord.outbox.service import handles

if TYPE_CHECKING:
    from tenants.casework.timeline import TimelineRow


def init_app(app: Flask) -> None:
    from tenants.bulk import export_views, service, views
    from tenants.casework import titles
    from tenants.casework.kinds import EventKind

    del export_views  # imported for its routes
    app.register_blueprint(views.blueprint)
    handles(app, service.CHECK, service.check_some)
    handles(app, service.TAKE, service.begin_taking)
    handles(app, service.TAKE_CASE, service.take_case)
    titles.SENTENCES[EventKind.IMPORTED] = _imported
    add_to_navigation(app, Link(_("Import and export"), "/team/bulk", Permission.CASES_IMPORT, rank=85))


def _imported(name: str, _event: TimelineRow) -> str:
    return str(gettext("%(name)s comes from earlier records", name=name))
