"""Lists of cases, their filters, and the search."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import HiddenField

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.forms import ConcordForm, ConfirmField, TextField
from tenants.casework import filters, list_queries, saved_filters, search, words
from tenants.casework.filters import Filters
from tenants.casework.list_queries import Margin
from tenants.casework.service import Refused
from tenants.casework.views import blueprint

Choices = list[tuple[str, str, list[tuple[str, str]]]]
LAST_PAGE = 10_000  # a larger number in an address is a mistake


class SaveForm(ConcordForm):
    """Keep a list under a name."""

    name = TextField(
        _("Name of this list"), max_length=60, hint=_("Do not write names of people here."),
        required=_("Enter a name"),
    )
    shared = ConfirmField(_("Share it with the team"))


class SearchForm(ConcordForm):
    """Words stay out of the address: they may be somebody's name."""

    words = TextField(
        _("Search"), max_length=100, hint=_("A name, a reference, a phone number or words of a note"),
        required=_("Enter what to look for"), autocomplete="off",
    )
    page = HiddenField(default="1")

    @property
    def number(self) -> int:
        return _page(self.page.data or "")


@blueprint.route("/team/cases", methods=["GET", "POST"])
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def index() -> ResponseReturnValue:
    """Cases of one tab, as the address filters them; sent, it keeps that as a list to come back to."""
    asked, form = _filters(), SaveForm()
    if form.validate_on_submit():
        try:
            saved_filters.save(current_user.account_id, form.name.data or "", asked, shared=bool(form.shared.data))
        except Refused as refusal:
            form.add_error(str(refusal))
        else:
            flash(_t("The list is saved."))
            return redirect(_address(asked), 303)
    number = _page(request.args.get("page", ""))
    listed = list_queries.case_list(current_user, number, asked)
    record_read("case_list", None, page=number, cases=[str(row.id) for row in listed.rows])
    margin = list_queries.margin(current_user)
    choices = _choices(margin)
    page = render_template(
        "casework/list.html", listed=listed, filters=asked, form=form, words=words, tabs=_tabs(asked, margin),
        choices=choices, orders=filters.ORDERS, applied=_applied(asked, choices), most=list_queries.MOST,
        saved=margin.saved, url=lambda page: _address(asked, page=page),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/team/cases/lists/<uuid:saved_id>/remove")
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def remove_list(saved_id: UUID) -> ResponseReturnValue:
    """Take away a list of one's own."""
    if not saved_filters.remove(current_user.account_id, saved_id):
        abort(404)
    flash(_t("The list is removed."))
    return redirect(url_for("casework.index"), 303)


@blueprint.route("/team/cases/search", methods=["GET", "POST"])
@access(Permission.CASES_READ_OWN, Place.SERVICE)
def find() -> ResponseReturnValue:
    """Search; what is found stands on the answer to the form, page by page."""
    form, listed = SearchForm(), None
    if form.validate_on_submit():
        listed = search.search(current_user, form.words.data or "", form.number)
        record_read("case_search", None, page=form.number, cases=[str(row.id) for row in listed.rows])
    page = render_template("casework/search.html", form=form, listed=listed, words=words)
    return page, 422 if form.is_submitted() and listed is None else 200


def _filters() -> Filters:
    """What the address asks for; 404 when no page of ours made it."""
    everybody = current_user.can(Permission.CASES_READ)
    try:
        return filters.read(request.args, "open" if everybody else "mine")
    except ValueError:
        abort(404)


def _page(asked: str) -> int:
    number = int(asked) if asked.isdecimal() and len(asked) < len(str(LAST_PAGE)) else 1
    return max(1, number)


def _address(asked: Filters, **more: Any) -> str:
    return f"{url_for('casework.index')}?{urlencode([*asked.query(), *more.items()])}"


def _tabs(asked: Filters, margin: Margin) -> list[tuple[str, str, bool]]:
    return [
        (f"{tab.label} ({_number(margin.counts[name])})", url_for("casework.index", tab=name), name == asked.tab)
        for name, tab in filters.TABS.items()
    ]


def _number(count: int) -> str:
    return f"{count}" if count <= list_queries.MOST else _t("more than %(number)s", number=list_queries.MOST)


def _choices(margin: Margin) -> Choices:
    """Name, label, and codes with words, of each filter."""
    codes = {name: [(code, str(word)) for code, word in one.codes.items()] for name, one in filters.FILTERS.items()}
    codes["lead"] = margin.leads
    return [(name, str(one.label), codes[name]) for name, one in filters.FILTERS.items()]


def _applied(asked: Filters, choices: Choices) -> list[tuple[str, str]]:
    """Each thing that the list is filtered by, in words, with the address of the list without it."""
    said = {(name, code): f"{label}: {word}" for name, label, codes in choices for code, word in codes}
    return [
        (said.get((name, code), code), _address(asked.without(name, code)))
        for name, codes in asked.chosen.items() for code in codes
    ]
