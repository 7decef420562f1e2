"""Pages of the platform's administrators: every service, a new one, one of them. No way from here leads to a case."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin.onboarding import previews, queries, service
from admin.onboarding.documents import Manager, read_manager, read_new_service, read_sent_file
from admin.onboarding.forms import FileForm, ManagerForm, NewServiceForm
from admin.onboarding.words import STATUS_COLOURS, STATUS_NAMES
from concord.audit.service import record_act
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.identity.words import STATUS_NAMES as ACCOUNT_STATUS_NAMES
from concord.tenancy.hosts import address_of
from concord.tenancy.models import Status
from concord.web.forms import ConcordForm
from concord.web.handled import first_time
from tenants.registry.areas import PoliceForceArea, police_force_areas
from tenants.registry.boxes import show_faults
from tenants.registry.packs import Pack
from tenants.registry.profile import ProfileError

blueprint = Blueprint("onboarding", __name__, url_prefix="/admin", template_folder="templates")
administrators = access(Permission.SERVICES_MANAGE, Place.NATIONAL)
blueprint.add_app_template_global(address_of, "service_address")


@blueprint.get("/")
@administrators
def service_list() -> ResponseReturnValue:
    """Every service with its state and addresses."""
    return render_template(
        "onboarding/services.html", services=queries.services(), names=STATUS_NAMES, colours=STATUS_COLOURS
    )


@blueprint.route("/services/new", methods=["GET", "POST"])
@administrators
def new_service() -> ResponseReturnValue:
    """A new service, typed in."""
    form = NewServiceForm()

    def read() -> tuple[Pack, Manager]:
        profile, manager = read_new_service(form.document, form.manager)
        return Pack(profile, {}, None), manager

    done = _bring_on(form, read) if form.validate_on_submit() else None
    return done or (render_template("onboarding/new.html", form=form, regions=_regions()), _status())


@blueprint.route("/services/new/file", methods=["GET", "POST"])
@administrators
def new_service_from_file() -> ResponseReturnValue:
    """A new service, from a TOML file."""
    form = FileForm()
    done = None
    if form.validate_on_submit():
        done = _bring_on(form, lambda: read_sent_file(_sent_text(form), form.manager))
    return done or (render_template("onboarding/new_from_file.html", form=form), _status())


@blueprint.get("/services/<uuid:service_id>")
@administrators
def one_service(service_id: UUID) -> ResponseReturnValue:
    """One service: its state, what it still lacks, who was invited."""
    return _service_page(_find(service_id))


@blueprint.route("/services/<uuid:service_id>/<any(suspend,resume):act>", methods=["GET", "POST"])
@administrators
def change_status(service_id: UUID, act: str) -> ResponseReturnValue:
    """Ask first, then suspend a service or open it again."""
    found = _find(service_id)
    form = ConcordForm()
    if form.validate_on_submit():
        {"suspend": service.suspend, "resume": service.resume}[act](found.slug)
        record_act("change", "organisation", found.id, what=act)
        flash(_("The service is suspended.") if act == "suspend" else _("The service is open again."))
        return redirect(url_for(".one_service", service_id=found.id), 303)
    return render_template("onboarding/change_status.html", form=form, service=found, act=act), _status()


@blueprint.post("/services/<uuid:service_id>/preview")
@administrators
def new_preview(service_id: UUID) -> ResponseReturnValue:
    """Make a preview link. It is shown on this answer only, so that it stands in no address and no log."""
    found = _find(service_id)
    if found.status != Status.PREPARING:
        return _service_page(found, _("A preview link is for a service in preparation only.")), 422
    link = previews.make_link(found.id, found.slug)
    record_act("create", "preview_link", None, service=str(found.id))
    return render_template("onboarding/preview_link.html", service=found, link=link)


@blueprint.post("/services/<uuid:service_id>/invitation")
@administrators
def invite_again(service_id: UUID) -> ResponseReturnValue:
    """Send the first manager's invitation again."""
    found = _find(service_id)
    try:
        service.invite_again(found.id)
    except service.CannotDo as refusal:
        return _service_page(found, str(refusal)), 422
    record_act("change", "organisation", found.id, what="invited_again")
    flash(_("A new invitation is on its way. Links sent before do not work any more."))
    return redirect(url_for(".one_service", service_id=found.id), 303)


@blueprint.route("/services/<uuid:service_id>/manager", methods=["GET", "POST"])
@administrators
def other_manager(service_id: UUID) -> ResponseReturnValue:
    """Invite somebody else, as long as nobody has taken the service over."""
    found = _find(service_id)
    form = ManagerForm()
    if form.validate_on_submit():
        try:
            service.invite_manager(found.id, read_manager(form.manager))
        except ProfileError as error:
            show_faults(form, error, form.paths)
        except service.CannotDo as refusal:
            form.add_error(str(refusal))
        else:
            record_act("change", "organisation", found.id, what="other_manager_invited")
            flash(_("The invitation is on its way."))
            return redirect(url_for(".one_service", service_id=found.id), 303)
    return render_template("onboarding/other_manager.html", form=form, service=found), _status()


def _bring_on(form: NewServiceForm | FileForm, read: Callable[[], tuple[Pack, Manager]]) -> ResponseReturnValue | None:
    """Add what the form says; None when there are faults, which then stand in the form."""
    try:
        pack, manager = read()
        if not first_time(form.form_key.data or "", url_for(".service_list")):
            made = queries.service_by_slug(pack.profile.slug) or abort(409)
            return redirect(url_for(".one_service", service_id=made.id), 303)
        service_id = service.bring_on(pack, manager.name, manager.email)
    except ProfileError as error:
        show_faults(form, error, form.paths)
        return None
    record_act("create", "organisation", service_id)
    flash(_("The service is added, and its first manager invited."))
    return redirect(url_for(".one_service", service_id=service_id), 303)


def _sent_text(form: FileForm) -> str:
    """The one file that was sent or pasted."""
    upload, pasted = form.file.data, form.text.data or ""
    if bool(upload) == bool(pasted):
        raise ProfileError([_("Choose a file or paste what is in it, one of the two.")])
    try:
        return upload.read().decode() if upload else pasted
    except UnicodeDecodeError:
        raise ProfileError([_("The file is not a text in UTF-8.")]) from None


def _service_page(found: queries.ListedService, problem: str = "") -> str:
    return render_template(
        "onboarding/service.html", **vars(queries.overview(found)), problem=problem, names=STATUS_NAMES,
        colours=STATUS_COLOURS, account_names=ACCOUNT_STATUS_NAMES,
    )


def _find(service_id: UUID) -> queries.ListedService:
    return queries.service_by_id(service_id) or abort(404)


def _regions() -> dict[str, list[PoliceForceArea]]:
    """The police force areas by region, both in the order of their names."""
    regions: dict[str, list[PoliceForceArea]] = {}
    for area in sorted(police_force_areas().values(), key=lambda area: (area.region_name, area.name)):
        regions.setdefault(area.region_name, []).append(area)
    return regions


def _status() -> int:
    return 422 if request.method == "POST" else 200
