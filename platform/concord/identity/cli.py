"""``concord accounts``: the way back in when nobody at an organisation can sign in any more."""

from __future__ import annotations

import json
import sys
from uuid import UUID

import click
from sqlalchemy import func, select

from concord.database import db
from concord.identity import service
from concord.identity.models import Account
from concord.tenancy import scope
from concord.tenancy.models import Organisation


@click.group()
def accounts() -> None:
    """Staff accounts of one organisation."""


@accounts.command()
@click.argument("slug")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def reset(slug: str, email: str, *, as_json: bool) -> None:
    """Reset the sign-in of the account EMAIL at SLUG (`national` is the national office).

    The person is signed out everywhere and gets a new invitation by e-mail; a link for it is printed, too. Make sure
    first that it is really they who ask.
    """
    with scope.no_service():
        tenant_id: UUID | None = db.session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if tenant_id is None:
        sys.exit(f"concord: there is no organisation {slug}")
    with scope.bound_to(tenant_id):
        account_id = db.session.scalar(select(Account.id).where(Account.email_folded == func.lower(email)))
        if account_id is None:
            sys.exit(f"concord: {slug} has no account with this address")
        try:
            service.reset_sign_in(account_id)
        except service.AccountError as refusal:
            sys.exit(f"concord: {refusal}")
        address = service.invitation_address(service.mint_invitation(account_id))
        db.session.commit()
    click.echo(json.dumps({"invitation_url": address}) if as_json else f"The new invitation: {address}")
