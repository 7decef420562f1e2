"""How a page of a case is made: found or 404, read on record, its form acted on once, its refusals said in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from concord.audit.service import record_read
from concord.web.asking import Refusal, ask
from concord.web.errors import error_page
from tenants.casework import missing, queries, visibility, words
from tenants.casework.erased import erased_page
from tenants.casework.forms import CaseForm
from tenants.casework.guards import Unmet
from tenants.casework.queries import CaseView
from tenants.casework.reaching import NotApproached
from tenants.casework.service import NoSuchCase, Refused
from tenants.registry.queries import current_profile

FormOf = TypeVar("FormOf", bound=CaseForm)


def found_case(case_id: UUID) -> CaseView:
    """The case, as far as this reader has it: another's case does not exist for a volunteer.

    Whatever is asked of one that is erased, the answer is its certificate.
    """
    case = queries.case_view(case_id, current_user)
    if case is None:
        abort(erased_page(case_id, current_user) or 404)
    return case


def case_page(case: CaseView, template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """A page of a case that extends ``casework/frame.html``; the reading goes on record."""
    record_read("case", case.id)
    wording = current_profile().wording
    return render_template(template, case=case, wording=wording, words=words, **context), status


def no_such_case(_missing: NoSuchCase) -> Response:
    """For an id of something that is on no case of this service."""
    return error_page(404)


def refused(refusal: Refused) -> Response:
    """For an act without a form that could say why not, such as on a case that has just gone elsewhere."""
    return error_page(409, words=(_l("This cannot be done now"), refusal.args))


def act_page(
    case_id: UUID, make: Callable[[CaseView], FormOf], do: Callable[[FormOf], None], home: str = "casework.show",
) -> ResponseReturnValue:
    """A page with one form, which does one thing to a case and leads back to it, or to another part of it."""
    case = found_case(case_id)
    form = make(case)

    def act() -> str:
        do(form)
        seen = visibility.sees(current_user, case_id)  # perhaps not any more, after what was done
        return url_for(home, case_id=case_id) if seen else url_for("casework.index")

    def say_why(refusal: Refusal) -> None:
        for line in why_not(refusal, case):
            form.add_error(line.sentence, url=line.url)
        form.version.data = str(found_case(case_id).version)  # whoever reads why sees the case as it is now

    def show() -> str:
        record_read("case", case_id)
        return render_template(
            form.template, case=found_case(case_id) if form.is_submitted() else case, form=form,
            wording=current_profile().wording, home=home,
        )

    return ask(form, act, show, told=_("Saved."), say_why=say_why)


def why_not(refusal: Refusal, case: CaseView) -> list[missing.Line]:
    """Each reason for which an act on a case was refused, with the page where it is put right."""
    if isinstance(refusal, Unmet):
        found = missing.lines(case, refusal.rules, current_user, refusal.on)
        return [line for lines in found.values() for line in lines]
    url = url_for(refusal.page, case_id=case.id) if isinstance(refusal, NotApproached) else ""
    return [missing.Line(str(sentence), url) for sentence in refusal.sentences]
