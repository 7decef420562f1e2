"""The people of a case: all of them on one page, each on a page of their own, and what is written down about them."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from concord.audit.service import record_read
from concord.database import db
from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.casework import person_forms, person_queries, person_words, persons, supporters
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.person_pages import HOME, Values, edit_page, one_click, party_in
from tenants.casework.queries import CaseView
from tenants.casework.views import blueprint
from tenants.people.details import details_of, locked_person
from tenants.people.equality import QUESTIONS, equality_of
from tenants.people.models import Person
from tenants.people.needs import NEEDS
from tenants.people.queries import needs_of
from tenants.referrals.models import PartyRole

P = Permission
BOTH = ["GET", "POST"]
PEOPLE = "/team/cases/<uuid:case_id>/people"
PERSON = f"{PEOPLE}/<uuid:party_id>"


@blueprint.route(PEOPLE)
@access(P.CASES_READ_OWN, Place.SERVICE)
def people(case_id: UUID) -> ResponseReturnValue:
    """Everybody whom the case is about, with the rule beside each way to reach them."""
    case = found_case(case_id)
    return case_page(
        case, "casework/people.html", said=person_words, may=_may(), supporters=supporters.supporters_of(case_id),
        needs=person_queries.needs_by_person(party.person_id for party in case.parties),
    )


@blueprint.route(PERSON)
@access(P.CASES_READ_OWN, Place.SERVICE)
def one_person(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """All about one of them."""
    case = found_case(case_id)
    party = party_in(case, party_id)
    record_read("person", party.person_id)
    return case_page(
        case, "casework/person.html", party=party, said=person_words, may=_may(), today=uk_today(),
        person=person_queries.person_view(party.person_id),
        needs=person_queries.needs_by_person([party.person_id]),
        supporters=supporters.supporters_of(case_id),
        others=person_queries.other_cases(party.person_id, case_id, current_user),
        old_ways=person_queries.old_ways(party.person_id),
        equality=person_queries.equality_state(party.person_id),
    )


@blueprint.route(f"{PEOPLE}/known", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def known_person(case_id: UUID) -> ResponseReturnValue:
    """Add somebody who is on record already: which case first, then who of it."""
    reference = request.values.get("reference", "")
    found = person_queries.people_of(reference, current_user) if reference else []
    if not found:
        return case_page(found_case(case_id), "casework/known.html", reference=reference)

    def make(case: CaseView) -> person_forms.KnownPersonForm:
        form = person_forms.KnownPersonForm(case)
        form.offer(reference, found)
        return form

    def do(form: person_forms.KnownPersonForm) -> None:
        persons.add_known_person(case_id, UUID(form.person.data), PartyRole(form.role.data), form.act())

    return act_page(case_id, make, do, HOME)


@blueprint.route(f"{PERSON}/details", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def person_details(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """Change who somebody is."""
    party = party_in(found_case(case_id), party_id)

    def read(*, locked: bool) -> Values:
        key = (scope.current_tenant_id(), party.person_id)
        return vars(details_of(locked_person(party.person_id) if locked else db.session.get_one(Person, key)))

    def save(form: person_forms.DetailsForm) -> None:
        persons.change_details(case_id, party_id, form.details(), form.act())

    return edit_page(case_id, person_forms.DetailsForm, read, save, party.name)


@blueprint.route(f"{PERSON}/needs", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def person_needs(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """Ask somebody what they need to take part."""
    party = party_in(found_case(case_id), party_id)

    def read(*, locked: bool) -> Values:
        if locked:
            locked_person(party.person_id)
        row = needs_of(party.person_id)
        return {name: getattr(row, name, None) for name in NEEDS}

    def save(form: person_forms.NeedsForm) -> None:
        persons.ask_needs(case_id, party_id, form.needs(), form.act())

    return edit_page(case_id, person_forms.NeedsForm, read, save, party.name)


@blueprint.route(f"{PERSON}/needs/asked", methods=["POST"])
@access(P.CASES_RECORD, Place.SERVICE)
def needs_asked(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """They were asked, and what is on record is right: in one click."""
    return one_click(case_id, lambda act: persons.confirm_needs(case_id, party_id, act))


@blueprint.route(f"{PERSON}/equality", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def equality(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """The equality questions, which nobody has to answer."""
    party = party_in(found_case(case_id), party_id)
    record_read("equality_answers", party.person_id)

    def read(*, locked: bool) -> Values:
        if locked:
            locked_person(party.person_id)
        row = equality_of(party.person_id)
        answers = row.answers or {} if row else {}
        return {question.code: answers.get(question.code, "") for question in QUESTIONS}

    def save(form: person_forms.EqualityForm) -> None:
        persons.record_equality(case_id, party_id, form.equality(), form.act())

    return edit_page(case_id, person_forms.EqualityForm, read, save, party.name)


@blueprint.route(f"{PERSON}/equality/declined", methods=["POST"])
@access(P.CASES_RECORD, Place.SERVICE)
def equality_declined(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """They would rather not answer any of it."""
    return one_click(case_id, lambda act: persons.record_equality(case_id, party_id, None, act))


def _may() -> dict[str, bool]:
    """What this reader may write down about people."""
    return {"record": current_user.can(P.CASES_RECORD), "check": current_user.can(P.CONTACT_CHECK)}
