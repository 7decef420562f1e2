"""The forms of a handover."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.tenancy import scope
from concord.web.forms import ChoiceField, ConcordForm, ConfirmField, LongTextField, SelectField, YesNoField
from tenants.casework.forms import CaseForm
from tenants.casework.list_queries import staff_who_record
from tenants.casework.queries import CaseView
from tenants.handover import words
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile
from tenants.registry.serving import live_services


class OfferForm(CaseForm):
    title = _("Hand this case to another service")
    advice = _("They see what it is about, without names, until they say yes. Then the whole case goes to them, and "
               "nobody can change it here any more.")
    send = _("Offer the case")
    service = SelectField(_("Which service?"), required=_("Choose a service"))
    why = ChoiceField(_("Why?"), list(words.WHY.items()), required=_("Choose why"))
    urgent = YesNoField(_("Is it urgent?"), required=_("Choose yes or no"))

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        here = scope.current_tenant_id()
        self.service.offer([(str(service.id), service.name) for service in live_services() if service.id != here])


class ShareForm(OfferForm):
    title = _("Work on this case with another service")
    advice = _("Each service works with its own person, and one of them leads the meeting. They see what the case is "
               "about, without names, until they say yes.")
    send = _("Offer to work together")
    their_role = ChoiceField(_("Whom do they work with?"), required=_("Choose a person"))
    leads = ChoiceField(
        _("Who plans and leads the meeting?"), [("us", _("We do")), ("them", _("They do"))], default="us",
        required=_("Choose who leads it"),
    )
    words = LongTextField(
        _("What happened, for the other service"), hint=_("A few sentences, without names."), max_length=2_000, rows=4,
        required=_("Write what happened"),
    )

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        wording = current_profile().wording
        self.their_role.offer([
            (str(PartyRole.HARMED), wording.harmed.one), (str(PartyRole.RESPONSIBLE), wording.responsible.one)
        ])


class PlanForm(CaseForm):
    title = _("The plan of the meeting")
    advice = _("The other service leads the meeting. It hears that our person agrees, and nothing else.")
    agrees = YesNoField(_("Does our person agree to what it is, when and where?"), required=_("Choose yes or no"))


class TodayForm(CaseForm):
    title = _("On the day")
    goes_on = YesNoField(
        _("Did our person say today that they want to go on?"), required=_("Choose yes or no"),
        hint=_("After a no it stops at once. Nobody is told who said it."),
    )


class TakeForm(ConcordForm):
    """Whoever leads it declares whether they know anybody in it once they can see the names."""

    lead = SelectField(
        _("Who leads this case here?"), required=_("Choose who leads this case"),
        hint=_("Before anything else they say if they know anybody in it."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.lead.offer([(str(account_id), name) for account_id, name in staff_who_record()])


class RefuseForm(ConcordForm):
    reason = ChoiceField(_("Why not?"), list(words.REJECTIONS.items()), required=_("Choose a reason"))


class TakeBackForm(ConcordForm):
    sure = ConfirmField(_("I want to take this offer back."), required=_("Tick the box to take it back"))
