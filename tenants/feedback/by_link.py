"""The questions behind a link: one short page, everything optional, and a no is an answer."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from concord.web.forms import ConcordForm
from tenants.casework.queries import CaseView
from tenants.feedback import queries, service
from tenants.feedback.questions_form import ByLinkForm, questions_form
from tenants.links.models import About
from tenants.links.purposes import Subject


def subjects(case: CaseView) -> list[Subject]:
    """Who was asked, and has not said anything yet; also after the case has closed."""
    return [
        Subject(party_id, invitation_id, case.name_of(party_id))
        for invitation_id, party_id in queries.offered_to(case.id)
    ]


def due(case_id: UUID, party_id: UUID) -> UUID | None:
    """The questions that wait for somebody."""
    return next((invitation_id for invitation_id, asked in queries.offered_to(case_id) if asked == party_id), None)


def make_form(about: About) -> ConcordForm | None:
    if not queries.is_waiting(about.subject_id):
        return None
    form: ConcordForm = questions_form(ByLinkForm)()
    return form


def answer(about: About, form: ConcordForm) -> None:
    filled = cast("ByLinkForm", form)
    if filled.rather_not.data:
        service.decline_by_link(about.subject_id)
    else:
        service.answer_by_link(about.subject_id, filled.given())
