"""Before the first question: how to leave quickly, and what that cannot do. Afterwards the button is on every page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from tenants.referrals import places, wizard
from tenants.referrals.pages import blueprint


@blueprint.get("/leave-quickly")
@access(PUBLIC)
def leave_quickly() -> ResponseReturnValue:
    """Shown once to each who begins, by `begin`."""
    return render_template("referrals/leave_quickly.html", first_question=places.address(wizard.STEPS[0]))
