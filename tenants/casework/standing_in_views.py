"""The page on which somebody comes to a case to stand in for another."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.forms import ChoiceField
from tenants.casework import actions, standing_in
from tenants.casework.act_views import PEOPLE
from tenants.casework.pages import act_page
from tenants.casework.party_forms import PersonForm
from tenants.casework.queries import CaseView
from tenants.casework.views import blueprint
from tenants.people.models import StatedBy


class StandInForm(PersonForm):
    title = _("Somebody stands in for a person")
    advice = _("Such as somebody who was harmed in a like way, or somebody who is trained to stand in. They are asked, "
               "assessed and prepared like everybody. Nothing made for them, or for the other side, tells of the "
               "person they stand in for.")
    role = None  # type: ignore[assignment]  # it is that of whom they stand in for
    absent = ChoiceField(_("Who do they stand in for?"), required=_("Choose who they stand in for"))

    def prepare(self, case: CaseView) -> None:
        self.absent.offer([(str(party.id), party.name) for party in case.ours if party.may_be_stood_in_for])


def _may_be_added(case: CaseView) -> bool:
    return case.stage in standing_in.ADDED_IN


actions.offer("casework.stand_in", StandInForm.title, shown=_may_be_added, rank=20)


@blueprint.route("/team/cases/<uuid:case_id>/stand-in", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def stand_in(case_id: UUID) -> ResponseReturnValue:
    """Add somebody who stands in for one of the people."""

    def do(form: StandInForm) -> None:
        standing_in.stand_in(
            case_id, UUID(form.absent.data), form.name.data or "", form.ways(), StatedBy(form.stated_by.data),
            form.act(),
        )

    return act_page(case_id, StandInForm, do, PEOPLE)
