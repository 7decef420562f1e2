"""Jinja for Concord: a name that was never given to a template is an error, except in templates that are not ours."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cached_property
from typing import Any

from flask import Flask, g
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import ChainableUndefined, PackageLoader, PrefixLoader, StrictUndefined, Template

from concord.web.phones import phone_for_people, tel_address
from concord.web.translations import page_language, uk_date, uk_datetime, uk_moment, uk_short_date, uk_time

# GOV.UK's components and Flask-Admin ask for keys that need not exist, so they cannot be held to our strictness.
LENIENT = ("govuk_frontend_jinja/", "govuk_frontend_wtf/", "admin/")


class ConcordEnvironment(Environment):
    """Strict for our own templates; the lenient ones compile in an overlay that shares everything else."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.undefined = StrictUndefined
        self.trim_blocks = self.lstrip_blocks = True

    @cached_property
    def _lenient(self) -> Environment:
        return self.overlay(undefined=ChainableUndefined, trim_blocks=False, lstrip_blocks=False)

    @cached_property
    def _components(self) -> Environment:
        loader = PrefixLoader({name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")})
        return self.overlay(undefined=ChainableUndefined, trim_blocks=False, lstrip_blocks=False, loader=loader)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template has globals of its own; a chain of maps would be gone through at each import of a macro."""
        return super().make_globals(d) if d else self.globals

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        if isinstance(name, str) and not self.overlayed and name.startswith(LENIENT):
            chosen = self._lenient if name.startswith("admin/") else self._components
            return chosen.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def page_has_errors() -> bool:
    """Whether a form on this page was refused: the page's title then begins with "Error:"."""
    return bool(g.get("form_refused") or page_shown_again())


def page_shown_again() -> bool:
    """Whether this page stands in for a form that came too late to be trusted (see `concord.web.csrf`)."""
    return bool(g.get("page_shown_again"))


def init_app(app: Flask) -> None:
    app.jinja_environment = ConcordEnvironment
    app.jinja_env.filters |= {
        "uk_date": uk_date,
        "uk_short_date": uk_short_date,
        "uk_datetime": uk_datetime,
        "uk_moment": uk_moment,
        "uk_time": uk_time,
        "phone": phone_for_people,
        "tel": tel_address,
    }
    app.jinja_env.globals |= {
        "page_language": page_language,
        "page_has_errors": page_has_errors,
        "page_shown_again": page_shown_again,
        "demonstration": app.extensions["concord.settings"].demo,
    }
