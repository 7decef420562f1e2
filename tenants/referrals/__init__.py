"""Referrals: the public form "Ask us to contact you", and what the team does with what was sent."""

from __future__ import annotations

from flask import Flask

from tenants.referrals import cookie, drafts, limits, views
from tenants.site.exits import visit_ended


def init_app(app: Flask) -> None:
    limits.init_app(app)
    app.register_blueprint(views.blueprint)
    visit_ended.connect(_destroy_draft)


def _destroy_draft(_sender: object) -> None:
    drafts.destroy(cookie.token_of_visitor())
