"""How pages about one person of a case are made: what two may change at once, and what one click writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from concord.database import db
from concord.web.dates import uk_today
from concord.web.edits import ChangedByOthers
from tenants.casework.events import locked_case
from tenants.casework.forms import CaseForm
from tenants.casework.pages import act_page, found_case
from tenants.casework.person_forms import RecordForm
from tenants.casework.queries import CaseView, PartyView
from tenants.casework.service import Act, NoSuchCase, Refused
from tenants.casework.supporters import SupporterView, supporters_of
from tenants.casework.way_forms import way_label
from tenants.people.queries import Way

HOME = "casework.people"
Values = Mapping[str, Any]
FormOf = TypeVar("FormOf", bound=RecordForm)
AnyForm = TypeVar("AnyForm", bound=CaseForm)


class Read(Protocol):
    """What the record says, by field name; ``locked`` for this act alone until the transaction ends."""

    def __call__(self, *, locked: bool) -> Values: ...


def edit_page(
    case_id: UUID, make: Callable[[CaseView], FormOf], read: Read, save: Callable[[FormOf], None], about: str
) -> ResponseReturnValue:
    """A page that changes a record; what somebody else wrote meanwhile stands beside what was typed."""

    def opened(case: CaseView) -> FormOf:
        form = made_about(make, about)(case)
        if not form.is_submitted():
            form.load(read(locked=False))
        return form

    def do(form: FormOf) -> None:
        locked_case(case_id, form.act())  # first, as every verb does
        if form.changed_by_others(read(locked=True)):
            raise ChangedByOthers
        save(form)

    return act_page(case_id, opened, do, HOME)


def made_about(make: Callable[[CaseView], AnyForm], about: str) -> Callable[[CaseView], AnyForm]:
    """The same form, with whom or what it is about above its heading."""

    def made(case: CaseView) -> AnyForm:
        form = make(case)
        form.about = about
        return form

    return made


def one_click(case_id: UUID, do: Callable[[Act], None]) -> ResponseReturnValue:
    """Written down by a button, without a form."""
    found_case(case_id)
    try:
        do(Act(current_user.account_id, current_user.role, uk_today()))
    except NoSuchCase:
        abort(404)
    except Refused as refusal:
        db.session.rollback()
        for sentence in refusal.args:
            flash(sentence)
    else:
        flash(_("Saved."))
    return redirect(url_for(HOME, case_id=case_id), 303)


def party_in(case: CaseView, party_id: UUID) -> PartyView:
    """One of the people of the case, or 404."""
    return next((party for party in case.parties if party.id == party_id), None) or abort(404)


def way_in(case: CaseView, way_id: UUID) -> tuple[Way, str]:
    """One of the ways to reach them, and how it is called; or 404."""
    found = ((way, way_label(party, way)) for party in case.parties for way in party.ways if way.id == way_id)
    return next(found, None) or abort(404)


def supporter_in(case: CaseView, supporter_id: UUID) -> SupporterView:
    """One of those who are with them, or 404."""
    return next((one for one in supporters_of(case.id) if one.id == supporter_id), None) or abort(404)
