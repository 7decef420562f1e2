"""Where a preview link leads, at the service's own host. Its address holds a secret and is never passed on."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from admin.onboarding import previews
from concord.identity.access import PUBLIC, Place, access
from concord.tenancy.hosts import current_organisation
from concord.tenancy.models import Status

blueprint = Blueprint("preview", __name__, template_folder="templates")
at_services = access(PUBLIC, Place.SERVICE, before_live=True)


@blueprint.get("/preview/<token>")
@at_services
def show(token: str) -> ResponseReturnValue:
    """Say what the link is for. Looking changes nothing."""
    if not _may_still_look() or not previews.is_open(token):
        return _used()
    return render_template("onboarding/preview.html")


@blueprint.post("/preview/<token>")
@at_services
def use(token: str) -> ResponseReturnValue:
    """Use the link up and show the service."""
    if not _may_still_look() or not previews.use_up(token):
        return _used()
    return previews.let_look(make_response(redirect("/", 303)))


def _may_still_look() -> bool:
    return current_organisation().status == Status.PREPARING


def _used() -> ResponseReturnValue:
    return render_template("onboarding/preview_used.html"), 410


@blueprint.after_request
def _pass_nothing_on(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
