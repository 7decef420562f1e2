"""Writing an item of an agreement, and writing it anew while somebody else may have it open."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.audit.service import record_read
from concord.web.asking import ask
from concord.web.dates import uk_today
from concord.web.edits import ChangedByOthers
from tenants.agreements import queries, service
from tenants.agreements.forms import ItemFields, values_of
from tenants.agreements.queries import ItemRow
from tenants.agreements.views import HOME, blueprint, who_records
from tenants.casework.events import locked_case
from tenants.casework.pages import found_case
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.registry.queries import current_profile


@blueprint.route("/team/cases/<uuid:case_id>/agreement/new", methods=["GET", "POST"])
@who_records
def add(case_id: UUID) -> ResponseReturnValue:
    """One more thing that was agreed."""
    case = found_case(case_id)
    form = ItemFields()
    form.offer(case)

    def save() -> str:
        service.add_item(case_id, UUID(form.responsible.data), form.item(), _act())
        return url_for(HOME, case_id=case_id)

    return ask(form, save, lambda: _page(case, form, _("Add a point to the agreement")), told=_("Saved."))


@blueprint.route("/team/cases/<uuid:case_id>/agreement/<uuid:item_id>/change", methods=["GET", "POST"])
@who_records
def change(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Other words ask both sides again."""
    case = found_case(case_id)
    form = ItemFields()
    if form.is_submitted():
        locked_case(case_id, _act())  # nobody else writes its items now
    item = _item(case_id, item_id)
    form.offer(case)
    del form.responsible
    form.load(values_of(item))

    def save() -> str:
        if form.changed_by_others(values_of(item)):
            raise ChangedByOthers
        service.change_item(case_id, item_id, form.item(), _act())
        return url_for(HOME, case_id=case_id)

    return ask(form, save, lambda: _page(case, form, _("Change a point of the agreement")), told=_("Saved."))


def _page(case: CaseView, form: ItemFields, title: str) -> str:
    record_read("case", case.id)
    return render_template("agreements/item.html", case=case, form=form, title=title, wording=current_profile().wording)


def _item(case_id: UUID, item_id: UUID) -> ItemRow:
    items = (item for agreement in queries.agreements_of(case_id) for item in agreement.items)
    return next((item for item in items if item.id == item_id), None) or abort(404)


def _act() -> Act:
    return Act(current_user.account_id, current_user.role, uk_today())
