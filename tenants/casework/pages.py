"""How a page of a case is made: found or 404, read on record, its form acted on once, its refusals said in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from concord.audit.service import record_read
from concord.database import db
from concord.web.edits import ChangedByOthers
from concord.web.errors import error_page
from concord.web.handled import handled, mark_handled
from tenants.casework import queries, words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.casework.service import NoSuchCase, Refused, StaleCase
from tenants.registry.queries import current_profile

FormOf = TypeVar("FormOf", bound=CaseForm)


def found_case(case_id: UUID) -> CaseView:
    """The case, as far as this reader has it: another's case does not exist for a volunteer."""
    case = queries.case_view(case_id, current_user)
    if case is None:
        abort(404)
    return case


def case_page(case: CaseView, template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page of a case that extends ``casework/frame.html``; the reading goes on record."""
    record_read("case", case.id)
    wording = current_profile().wording
    return render_template(template, case=case, wording=wording, words=words, **context), status


def refused(refusal: Refused) -> Response:
    """For an act without a form that could say why not, such as on a case that has just gone elsewhere."""
    return error_page(409, words=(_l("This cannot be done now"), refusal.args))


def act_page(
    case_id: UUID, make: Callable[[CaseView], FormOf], do: Callable[[FormOf], None], home: str = "casework.show",
) -> ResponseReturnValue:
    """A page with one form, which does one thing to a case and leads back to it, or to another part of it."""
    case = found_case(case_id)
    form = make(case)
    status = 200
    if form.validate_on_submit():
        after, key = url_for(home, case_id=case_id), form.form_key.data or ""
        if done_before := handled(key):
            return redirect(done_before, 303)
        refused = _try(form, do)
        if refused is None:
            flash(_("Saved."))
            if not queries.sees(current_user, case_id):  # not any more, after what was done
                after = url_for("casework.index")
            return redirect(mark_handled(key, after), 303)
        status, case = refused, found_case(case_id)
        form.version.data = str(case.version)
    elif form.is_submitted():
        status = 422
    record_read("case", case_id)
    page = render_template(form.template, case=case, form=form, wording=current_profile().wording, home=home)
    return page, status


def _try(form: FormOf, do: Callable[[FormOf], None]) -> int | None:
    """Act; None when it was done, otherwise the status of the answer. What was typed stays in the form."""
    try:
        do(form)
    except NoSuchCase:
        abort(404)
    except StaleCase:
        form.add_error(
            _("Somebody changed this case after you opened this page. Nothing is lost: read the case again, "
              "then send this once more.")
        )
        status = 409
    except ChangedByOthers:  # the form shows what somebody else wrote
        status = 409
    except Refused as refusal:
        for sentence in refusal.args:
            form.add_error(sentence)
        status = 422
    else:
        return None
    db.session.rollback()
    return status
