"""What is written down about the ways to reach people, and about those who are with them."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.casework import person_forms, persons, supporters
from tenants.casework.pages import act_page, found_case
from tenants.casework.person_forms import RULES_OF
from tenants.casework.person_pages import HOME, Values, edit_page, made_about, party_in, supporter_in, way_in
from tenants.casework.person_views import BOTH, PEOPLE, PERSON
from tenants.casework.queries import CaseView
from tenants.casework.supporters import Supporter
from tenants.casework.views import blueprint
from tenants.people.models import ContactKind, StatedBy
from tenants.people.ways import locked_way, rules_of

P = Permission


@blueprint.route(f"{PEOPLE}/ways/<uuid:way_id>", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def way_rules(case_id: UUID, way_id: UUID) -> ResponseReturnValue:
    """Change how somebody may be reached."""
    way, about = way_in(found_case(case_id), way_id)

    def make(case: CaseView) -> person_forms.RulesForm:
        form = person_forms.RulesForm(case)
        form.for_kind(way.kind)
        return form

    def read(*, locked: bool) -> Values:
        now = rules_of(locked_way(way_id)) if locked else way
        return {name: getattr(now, name) for name in RULES_OF[ContactKind(way.kind)]}

    def save(form: person_forms.RulesForm) -> None:
        rules = form.rules(rules_of(locked_way(way_id)))
        persons.change_rules(case_id, way_id, rules, StatedBy(form.stated_by.data), form.act())

    return edit_page(case_id, make, read, save, about)


@blueprint.route(f"{PEOPLE}/ways/<uuid:way_id>/end", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def way_ended(case_id: UUID, way_id: UUID) -> ResponseReturnValue:
    """It is no longer theirs."""
    _way, about = way_in(found_case(case_id), way_id)

    def do(form: person_forms.EndWayForm) -> None:
        persons.end_way(case_id, way_id, form.act())

    return act_page(case_id, made_about(person_forms.EndWayForm, about), do, HOME)


@blueprint.route(f"{PERSON}/supporters", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def supporter(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """Add somebody who is with a person."""
    party = party_in(found_case(case_id), party_id)

    def do(form: person_forms.SupporterForm) -> None:
        supporters.add_supporter(case_id, party_id, form.supporter(), form.act())

    return act_page(case_id, made_about(person_forms.SupporterForm, party.name), do, HOME)


@blueprint.route(f"{PEOPLE}/supporters/<uuid:supporter_id>", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def supporter_details(case_id: UUID, supporter_id: UUID) -> ResponseReturnValue:
    """Change who is with a person, or what they may be told."""
    about = supporter_in(found_case(case_id), supporter_id).name

    def read(*, locked: bool) -> Values:
        row = supporters.supporter_of_case(case_id, supporter_id, locked=locked)
        return {name: getattr(row, name) for name in Supporter.__dataclass_fields__}

    def save(form: person_forms.SupporterForm) -> None:
        supporters.change_supporter(case_id, supporter_id, form.supporter(), form.act())

    return edit_page(case_id, person_forms.SupporterForm, read, save, about)


@blueprint.route(f"{PEOPLE}/supporters/<uuid:supporter_id>/end", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def supporter_ended(case_id: UUID, supporter_id: UUID) -> ResponseReturnValue:
    """They are not with the person any more."""
    about = supporter_in(found_case(case_id), supporter_id).name

    def do(form: person_forms.EndSupporterForm) -> None:
        supporters.end_supporter(case_id, supporter_id, form.act())

    return act_page(case_id, made_about(person_forms.EndSupporterForm, about), do, HOME)
