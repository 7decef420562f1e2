"""The facts of a case on pages."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.edits import ChangedByOthers
from tenants.casework import facts
from tenants.casework.events import locked_case
from tenants.casework.facts_forms import FactsForm, OptionsForm, ResponsibilityForm
from tenants.casework.kinds import Responsibility
from tenants.casework.pages import act_page
from tenants.casework.queries import CaseView
from tenants.casework.views import blueprint

P = Permission
BOTH = ["GET", "POST"]


@blueprint.route("/team/cases/<uuid:case_id>/facts", methods=BOTH, endpoint="facts")
@access(P.CASES_RECORD, Place.SERVICE)
def change_facts(case_id: UUID) -> ResponseReturnValue:
    """What is known of the case; two people may write it at once."""

    def make(case: CaseView) -> FactsForm:
        form = FactsForm(case)
        form.load(facts.read_facts(case_id))
        return form

    def do(form: FactsForm) -> None:
        act = form.act()
        locked_case(case_id, act)
        if form.changed_by_others(facts.read_facts(case_id)):
            raise ChangedByOthers
        facts.change_facts(case_id, form.values(), act)

    return act_page(case_id, make, do)


@blueprint.route("/team/cases/<uuid:case_id>/responsibility", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def responsibility(case_id: UUID) -> ResponseReturnValue:
    """How far somebody accepts responsibility."""

    def do(form: ResponsibilityForm) -> None:
        facts.say_responsibility(case_id, UUID(form.party.data), Responsibility(form.answer.data), form.act())

    return act_page(case_id, ResponsibilityForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/options", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def options(case_id: UUID) -> ResponseReturnValue:
    """Somebody heard which forms restorative justice can take."""

    def do(form: OptionsForm) -> None:
        facts.explain_options(case_id, UUID(form.party.data), form.preferred_form.data, form.act())

    return act_page(case_id, OptionsForm, do)
