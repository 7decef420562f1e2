"""Read-only lists of the registry's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from flask import g
from flask_admin import AdminIndexView, BaseView, expose
from flask_admin.contrib.sqla import ModelView
from flask_babel import format_decimal, gettext, lazy_gettext
from sqlalchemy import select

from admin.onboarding.words import STATUS_NAMES
from concord.database import METADATA, db
from concord.tenancy.models import Kind, Organisation
from concord.web.forms import ConcordForm
from concord.web.translations import uk_date, uk_datetime
from tenants.registry.areas import police_force_areas

_ = lazy_gettext
Formatter = Callable[["RegistryList", Any, Any, str], Any]
KIND_NAMES = {Kind.SERVICE: _("Service"), Kind.NATIONAL: _("National office")}
SCHEDULE_NAMES = {
    "audit_chain": _("Seal the record of who read and changed what"),
    "expired_drafts": _("Delete answers that were never sent"),
    "figures": _("Count the figures"),
    "sign_in_attempts": _("Forget old attempts to sign in"),
    "agreement_items": _("Raise tasks for what was agreed and is late"),
    "form_drafts": _("Forget what was typed when a session ended, after some days"),
    "imports": _("Forget rows of past cases that nobody took"),
    "handovers": _("End offers of cases that no other service answered"),
    "held_referrals": _("Tell teams of held referrals that will go, and let old ones go"),
    "orphaned_documents": _("Destroy files that belong to nothing any more"),
    "visit_counts": _("Keep how often public pages were opened"),
    "schedule_runs": _("Shorten this list"),
}
RUNS_SHOWN = 200
MOST_PAGES = 10_000


class IndexPage(AdminIndexView):  # type: ignore[misc]  # Flask-Admin's types stop at its edge
    """What there is to look at."""

    def __init__(self, **options: Any) -> None:
        super().__init__(template="backoffice/index.html", **options)
        self.static_folder = None  # nothing of Flask-Admin's own styles and scripts is served


class RegistryList(ModelView):  # type: ignore[misc]  # as above
    """One table, to look at only."""

    can_edit = can_delete = False
    # A view that is None gets no address.
    create_view = edit_view = details_view = delete_view = action_view = None
    export = ajax_lookup = ajax_update = None
    list_template = "backoffice/list.html"
    page_size = 50
    column_display_pk = True
    column_type_formatters: ClassVar[dict[type, Callable[..., object]]] = {
        type(None): lambda _view, _value, _name: gettext("Not set"),
        datetime: lambda _view, value, _name: uk_datetime(value),
        date: lambda _view, value, _name: uk_date(value),
    }

    def may_add(self) -> bool:
        """Whether the list shows a button that leads to a form."""
        return False

    def render(self, template: str, **values: Any) -> str:
        """The page; ``page_address`` counts pages from one, as people do."""
        if "pager_url" in values:
            address = values["pager_url"]
            values["page_address"] = lambda number: address(number - 1)
        page: str = super().render(template, **values)
        return page

    def get_list(self, page: int | None, *rest: Any, **options: Any) -> tuple[int | None, list[Any]]:
        """The rows of one page; an address that somebody made up leads to an empty one, not to an error."""
        found: tuple[int | None, list[Any]] = super().get_list(min(max(page or 0, 0), MOST_PAGES), *rest, **options)
        return found

    def scaffold_form(self) -> type[ConcordForm]:
        """No form is made from a table's columns."""
        return ConcordForm


def organisation_name(_view: object, _context: object, row: Any, column: str) -> str:
    """The name behind an organisation's id; all names are read once a request."""
    if "organisation_names" not in g:
        g.organisation_names = organisation_names()
    names: Mapping[UUID, str] = g.organisation_names
    return names[getattr(row, column)]


def organisation_names() -> dict[UUID, str]:
    statement = select(Organisation.id, Organisation.name).order_by(Organisation.name)
    return {row.id: row.name for row in db.session.execute(statement)}


def area_name(_view: object, _context: object, row: Any, column: str) -> str:
    return police_force_areas()[getattr(row, column)].name


class OrganisationList(RegistryList):
    column_list = ("name", "slug", "kind", "status", "created_at", "live_since")
    column_labels: ClassVar[dict[str, object]] = {
        "name": _("Name"), "slug": _("Address"), "kind": _("Kind"), "status": _("State"), "created_at": _("Added"),
        "live_since": _("Live since"),
    }
    column_formatters: ClassVar[dict[str, Formatter]] = {
        "kind": lambda _view, _context, row, _column: KIND_NAMES[row.kind],
        "status": lambda _view, _context, row, _column: STATUS_NAMES[row.status],
    }
    column_searchable_list = ("name", "slug")
    column_default_sort = "name"


class AreaList(RegistryList):
    column_list = ("name", "code", "region_name", "population")
    column_labels: ClassVar[dict[str, object]] = {
        "name": _("Name"), "code": _("Code"), "region_name": _("Region"), "population": _("People"),
    }
    column_formatters: ClassVar[dict[str, Formatter]] = {
        "population": lambda _view, _context, row, _column: (
            gettext("Not set") if row.population is None else format_decimal(row.population)
        ),
    }
    column_searchable_list = ("name", "code", "region_name")
    column_default_sort = "name"


class ServiceAreaList(RegistryList):
    column_list = ("organisation_id", "area_code", "starts_on", "ends_on")
    column_sortable_list = ("area_code", "starts_on", "ends_on")
    column_labels: ClassVar[dict[str, object]] = {
        "organisation_id": _("Service"), "area_code": _("Police force area"), "starts_on": _("From"),
        "ends_on": _("To"),
    }
    column_formatters: ClassVar[dict[str, Formatter]] = {
        "organisation_id": organisation_name, "area_code": area_name,
    }
    column_default_sort = "area_code"


class RunList(BaseView):  # type: ignore[misc]  # as above
    """What the schedule did lately. The table belongs to the workers, a layer above, and is known by its name."""

    @expose("/")  # type: ignore[untyped-decorator]  # as above
    def index_view(self) -> str:
        runs = METADATA.tables["schedule_runs"]
        newest = select(runs.c.schedule, runs.c.due_at, runs.c.done_at).order_by(runs.c.due_at.desc(), runs.c.schedule)
        rows = db.session.execute(newest.limit(RUNS_SHOWN)).all()
        page: str = self.render("backoffice/runs.html", rows=rows, names=SCHEDULE_NAMES)
        return page
