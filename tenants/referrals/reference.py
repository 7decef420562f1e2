"""References such as BED-7F3K-2Q: short, easy to say on the phone, and telling nothing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select

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


def sent_references(submission_key: UUID) -> list[tuple[str, str]]:
    """Reference and role of each referral of one sending, while its confirmation may still be shown."""
    statement = (
        select(Referral.reference, Referral.person_role)
        .where(
            or_(Referral.submission_key == submission_key, Referral.sent_together == submission_key),
            Referral.received_at > func.now() - SHOWN_FOR,
        )
        .order_by(Referral.id)
    )
    return [(row.reference, row.person_role) for row in db.session.execute(statement)]
