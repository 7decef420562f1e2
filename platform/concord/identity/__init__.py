"""Accounts, permissions, sign-in, second factor, invitations, sessions."""

from __future__ import annotations

from flask import Flask

from concord.identity import access, principal, views


def init_app(app: Flask) -> None:
    access.init_app(app)
    principal.init_app(app)
    app.register_blueprint(views.blueprint)
