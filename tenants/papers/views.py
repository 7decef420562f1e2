"""Papers of a case: what there is and for whom, adding and writing, and what one side gets."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework.kinds import Audience
from tenants.casework.pages import act_page, case_page, found_case
from tenants.documents.giving import give, given_out
from tenants.documents.models import Scan
from tenants.papers import calendars, queries, service, words
from tenants.papers.forms import LetterForm, SentForm, ThrowAwayForm, UploadForm
from tenants.papers.letters import letters
from tenants.papers.reading import side_view
from tenants.papers.side import SideView

blueprint = Blueprint("papers", __name__, template_folder="templates")
BOTH = ["GET", "POST"]
P = Permission
HOME = "papers.index"


@blueprint.route("/team/cases/<uuid:case_id>/papers")
@access(P.CASES_READ_OWN, Place.SERVICE)
def index(case_id: UUID) -> ResponseReturnValue:
    """Every paper of the case, and who may ever see it."""
    return case_page(
        found_case(case_id), "papers/papers.html", papers=queries.papers_of(case_id), audiences=words.AUDIENCES,
        letters=letters(), Scan=Scan,
    )


@blueprint.route("/team/cases/<uuid:case_id>/file", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def upload(case_id: UUID) -> ResponseReturnValue:
    """Add a file to the case."""

    def do(form: UploadForm) -> None:
        file = form.file.data
        service.add_file(case_id, file.filename or "", file.read(), Audience(form.audience.data), form.act())

    return act_page(case_id, UploadForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/letter", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def letter(case_id: UUID) -> ResponseReturnValue:
    """Write a letter to one of the people."""

    def do(form: LetterForm) -> None:
        chosen = letters()[form.letter.data]
        service.write_letter(case_id, UUID(form.party.data), chosen, form.own_words.data or "", form.act())

    return act_page(case_id, LetterForm, do, HOME)


@blueprint.route("/team/cases/<uuid:case_id>/papers/<uuid:document_id>/sent", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def sent(case_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Write down that a letter was sent."""
    _found(case_id, document_id)
    return act_page(case_id, SentForm, lambda form: service.say_sent(case_id, document_id, form.act()), HOME)


@blueprint.route("/team/cases/<uuid:case_id>/papers/<uuid:document_id>/throw-away", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def throw_away(case_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Throw away a letter that nobody sent."""
    _found(case_id, document_id)
    return act_page(case_id, ThrowAwayForm, lambda form: service.throw_away(case_id, document_id, form.act()), HOME)


@blueprint.route("/team/cases/<uuid:case_id>/papers/<uuid:document_id>", methods=BOTH)
@access(P.CASES_READ_OWN, Place.SERVICE)
def document(case_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """One paper."""
    case, paper = found_case(case_id), _found(case_id, document_id)
    return give(
        document_id, reference=case.reference, about={"case": str(case_id)}, made_here=paper.letter is not None,
        back=url_for(HOME, case_id=case_id),
    )


@blueprint.route("/team/cases/<uuid:case_id>/side/<uuid:party_id>")
@access(P.CASES_READ_OWN, Place.SERVICE)
def side(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """What one side may see, to read and to print."""
    case, view = found_case(case_id), _view(case_id, party_id)
    return case_page(case, "papers/side.html", view=view)


@blueprint.route("/team/cases/<uuid:case_id>/side/<uuid:party_id>/print")
@access(P.CASES_READ_OWN, Place.SERVICE)
def side_print(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """The same on a page of its own, that tells nothing of the case around it."""
    found_case(case_id)
    view = _view(case_id, party_id)
    record_read("case", case_id, side=str(view.audience))
    return render_template("papers/side_print.html", view=view)


@blueprint.route("/team/cases/<uuid:case_id>/side/<uuid:party_id>/calendar")
@access(P.CASES_READ_OWN, Place.SERVICE)
def calendar(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """A calendar entry to give to one party."""
    found_case(case_id)
    try:
        data = calendars.entry(_view(case_id, party_id), request.host)
    except calendars.NothingArrangedError:
        abort(404)
    record_read("case", case_id, calendar=str(party_id))
    return given_out(data, "text/calendar", "appointment.ics")


def _view(case_id: UUID, party_id: UUID) -> SideView:
    return side_view(case_id, party_id) or abort(404)


def _found(case_id: UUID, document_id: UUID) -> queries.PaperRow:
    found_case(case_id)
    paper = next((paper for paper in queries.papers_of(case_id) if paper.id == document_id), None)
    if paper is None or paper.scan == Scan.INFECTED:
        abort(404)
    return paper
