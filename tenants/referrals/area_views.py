"""Somebody is elsewhere: they are told so kindly, and may take their answers to the right service."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concord.identity.access import PUBLIC, access
from concord.tenancy.hosts import address_of
from tenants.referrals import area, drafts, places, wizard
from tenants.referrals.area import HandOverForm
from tenants.referrals.cookie import set_token, token_of_visitor
from tenants.referrals.forms import StartForm
from tenants.referrals.handing_over import hand_over, moved_before
from tenants.referrals.pages import blueprint, draft_of_visitor, onwards, without_draft
from tenants.registry.areas import police_force_areas
from tenants.registry.queries import current_profile
from tenants.registry.serving import DIRECTORY, LiveService, answering, live_services, services_in


@blueprint.route("/elsewhere", methods=["GET", "POST"])
@access(PUBLIC)
def elsewhere() -> ResponseReturnValue:
    """Which service is the right one, and the three ways on: there with these answers, there anew, or here."""
    draft = draft_of_visitor()
    if draft is None:
        return _moved_before() or without_draft()
    given = draft.answers
    chosen = area.area_of(given)
    if chosen is None or not area.is_elsewhere(given):
        return onwards(given)
    services = services_in(chosen)
    form = HandOverForm(services) if services else None
    if form is not None and form.validate_on_submit():
        right = next(service for service in services if service.slug == form.service.data)
        return _moved(right, hand_over(draft, token_of_visitor(), right.id))
    step = wizard.BY_NAME[area.OWN if wizard.oneself(given) else area.ANOTHERS]
    page = render_template(
        "referrals/elsewhere.html", form=form, chosen=police_force_areas()[chosen], own_areas=area.own_areas(),
        answering=answering(services), directory=DIRECTORY, profile=current_profile(),
        back=places.address(step), onward=places.onwards(given),
    )
    return page, 422 if form is not None and form.is_submitted() else 200


def _moved_before() -> ResponseReturnValue | None:
    """Sent a second time, because the first answer was lost: the answers wait there still."""
    slug = request.form.get("service")
    for service in live_services() if slug else ():
        if service.slug == slug and (code := moved_before(token_of_visitor(), service.id)):
            return _moved(service, code)
    return None


def _moved(right: LiveService, code: str) -> ResponseReturnValue:
    address = address_of(right.slug, url_for("refer.arrived", code=code))
    return render_template("referrals/moved.html", right=right, address=address), {"Refresh": f"0; url={address}"}


@blueprint.route("/handed-over/<code>", methods=["GET", "POST"])
@access(PUBLIC)
def arrived(code: str) -> ResponseReturnValue:
    """The answers came from another service. Opening the page changes nothing; its button leads on, once."""
    if drafts.find_by_code(code) is None:
        return redirect(url_for("refer.start_again"), 303)
    form = StartForm()
    if form.validate_on_submit() and (token := drafts.resume_once(code)):
        drafts.destroy_unless_saved(token_of_visitor())
        response = make_response(redirect(url_for("refer.go_on"), 303))
        set_token(response, token)
        return response
    return render_template("referrals/arrived.html", form=form, profile=current_profile())
