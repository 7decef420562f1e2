"""``concord services``: list the services, add one from a file, suspend one, open it again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from admin.onboarding import queries, service
from admin.onboarding.documents import read_file
from concord.database import db
from concord.identity import service as identity
from concord.tenancy import scope
from concord.tenancy.hosts import host_of
from tenants.registry.profile import ProfileError

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def services() -> None:
    """Regional services: list, add, suspend, resume."""


@services.command("list")
@as_json_option
def list_services(*, as_json: bool) -> None:
    """List every service with its state and the hosts at which it answers."""
    with scope.no_service():
        found = queries.services()
    if as_json:
        click.echo(json.dumps([
            {"slug": one.slug, "name": one.name, "status": one.status, "hosts": one.hosts} for one in found
        ]))
        return
    for one in found:
        click.echo(f"{one.slug}  {one.status}  {', '.join(one.hosts)}  {one.name}")


@services.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--manager-name", default="", help="The first manager's name; or a [manager] table in the file.")
@click.option("--manager-email", default="", help="The first manager's e-mail address; or in the file.")
@as_json_option
def create(file: Path, manager_name: str, manager_email: str, *, as_json: bool) -> None:
    """Add a service in preparation from FILE, a TOML file or a pack's folder, and invite its first manager.

    The invitation goes out by e-mail; a link for the same account is printed, too.
    """
    with _plainly():
        pack, manager = read_file(file, {"name": manager_name, "email": manager_email})
        service_id = service.bring_on(pack, manager.name, manager.email)
    with scope.bound_to(service_id):
        invited = queries.managers()[0]
        address = identity.invitation_address(identity.mint_invitation(invited.id))
        db.session.commit()
    made = {"slug": pack.profile.slug, "host": host_of(pack.profile.slug), "invitation_url": address}
    if as_json:
        click.echo(json.dumps(made))
        return
    click.echo(f"{made['slug']} is in preparation at {made['host']}. Its first manager begins at {address}")


@services.command()
@click.argument("slug")
def suspend(slug: str) -> None:
    """Close a service to everybody, its staff too, from the next request on. Nothing is lost."""
    with _plainly():
        service.suspend(slug)
    click.echo(f"{slug} is suspended.")


@services.command()
@click.argument("slug")
def resume(slug: str) -> None:
    """Open a suspended service again, as it was before."""
    with _plainly():
        service.resume(slug)
    click.echo(f"{slug} is open again.")


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what is wrong, one line for each fault, and leave with 1."""
    try:
        yield
    except ProfileError as error:
        _leave(error.messages)
    except service.CannotDo as error:
        _leave([str(error)])


def _leave(faults: list[str]) -> None:
    for fault in faults:
        click.echo(f"concord: {fault}", err=True)
    sys.exit(1)
