"""Pages: layouts, components, forms, error pages, headers, assets. Knows nothing of restorative justice.

What others use of it is listed in README.md beside this file.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from concord.web import (
    assets,
    brand,
    consent,
    csrf,
    errors,
    health,
    languages,
    logging,
    metrics,
    security,
    templating,
    translations,
)

blueprint = Blueprint("web", __name__, template_folder="templates")
PARTS = (logging, metrics, templating, translations, languages, brand, assets, health, security, consent, csrf,
         errors)


def init_app(app: Flask) -> None:
    app.secret_key = app.extensions["concord.settings"].secret_key.get_secret_value() or None
    app.register_blueprint(blueprint)
    for part in PARTS:
        part.init_app(app)
