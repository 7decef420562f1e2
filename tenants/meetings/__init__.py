"""Meetings and exchanges between the two sides: what took place, and what it counts as."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from tenants.meetings import guards

    del app, guards  # importing it registered what meetings add to the moves of a case
