"""The page on which it is written down who heard that a case does not go ahead."""

from __future__ import annotations

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.forms import ChoiceField, ChoicesField
from tenants.casework import actions, policy, telling_words, words
from tenants.casework.ending import NOT_TOLD, tell_of_end
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import ToldHow
from tenants.casework.pages import act_page
from tenants.casework.queries import CaseView
from tenants.casework.views import blueprint

HOW = [*words.choices(words.TOLD_HOW), (NOT_TOLD, _("They were not told: it is not safe, or they want no contact"))]


class EndingForm(CaseForm):
    title = _("Somebody is told that it does not go ahead")
    advice = _("Use the approved words. Do not say who decided it, or why.")
    told = ChoicesField(_("Who is it about?"), required=_("Choose who it is about"))
    wording = ChoiceField(
        _("In which words?"), telling_words.offered(), default=telling_words.DEFAULT, required=_("Choose the words")
    )
    how = ChoiceField(_("How were they told?"), HOW, required=_("Choose how they were told"))

    def prepare(self, case: CaseView) -> None:
        there = [(str(party.id), party.name) for party in case.ours if party.state not in policy.OUT]
        self.told.offer(there)
        if len(there) == 1 and not self.is_submitted():
            self.told.data = [there[0][0]]


def _may_end(case: CaseView) -> bool:
    return case.stage in policy.ACTIVE


actions.offer("casework.told_of_end", EndingForm.title, shown=_may_end, rank=81)


@blueprint.route("/team/cases/<uuid:case_id>/told-of-end", methods=["GET", "POST"])
@access(Permission.CASES_RECORD, Place.SERVICE)
def told_of_end(case_id: UUID) -> ResponseReturnValue:
    """Write down who was told that it does not go ahead."""

    def do(form: EndingForm) -> None:
        how = None if form.how.data == NOT_TOLD else ToldHow(form.how.data)
        tell_of_end(case_id, tuple(map(UUID, form.told.data or ())), form.wording.data, how, form.act())

    return act_page(case_id, EndingForm, do)
