"""The service itself: name, police areas, provider, commissioner, contact, brand, policy and wording."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to set up: the registry is read and written through its queries and verbs."""
    del app
