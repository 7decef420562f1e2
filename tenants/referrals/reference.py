"""References such as BED-7F3K-2Q: short, easy to say on the phone, and telling nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, select

from concord.database import db
from tenants.referrals.models import Referral
from tenants.registry.queries import current_profile

# No vowels, so that no word comes out, and nothing that looks like another sign: no 0 and O, no 1, I and L.
ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
SHOWN_FOR = timedelta(minutes=30)


def new_reference() -> str:
    """A random reference that no referral of the bound service has."""
    prefix = current_profile().reference_prefix
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(6))
        reference = f"{prefix}-{signs[:4]}-{signs[4:]}"
        if not db.session.execute(select(exists().where(Referral.reference == reference))).scalar_one():
            return reference


def reference_of_submission(submission_key: UUID) -> str | None:
    """The reference that one submission was given, while its confirmation may still be shown."""
    statement = select(Referral.reference).where(
        Referral.submission_key == submission_key, Referral.received_at > func.now() - SHOWN_FOR
    )
    return db.session.execute(statement).scalar_one_or_none()
