"""The invented people who sign in: every role, one password, listed by ``concord demo accounts``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from concord.database import db
from concord.identity import passwords
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import Role
from concord.identity.second_factor import new_secret
from concord.identity.service import create_account
from concord.tenancy import scope
from concord.tenancy.hosts import host_of
from concord.tenancy.models import Organisation

PASSWORD = "demonstration-only-lantern"  # noqa: S105 - it opens invented data and is printed for everybody
SERVICE_STAFF = (
    (Role.SERVICE_MANAGER, "Morgan Manager"), (Role.CASE_SUPERVISOR, "Sidney Supervisor"),
    (Role.CASE_COORDINATOR, "Casey Coordinator"), (Role.FACILITATOR, "Frankie Facilitator"),
    (Role.FACILITATOR, "Fenn Facilitator"), (Role.FACILITATOR, "Flynn Facilitator"),
    (Role.VOLUNTEER_FACILITATOR, "Val Volunteer"), (Role.DATA_PROTECTION_OFFICER, "Devon Protection"),
    (Role.READ_ONLY, "Robin Reader"),
)
NATIONAL_STAFF = (
    (Role.NATIONAL_COORDINATOR, "Nico National"), (Role.ADMINISTRATOR, "Addison Administrator"),
    (Role.AUDITOR, "Audrey Auditor"),
)


@dataclass(frozen=True)
class DemonstrationAccount:
    """What somebody needs to sign in."""

    organisation: str
    host: str
    role: str
    email: str
    password: str
    totp_secret: str


def make_staff(people: Iterable[tuple[Role, str]], slug: str, password_hash: str) -> dict[str, UUID]:
    """Ready accounts at the bound organisation; their ids by e-mail address. One hash serves all: hashing is slow."""
    made = {}
    for role, name in people:
        account = create_account(name, f"{name.split()[0].lower()}@{slug}.example", role)
        db.session.execute(update(Account).where(Account.id == account.id).values(
            password_hash=password_hash, totp_secret=new_secret(), status=AccountStatus.ACTIVE
        ))
        made[account.email] = account.id
    return made


def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def listed() -> list[DemonstrationAccount]:
    """Every account that can sign in, with its secrets. For invented data only."""
    with scope.no_service():
        organisations = db.session.execute(
            select(Organisation.id, Organisation.slug, Organisation.kind).order_by(Organisation.kind, Organisation.slug)
        ).all()
    found = []
    for tenant_id, slug, kind in organisations:
        with scope.bound_to(tenant_id):
            rows = db.session.execute(
                select(Account.role, Account.email, Account.totp_secret)
                .where(Account.status == AccountStatus.ACTIVE).order_by(Account.role, Account.email)
            ).all()
        found += [DemonstrationAccount(slug, host_of(slug, kind), role, email, PASSWORD, str(secret))
                  for role, email, secret in rows]
    return found
