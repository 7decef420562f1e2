"""What a sensitive and complex case needs: the decision, who leads, other agencies, who may see it (DOMAIN A11)."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from tenants.assessments import complex_forms as forms
from tenants.assessments import queries, service
from tenants.assessments.standing import standing_and_reasons, standing_of
from tenants.assessments.views import BOTH, HOME, blueprint
from tenants.casework.guards import evaluate
from tenants.casework.kinds import Complexity, Duty
from tenants.casework.list_queries import staff_who_record
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.queries import CaseView
from tenants.practice.queries import levels
from tenants.practice.words import LEVELS

P = Permission


@blueprint.route("/team/cases/<uuid:case_id>/complexity", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def complexity(case_id: UUID) -> ResponseReturnValue:
    """Say whether the case is sensitive and complex; the page says what speaks for it."""
    case = found_case(case_id)
    standing, why = standing_and_reasons(case)

    def make(case: CaseView) -> forms.ComplexityForm:
        form = forms.ComplexityForm(case)
        form.suggest(why, standing.complexity)
        return form

    def do(form: forms.ComplexityForm) -> None:
        service.classify(case_id, Complexity(form.complexity.data), form.act(), against=bool(why))

    return act_page(case_id, make, do, home=HOME)


@blueprint.route("/team/cases/<uuid:case_id>/agency", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def agency(case_id: UUID) -> ResponseReturnValue:
    """Write down what another agency was asked, told or met for."""

    def do(form: forms.AgencyForm) -> None:
        service.record_agency(case_id, form.entry(), form.act())

    return act_page(case_id, forms.AgencyForm, do, home=HOME)


@blueprint.route("/team/cases/<uuid:case_id>/staff")
@access(P.CASES_READ_OWN, Place.SERVICE)
def staff(case_id: UUID) -> ResponseReturnValue:
    """Who works on the case, at which level, and which level it needs."""
    case = found_case(case_id)
    return case_page(
        case, "assessments/staff.html", standing=standing_of(case_id), members=queries.members(case_id),
        levels=levels(), level_words=LEVELS, duties=Duty,
        holds=evaluate(case_id, ("lead_level_suffices", "second_facilitator_suffices")),
    )


@blueprint.route("/team/cases/<uuid:case_id>/second", methods=BOTH)
@access(P.CASES_ALLOCATE, Place.SERVICE)
def second(case_id: UUID) -> ResponseReturnValue:
    """Choose a second facilitator."""

    def do(form: forms.SecondForm) -> None:
        service.choose_second(case_id, UUID(form.account.data), form.act())

    return act_page(case_id, forms.SecondForm, do, home="assessments.staff")


@blueprint.route("/team/cases/<uuid:case_id>/who-may-see", methods=BOTH)
@access(P.CASES_SIGN_OFF, Place.SERVICE)
def who_may_see(case_id: UUID) -> ResponseReturnValue:
    """Close the case to all but those who work on it or are named, or open it again."""
    lead_id, restricted = found_case(case_id).lead_id, standing_of(case_id).restricted
    members = queries.members(case_id)
    readers = [one for one in members if one.duty == Duty.READS]
    workers = {lead_id, *(one.account_id for one in members if one.duty != Duty.READS)}
    others = [(account_id, name) for account_id, name in staff_who_record() if account_id not in workers]

    def make(case: CaseView) -> forms.AccessForm:
        form = forms.AccessForm(case)
        form.show(restricted=restricted, readers=readers, staff=others)
        return form

    def do(form: forms.AccessForm) -> None:
        if form.restricted.data == "yes":
            service.restrict(case_id, map(UUID, form.named.data or ()), form.act())
        else:
            service.open_again(case_id, form.act())

    return act_page(case_id, make, do, home=HOME)
