"""Further hosts: listed like the rest, and added by a form of our own."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from sqlalchemy import select

from admin.backoffice.hosts import BadHost, add_host, host_name
from admin.backoffice.lists import Formatter, RegistryList, organisation_name
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.tenancy.models import Organisation, Status
from concord.web.forms import ConcordForm, SelectField, TextField

_ = lazy_gettext


class HostForm(ConcordForm):
    organisation = SelectField(_("Service"), required=_("Choose a service"))
    host = TextField(
        _("Host"), required=_("Enter a host name"), max_length=253, hint=_("Such as www.service.example"),
        component={"spellcheck": False, "autocapitalize": "none"},
    )


class HostList(RegistryList):
    """The one list that can be added to. A host answers as soon as its domain leads here."""

    column_list = ("host", "organisation_id")
    column_sortable_list = ("host",)
    column_labels: ClassVar[dict[str, object]] = {"host": _("Host"), "organisation_id": _("Service")}
    column_formatters: ClassVar[dict[str, Formatter]] = {"organisation_id": organisation_name}
    column_searchable_list = ("host",)
    column_default_sort = "host"

    def may_add(self) -> bool:
        """For administrators; the form behind the button has its own check."""
        return bool(current_user.can(Permission.SERVICES_MANAGE))

    @expose("/new/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]  # Flask-Admin has no types
    @access(Permission.SERVICES_MANAGE, Place.NATIONAL)
    def create_view(self) -> ResponseReturnValue:
        """A further host for one service."""
        form = HostForm()
        form.organisation.offer(_open_services())
        if form.validate_on_submit():
            try:
                add_host(UUID(form.answers["organisation"]), host_name(form.answers["host"]))
            except BadHost as refusal:
                form.add_error(str(refusal), "host")
            else:
                flash(gettext("The host is added."))
                return redirect(self.get_url(".index_view"), 303)
        page: Any = self.render("backoffice/new_host.html", form=form)
        return page, 422 if request.method == "POST" else 200


def _open_services() -> list[tuple[str, str]]:
    statement = select(Organisation.id, Organisation.name).where(Organisation.status != Status.CLOSED)
    return [(str(row.id), row.name) for row in db.session.execute(statement.order_by(Organisation.name))]
