"""Documents in S3, sealed with the service's own data key before they leave this process."""

from __future__ import annotations

from functools import partial

from flask import Flask

from concord.storage.store import FAILURES, Document, NotStoredError, Store, delete, get, keys, put
from concord.web.health import register_check

__all__ = ["FAILURES", "Document", "NotStoredError", "delete", "get", "init_app", "keys", "put"]


def init_app(app: Flask) -> None:
    store = Store(app.extensions["concord.settings"])
    app.extensions["concord.storage"] = store
    register_check(app, "storage", partial(Store.check, store))
