"""The page behind the link in a message to an agency's address. Opening it confirms nothing: mail scanners do that."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from tenants.referrals import agency
from tenants.referrals.forms import StartForm
from tenants.referrals.pages import blueprint
from tenants.registry.queries import current_profile


@blueprint.route("/agency/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def confirm_agency(token: str) -> ResponseReturnValue:
    """Whoever presses the button reads what is sent to this address."""
    form = StartForm()
    confirmed = form.validate_on_submit()
    referrals = agency.confirm(token) if confirmed else agency.referrals_of(token)
    page = render_template(
        "referrals/agency.html", form=form, references=[referral.reference for referral in referrals],
        confirmed=confirmed, profile=current_profile(),
    )
    return page, 200 if referrals else 404
