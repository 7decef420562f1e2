"""Letters, messages and recordings of a plan: taken in, and brought over step by step."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.asking import ask
from tenants.casework.missing import Line
from tenants.casework.pages import case_page
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.documents import service as documents
from tenants.documents.giving import give
from tenants.meetings import service, words
from tenants.meetings.exchange_forms import ExchangeForm
from tenants.meetings.exchange_models import STEPS
from tenants.meetings.exchange_queries import exchanges_of
from tenants.meetings.exchanges import Given
from tenants.meetings.policy import ExchangeKind
from tenants.meetings.queries import MeetingView
from tenants.meetings.taps import Said, found_meeting, now, tap_page
from tenants.meetings.views import BOTH, blueprint
from tenants.registry.queries import current_profile

RECORD = Permission.CASES_RECORD


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/exchanges", methods=BOTH)
@access(RECORD, Place.SERVICE)
def exchanges(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """What is to be passed on, and the next step of each."""
    return tap_page(case_id, activity_id, {"step": _step, "return": _return}, _show)


def _show(case: CaseView, meeting: MeetingView, faults: list[Line]) -> ResponseReturnValue:
    return case_page(
        case, "meetings/exchanges.html", 422 if faults else 200, meeting=meeting, faults=faults, said=words,
        exchanges=exchanges_of(meeting.id), me=current_user.account_id,
    )


def _step(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    if said["step"] not in STEPS:
        abort(404)
    service.take_step(case_id, activity_id, UUID(said["exchange"]), said["step"], act)


def _return(case_id: UUID, activity_id: UUID, said: Said, act: Act) -> None:
    service.give_back(case_id, activity_id, UUID(said["exchange"]), act)


@blueprint.route("/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/exchanges/new", methods=BOTH)
@access(RECORD, Place.SERVICE)
def exchange(case_id: UUID, activity_id: UUID) -> ResponseReturnValue:
    """Take in what one side gives us for the other."""
    case, meeting = found_meeting(case_id, activity_id)
    form = ExchangeForm(case, meeting.activity.form)
    home = url_for("meetings.exchanges", case_id=case_id, activity_id=activity_id)

    def act() -> str:
        sender, receiver = form.from_and_to()
        given = Given(
            from_party_id=sender, to_party_id=receiver, kind=ExchangeKind(form.kind.data),
            words=form.words.data or None, document_id=_kept(form),
        )
        service.add_exchange(case_id, activity_id, given, now())
        return home

    def show() -> str:
        record_read("case", case_id)
        wording = current_profile().wording
        return render_template("meetings/exchange.html", case=case, form=form, back=home, wording=wording)

    return ask(form, act, show)


def _kept(form: ExchangeForm) -> UUID | None:
    upload = form.file.data
    if not upload or not upload.filename:
        return None
    return documents.add(upload.filename, upload.read(), current_user.account_id)


@blueprint.route(
    "/team/cases/<uuid:case_id>/meetings/<uuid:activity_id>/exchanges/<uuid:exchange_id>/file", methods=["GET", "POST"]
)
@access(RECORD, Place.SERVICE)
def exchange_file(case_id: UUID, activity_id: UUID, exchange_id: UUID) -> ResponseReturnValue:
    """The file of one of them."""
    case, meeting = found_meeting(case_id, activity_id)
    found = next((one for one in exchanges_of(meeting.id) if one.id == exchange_id), None)
    if found is None or found.document_id is None:
        abort(404)
    back = url_for("meetings.exchanges", case_id=case_id, activity_id=activity_id)
    return give(found.document_id, reference=case.reference, about={"case": str(case.id)}, back=back)
