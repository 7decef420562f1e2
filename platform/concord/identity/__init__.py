"""Accounts, permissions, sign-in, second factor, invitations, sessions."""

from __future__ import annotations

from flask import Flask

from concord.identity import access


def init_app(app: Flask) -> None:
    access.init_app(app)
