"""``concord demo``: load the invented services, and list who can sign in."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask import current_app

from admin.demonstration.accounts import listed
from admin.demonstration.service import AlreadyLoaded, load
from concord.config import Settings


@click.group()
def demo() -> None:
    """Invented services, people and years, for trying."""


@demo.command("load")
def load_demonstration() -> None:
    """Load the demonstration into an empty installation."""
    _refuse_outside_demonstration()
    try:
        load(click.echo)
    except AlreadyLoaded as error:
        raise click.ClickException(str(error)) from None


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def accounts(*, as_json: bool) -> None:
    """List the demonstration's accounts with password and authenticator secret."""
    _refuse_outside_demonstration()
    found = listed()
    if as_json:
        click.echo(json.dumps([asdict(account) for account in found]))
        return
    for account in found:
        click.echo(f"{account.host:28} {account.role:24} {account.email:36} {account.password}  {account.totp_secret}")


def _refuse_outside_demonstration() -> None:
    settings: Settings = current_app.extensions["concord.settings"]
    if not settings.demo:
        raise click.ClickException("this is not a demonstration (CONCORD_DEMO is not set)")
