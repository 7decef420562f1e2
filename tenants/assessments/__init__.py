"""Whether restorative justice may start, suits each person and is safe; and what a sensitive case needs besides."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    del app
