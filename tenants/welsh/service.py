"""The verbs of Welsh: somebody has read it, switch it on, switch it off."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from concord.audit.service import own_actor_id, record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.registry.profile import ProfileError, ServiceProfile, read_profile
from tenants.registry.queries import current_profile
from tenants.registry.service import save_profile
from tenants.welsh import queries
from tenants.welsh.models import WelshReview
from tenants.welsh.texts import fingerprint


def record_review(reviewed_by: str, reviewed_on: date) -> None:
    """Somebody who knows Welsh has read the national Welsh texts as they stand now."""
    review = WelshReview(
        id=uuid7(), fingerprint=fingerprint(), reviewed_by=reviewed_by, reviewed_on=reviewed_on,
        recorded_by=own_actor_id(),
    )
    db.session.add(review)
    db.session.flush()
    record_act("create", "welsh_review", review.id, fingerprint=review.fingerprint)


def switch(*, on: bool) -> None:
    """Let visitors choose Welsh, or no longer. `ProfileError` when nobody has read the Welsh texts."""
    languages = ["en", "cy"] if on else ["en"]
    document = current_profile().model_dump(mode="json", by_alias=True) | {"languages": languages}
    save_profile(read_profile(document))


def refuse_unread(profile: ServiceProfile) -> None:
    """Stop a profile that switches Welsh on before anybody of the service has read it."""
    if "cy" in profile.languages and queries.newest_review() is None:
        raise ProfileError([f"languages: {_('Welsh can be switched on only after somebody has read it and said so')}"])
