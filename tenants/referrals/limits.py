"""How often things may be done from one address: generous, since a prison or a library has only one.

Starting a form, trying a code and adding a file too often is refused for a while. Sending never is: what comes beyond
the limit, from one address or from all together, is received and held.

Counted in Redis. When Redis is away each process counts for itself: no real request for help is refused over that.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, request
from flask_limiter import Limiter, RateLimitExceeded

from concord.config import Settings
from concord.tenancy import scope

STARTS = "60 per hour; 200 per day"
CODES = "30 per hour; 100 per day"
FILES = "60 per hour; 200 per day"
SENDINGS = "20 per hour; 60 per day"
SENDINGS_TO_SERVICE = "200 per hour"
QUICK: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}


def address_at_service() -> str:
    """Which address asks which service, so that the counter's memory names nobody."""
    settings: Settings = current_app.extensions["concord.settings"]
    named = f"{scope.current_tenant_id()} {request.remote_addr}"
    return hmac.new(settings.secret_key.get_secret_value().encode(), named.encode(), hashlib.sha256).hexdigest()


def _service() -> str:
    return str(scope.current_tenant_id())


def too_many_sent() -> bool:
    """Count one more sending; whether there were too many before it."""
    try:
        current_app.extensions["concord.sendings"]()
    except RateLimitExceeded:
        return True
    return False


def _sending() -> None:
    """What is counted: see `limit`."""


def limit(app: Flask, endpoints: Mapping[str, str]) -> None:
    """Count the requests of some routes."""
    limiter = _limiter(app)
    for endpoint, most in endpoints.items():
        limited: Any = limiter.limit(most)(app.view_functions[endpoint])
        app.view_functions[endpoint] = limited


def _limiter(app: Flask) -> Limiter:
    """Each application has one of its own, with its own Redis."""
    known: Limiter | None = app.extensions.get("concord.limiter")
    if known is not None:
        return known
    settings: Settings = app.extensions["concord.settings"]
    limiter = Limiter(
        address_at_service,
        app=app,
        storage_uri=settings.redis_url.replace("unix://", "redis+unix://") or "memory://",
        storage_options=QUICK if settings.redis_url else {},
        in_memory_fallback_enabled=True,
        swallow_errors=True,
    )
    app.extensions["concord.limiter"] = limiter
    of_all: Any = limiter.limit(SENDINGS_TO_SERVICE, key_func=_service)(_sending)
    app.extensions["concord.sendings"] = limiter.limit(SENDINGS)(of_all)
    return limiter
