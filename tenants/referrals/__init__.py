"""Referrals: the public form "Ask us to contact you", and what the team does with what was sent."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from concord.identity.navigation import Link, add_to_navigation
from concord.identity.permissions import Permission
from tenants.referrals import (
    agency_views,
    area_views,
    document_views,
    leaving_views,
    limits,
    pages,
    people_views,
    saving_views,
    team_views,
    triage_views,
    upload_views,
    views,
)

__all__ = [  # imported for their routes
    "agency_views", "area_views", "document_views", "init_app", "leaving_views", "people_views", "saving_views",
    "triage_views", "upload_views", "views",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(pages.blueprint)
    limits.limit(app, {
        "refer.begin": limits.STARTS, "refer.resume": limits.CODES, "refer.add_file": limits.FILES,
    })
    app.register_blueprint(team_views.blueprint)
    add_to_navigation(app, Link(_("Referrals"), "/team/referrals", Permission.REFERRALS_READ, rank=20))
