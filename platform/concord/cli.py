"""The `concord` command. Features add groups of their own, whose commands run inside the application."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from werkzeug.utils import import_string

from concord.config import Settings, SettingsError, load_settings
from concord.database.protection import ROLES

# Groups of the features, imported when named: dotted module and the click group in it.
FEATURES = {
    "accounts": "concord.identity.cli:accounts",
    "services": "admin.onboarding.cli:services",
    "returns": "tenants.returns.cli:returns",
    "national": "admin.national.cli:national",
    "demo": "admin.demonstration.cli:demo",
}


class Commands(click.Group):
    """The commands of the ground and, found by name, those of the features."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *FEATURES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in FEATURES:
            command: click.Command = import_string(FEATURES[cmd_name])
            return _inside_application(command)
        return super().get_command(ctx, cmd_name)


def _inside_application(command: click.Command) -> click.Command:
    """Run every command of a group inside the application, and start nothing for ``--help``."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _inside_application(part)
    elif command.callback and not hasattr(command.callback, "__wrapped__"):
        original = command.callback

        @functools.wraps(original)
        def inside(*arguments: Any, **options: Any) -> Any:
            with application():
                return original(*arguments, **options)

        command.callback = inside
    return command


@contextmanager
def application() -> Iterator[Flask]:
    """The application on its servers, started for this command if they do not run already."""
    from concord.app import create_app
    from concord.database.engine import close_connections

    with servers() as settings:
        app = create_app(settings)
        try:
            with app.app_context():
                yield app
        finally:
            close_connections()


@contextmanager
def servers() -> Iterator[Settings]:
    """Settings with every address, as the command line's options and the environment give them."""
    from concord.embedded.installation import installation

    with installation(_settings()) as settings:
        yield settings


def _settings() -> Settings:
    settings: Settings = click.get_current_context().find_root().obj
    return settings


@click.group(cls=Commands)
@click.option("--data", type=click.Path(path_type=Path), help="Folder of the installation (default: .concord).")
@click.pass_context
def concord(ctx: click.Context, data: Path | None) -> None:
    """Concord: many restorative justice services, one deployment."""
    ctx.obj = load_settings(data=data)


@concord.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--reveal", is_flag=True, help="Show secrets, too.")
def settings(*, as_json: bool, reveal: bool) -> None:
    """Show every setting with the value in force, addresses of running embedded servers included."""
    from concord.config import described

    values = described(_settings(), reveal=reveal)
    if as_json:
        click.echo(json.dumps({name: value for name, value, _description in values}))
        return
    for name, value, description in values:
        click.echo(f"{name}={value}  # {description}")


@concord.group()
def database() -> None:
    """Make the database, its logins and its tables."""


@database.command()
@click.argument("administrator_url")
@click.option("--name", default="concord", show_default=True, help="Name of the database.")
def prepare(administrator_url: str, name: str) -> None:
    """Make the database and its logins on any server; safe to repeat. Prints the settings to use.

    A login whose address is set already keeps its password; any other gets a new one.
    """
    from psycopg.conninfo import conninfo_to_dict

    from concord.config import DATABASE_ROLES, PREFIX
    from concord.database.prepare import prepare as prepare_server

    known = [conninfo_to_dict(getattr(_settings(), setting)) for setting in DATABASE_ROLES]
    passwords = {str(parts["user"]): str(parts["password"]) for parts in known if "password" in parts}
    addresses = prepare_server(administrator_url, passwords, name)
    settings_of = dict(zip(ROLES, DATABASE_ROLES, strict=True))
    click.echo(json.dumps({PREFIX + settings_of[role].upper(): addresses[role] for role in ROLES}, indent=1))


@database.command()
def migrate() -> None:
    """Bring the tables to the newest version."""
    from concord.database.migrate import upgrade

    with servers() as ready:
        upgrade(ready)


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a migration from the difference between the models and the database (for developers)."""
    from concord.database.migrate import new_revision

    with servers() as ready:
        new_revision(ready, message)


@concord.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def doctor(*, as_json: bool) -> None:
    """Prove that the installation is sound: logins, policies, migrations, queue, storage, mail."""
    from concord.doctor import Check, examine

    with servers() as ready:
        checks: list[Check] = examine(ready)
    ok = all(check.ok for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": ok, "checks": [vars(check) for check in checks]}))
    else:
        for check in checks:
            click.echo(f"{'ok   ' if check.ok else 'WRONG'} {check.name}: {check.detail}")
    if not ok:
        raise SystemExit(1)


@concord.group()
def mail() -> None:
    """Look at what the embedded mail sink received."""


@mail.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_mail(*, as_json: bool) -> None:
    """List received messages, oldest first."""
    from concord.embedded.mail import received

    messages = received(_settings().data)
    if as_json:
        click.echo(json.dumps(messages))
        return
    for message in messages:
        click.echo(f"{message['received_at']}  to {message['to']}  {message['subject']}")


def main() -> None:
    """Run the command; a bad setting or an unsafe database is one line and exit code 1."""
    from concord.database.start import UnsafeDatabase
    from concord.embedded.process import StartError

    try:
        concord(_data_first(sys.argv[1:]))
    except (SettingsError, UnsafeDatabase, StartError) as error:
        sys.exit(f"concord: {error}")


def _data_first(arguments: list[str]) -> list[str]:
    """``--data DIR`` may stand anywhere on the line; it belongs to the whole command."""
    if "--data" in arguments[1:]:
        at = arguments.index("--data")
        return [*arguments[at : at + 2], *arguments[:at], *arguments[at + 2 :]]
    return arguments


if __name__ == "__main__":
    main()
