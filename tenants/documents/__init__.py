"""Files that people send to a service: looked at, sealed, scanned where there is a scanner, and destroyed for good."""

from __future__ import annotations

from flask import Blueprint, Flask

from concord.config import Settings
from concord.outbox.service import handles
from concord.web.health import register_check
from tenants.documents import service
from tenants.documents.clamd import Scanner


def init_app(app: Flask) -> None:
    app.register_blueprint(Blueprint("documents", __name__, template_folder="templates"))
    settings: Settings = app.extensions["concord.settings"]
    scanner = Scanner(settings.clamav) if settings.clamav else None
    app.extensions["concord.scanner"] = scanner
    if scanner:
        register_check(app, "scanner", scanner.check, to_serve=False)  # pages are served without it
    handles(app, service.SCAN_DUE, service.scan)
    handles(app, service.DESTROY, service.destroy_content)
