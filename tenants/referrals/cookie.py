"""The cookie that leads a visitor to their own draft: a random token, for this host alone, gone with the browser."""

from __future__ import annotations

from flask import Response, current_app, request

from concord.config import Settings


def token_of_visitor() -> str:
    """What the visitor's cookie says; anything at all may stand in it."""
    return request.cookies.get(_name(), "")


def set_token(response: Response, token: str) -> None:
    response.set_cookie(_name(), token, secure=_settings().secure, httponly=True, samesite="Lax")


def _name() -> str:
    return "__Host-concord_answers" if _settings().secure else "concord_answers"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings
