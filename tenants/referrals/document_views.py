"""Files that came with a referral: given out to the team as downloads alone, never shown in the browser."""

from __future__ import annotations

from uuid import UUID

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.documents.giving import give
from tenants.referrals import queries
from tenants.referrals.team_views import blueprint


@blueprint.route("/team/referrals/<uuid:referral_id>/documents/<uuid:document_id>", methods=["GET", "POST"])
@access(Permission.REFERRALS_READ, Place.SERVICE)
def document(referral_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One file."""
    sent = queries.sent_referral(referral_id, current_user) or abort(404)
    if document_id not in {file.id for file in sent.files}:
        abort(404)
    return give(
        document_id, reference=sent.referral.reference, about={"referral": str(referral_id)},
        back=url_for("referrals.show", referral_id=referral_id),
    )
