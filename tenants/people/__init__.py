"""Persons, ways to reach them safely, and what they agreed to."""

from __future__ import annotations

from flask import Blueprint, Flask

blueprint = Blueprint("people", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    from tenants.people import tokens

    del tokens  # importing it lets the tokens of names follow every person that is written
    app.register_blueprint(blueprint)
