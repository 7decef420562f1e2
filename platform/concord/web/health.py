"""Is the process alive (/healthz), and does everything it needs answer (/readyz)?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify

from concord.identity.access import PUBLIC, Place, access

log = structlog.get_logger(__name__)
blueprint = Blueprint("health", __name__)


@dataclass
class Check:
    """One thing the installation needs. It is fine when the callable returns; it failed when it raises."""

    name: str
    run: Callable[[], object]
    time_out: float
    to_serve: bool
    thread: Thread | None = None

    def start(self, app: Flask) -> Attempt:
        """Begin, unless the last attempt still hangs: then this one has failed already."""
        attempt = Attempt(self.name)
        if self.thread and self.thread.is_alive():
            attempt.detail = "no answer"
            return attempt
        self.thread = Thread(target=attempt.make, args=(app, self.run), daemon=True)
        self.thread.start()
        return attempt


@dataclass
class Attempt:
    """What one run of a check found. The detail is a type of failure, never its message."""

    name: str
    ok: bool = False
    detail: str = field(default="no answer")

    def make(self, app: Flask, run: Callable[[], object]) -> None:
        try:
            with app.app_context():
                run()
        except Exception as failure:
            log.warning("not ready", part=self.name, exc_info=failure)
            self.detail = type(failure).__name__
        else:
            self.ok, self.detail = True, ""


def register_check(
    app: Flask, name: str, run: Callable[[], object], time_out: float = 2.0, *, to_serve: bool = True
) -> None:
    """Have ``concord doctor`` and, when pages cannot be served without it, /readyz ask one more thing.

    The callable runs in a thread of its own, inside an application context.
    """
    app.extensions.setdefault("concord.checks", {})[name] = Check(name, run, time_out, to_serve)


def run_checks(app: Flask, *, to_serve: bool = False) -> list[dict[str, object]]:
    """Every check (or those that serving needs) at once, each within its own time: ``[{"name", "ok", "detail"}]``."""
    checks: list[Check] = [
        check for check in app.extensions.get("concord.checks", {}).values() if check.to_serve or not to_serve
    ]
    began = time.monotonic()
    attempts = [(check, check.start(app)) for check in checks]
    for check, _attempt in attempts:
        if check.thread:
            check.thread.join(max(0.0, began + check.time_out - time.monotonic()))
    return [{"name": attempt.name, "ok": attempt.ok, "detail": attempt.detail} for _check, attempt in attempts]


@blueprint.get("/healthz")
@access(PUBLIC, at=Place.HOSTLESS)
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access(PUBLIC, at=Place.HOSTLESS)
def readyz() -> tuple[Response, int]:
    """Database, queue and storage answer; 503 names the part that fails."""
    checks = run_checks(current_app._get_current_object(), to_serve=True)  # type: ignore[attr-defined]  # the proxy's own
    good = all(check["ok"] for check in checks)
    return jsonify({"ok": good, "checks": checks}), 200 if good else 503


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
