"""The cookie of a visitor who gave the right word: which link they opened, for half an hour, on this device alone."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from concord.config import Settings

LASTS_SECONDS = 30 * 60


def opened_by_visitor() -> UUID | None:
    """The link that this device opened; anything at all may stand in the cookie."""
    try:
        return UUID(_signer().loads(request.cookies.get(_name(), ""), max_age=LASTS_SECONDS))
    except (BadData, ValueError, AttributeError):
        return None


def remember(response: Response, link_id: UUID) -> None:
    response.set_cookie(
        _name(), str(_signer().dumps(str(link_id))), secure=_settings().secure, httponly=True, samesite="Lax"
    )


def forget(response: Response) -> None:
    response.delete_cookie(_name(), secure=_settings().secure, httponly=True, samesite="Lax")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_settings().secret_key.get_secret_value(), salt="one-use-link")


def _name() -> str:
    return "__Host-concord_go" if _settings().secure else "concord_go"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["concord.settings"]
    return settings
