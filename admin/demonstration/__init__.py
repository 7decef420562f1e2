"""Invented services, people and years, for trying and for tests."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to set up: the demonstration is loaded by its command."""
    del app
