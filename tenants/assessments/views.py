"""The assessments of a case: what is done, what holds until when, what is missing; and writing one down."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.edits import ChangedByOthers
from tenants.assessments import forms, queries, service, words
from tenants.assessments.complexity import reasons
from tenants.assessments.policy import Kind
from tenants.assessments.risk_actions import locked_action
from tenants.assessments.standing import standing_of
from tenants.casework.guards import evaluate
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.queries import CaseView, PartyView

blueprint = Blueprint("assessments", __name__, template_folder="templates")
P = Permission
BOTH = ["GET", "POST"]
HOME = "assessments.index"
# What a sensitive and complex case needs beside any other: words, the condition that says whether it is there, and
# the page where it is seen to.
NEEDS = (
    (_("a lead of level advanced or higher"), "lead_level_suffices", "assessments.staff"),
    (_("a second facilitator of level intermediate or higher"), "second_facilitator_suffices", "assessments.staff"),
    (_("a supervisor's approval of the assessment"), "assessment_signed_off", "casework.case_sign_offs"),
    (_("a supervisor's approval of the plan"), "complex_case_signed_off", "casework.case_sign_offs"),
    (_("something on record of other agencies, and their agreement where it was asked for"),
     "agency_approvals_recorded", "assessments.agency"),
)


@blueprint.route("/team/cases/<uuid:case_id>/assessments")
@access(P.CASES_READ_OWN, Place.SERVICE)
def index(case_id: UUID) -> ResponseReturnValue:
    """For each person what is assessed, what it came to and until when it holds; and what else the case needs."""
    case = found_case(case_id)
    standing = standing_of(case_id)
    people = queries.by_party(case, queries.history(case_id), standing.episode)
    return case_page(
        case, "assessments/index.html", people=people, standing=standing, kinds=list(Kind), said=words,
        why=reasons(standing.facts, queries.risks(people)), actions=queries.actions_of(case_id),
        agencies=queries.agency_record(case_id), needs=_needs(case_id) if standing.sensitive else [],
    )


@blueprint.route("/team/cases/<uuid:case_id>/assessments/<uuid:party_id>/<kind>", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def assess(case_id: UUID, party_id: UUID, kind: str) -> ResponseReturnValue:
    """One short form, filled in with the last answers."""
    party = _party(found_case(case_id), party_id, kind)
    newest = next(iter(queries.history(case_id, party_id=party_id, kind=kind)), None)

    def do(form: forms.AssessmentForm) -> None:
        service.assess(case_id, party_id, form.assessed(), form.act())

    return act_page(case_id, forms.assessment_form(Kind(kind), party, newest), do, home=HOME)


@blueprint.route("/team/cases/<uuid:case_id>/assessments/<uuid:party_id>/<kind>/history")
@access(P.CASES_READ_OWN, Place.SERVICE)
def history(case_id: UUID, party_id: UUID, kind: str) -> ResponseReturnValue:
    """Every assessment of one kind of one person; the newest beside the one before it."""
    case = found_case(case_id)
    party = _party(case, party_id, kind)
    rows = queries.history(case_id, party_id=party_id, kind=kind)
    return case_page(case, "assessments/history.html", party=party, kind=kind, rows=rows, said=words)


@blueprint.route("/team/cases/<uuid:case_id>/risk-action", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def plan(case_id: UUID) -> ResponseReturnValue:
    """Plan what is to be done about a risk."""

    def do(form: forms.PlanForm) -> None:
        service.plan_action(case_id, form.party_id(), form.plan(), form.act())

    return act_page(case_id, forms.PlanForm, do, home=HOME)


@blueprint.route("/team/cases/<uuid:case_id>/risk-action/<uuid:action_id>", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def change(case_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """Change what is to be done about a risk."""
    found_case(case_id)
    action = _action(case_id, action_id)

    def make(case: CaseView) -> forms.ActionForm:
        form = forms.ActionForm(case)
        form.load(forms.values_of(action))
        return form

    def do(form: forms.ActionForm) -> None:
        if form.changed_by_others(forms.values_of(locked_action(case_id, action_id))):
            raise ChangedByOthers
        service.change_action(case_id, action_id, form.plan(), form.act())

    return act_page(case_id, make, do, home=HOME)


@blueprint.route("/team/cases/<uuid:case_id>/risk-action/<uuid:action_id>/done", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def done(case_id: UUID, action_id: UUID) -> ResponseReturnValue:
    """What was to be done about a risk is done."""
    found_case(case_id)
    action = _action(case_id, action_id)

    def make(case: CaseView) -> forms.DoneForm:
        form = forms.DoneForm(case)
        form.describe(action)
        return form

    def do(form: forms.DoneForm) -> None:
        service.finish_action(case_id, action_id, form.note.data or None, form.act())

    return act_page(case_id, make, do, home=HOME)


def _needs(case_id: UUID) -> list[tuple[LazyString, bool, str]]:
    """Each thing that a sensitive and complex case needs, whether it is there, and the page where it is seen to."""
    holds = evaluate(case_id, [condition for _label, condition, _page in NEEDS])
    return [(label, holds[condition], page) for label, condition, page in NEEDS]


def _party(case: CaseView, party_id: UUID, kind: str) -> PartyView:
    party = next((party for party in case.parties if party.id == party_id), None)
    if party is None or kind not in set(Kind):
        abort(404)
    return party


def _action(case_id: UUID, action_id: UUID) -> queries.ActionRow:
    action = next((one for one in queries.actions_of(case_id) if one.id == action_id), None)
    if action is None:
        abort(404)
    return action
