"""How many forms may be started from one address: generous, since a prison or a library is one address.

Counted in Redis. When Redis is away each process counts for itself: no real request for help is refused over that.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, current_app, request
from flask_limiter import Limiter

from concord.config import Settings
from concord.tenancy import scope

STARTS = "60 per hour; 200 per day"
QUICK = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}


def address_at_service() -> str:
    """Which address asks which service, so that the counter's memory names nobody."""
    settings: Settings = current_app.extensions["concord.settings"]
    named = f"{scope.current_tenant_id()} {request.remote_addr}"
    return hmac.new(settings.secret_key.get_secret_value().encode(), named.encode(), hashlib.sha256).hexdigest()


limiter = Limiter(address_at_service, in_memory_fallback_enabled=True, headers_enabled=False)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["concord.settings"]
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url.replace("unix://", "redis+unix://") or "memory://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = QUICK if settings.redis_url else {}
    limiter.init_app(app)
