"""Files that came with a referral: given out to the team as downloads alone, never shown in the browser."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.documents import kinds
from tenants.documents.giving import given_out
from tenants.documents.models import Scan
from tenants.documents.queries import content_of
from tenants.referrals import queries
from tenants.referrals.team_forms import NotScannedForm
from tenants.referrals.team_views import blueprint
from tenants.referrals.uploads import Upload


@blueprint.route("/team/referrals/<uuid:referral_id>/documents/<uuid:document_id>", methods=["GET", "POST"])
@access(Permission.REFERRALS_READ, Place.SERVICE)
def document(referral_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One file. Where no scanner has looked, a page says so first, and a button gives it out."""
    sent = queries.sent_referral(referral_id, current_user) or abort(404)
    file = next((file for file in sent.files if file.id == document_id), None)
    if file is None or file.scan == Scan.INFECTED:
        abort(404)
    form = NotScannedForm()
    if file.scan == Scan.CLEAN or (request.method == "POST" and form.validate()):
        return _given_out(file, sent.referral.reference, referral_id)
    back = url_for("referrals.show", referral_id=referral_id)
    return render_template("referrals/team_document.html", form=form, file=file, sent=sent, back=back)


def _given_out(file: Upload, reference: str, referral_id: UUID) -> ResponseReturnValue:
    """Under the referral's reference: the name that it came under may name somebody."""
    data = content_of(file.id)
    if data is None:
        abort(404)
    record_read("document", file.id, referral=str(referral_id), scan=file.scan)
    (suffix, *_others) = next(kind.suffixes for kind in kinds.KINDS if kind.media_type == file.media_type)
    return given_out(data, file.media_type, f"{reference}.{suffix}")
