"""The forms of a handover."""

from __future__ import annotations

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.web.forms import (
    ChoiceField,
    ConcordForm,
    ConfirmField,
    DateField,
    LongTextField,
    SelectField,
    TextField,
    YesNoField,
)
from tenants.casework import words as case_words
from tenants.casework.forms import CaseForm
from tenants.casework.list_queries import staff_who_record
from tenants.casework.queries import CaseView
from tenants.handover import words
from tenants.people import wordings
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole
from tenants.referrals.team_forms import DatedForm
from tenants.registry.queries import current_profile
from tenants.registry.serving import live_services


class Offered:
    """What every offer says: to whom it goes, and why."""

    service = SelectField(_("Which service?"), required=_("Choose a service"))
    why = ChoiceField(_("Why?"), list(words.WHY.items()), required=_("Choose why"))
    urgent = YesNoField(_("Is it urgent?"), required=_("Choose yes or no"))


class OfferForm(Offered, CaseForm):
    title = _("Hand this case to another service")
    advice = _("They see what it is about, without names, until they say yes. Then the whole case goes to them, and "
               "nobody can change it here any more.")
    send = _("Offer the case")

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        self.service.offer(_other_services())


class OfferReferralForm(Offered, DatedForm):
    """A referral goes only where its person agreed that it goes (T4)."""

    title = _("Hand this referral to another service")
    advice = _("Ask the person first. The other service sees what it is about, without names, until it says yes. Then "
               "the referral goes there with its papers, and is closed here.")
    send = _("Offer the referral")
    channel = ChoiceField(
        _("How did the person agree?"), case_words.choices(case_words.CHANNEL_CHOICES),
        required=_("Choose how they agreed"),
    )
    witness = TextField(_("Who was the witness?"), hint=_("Only when they agreed in words"))
    happened_on = DateField(_("When did they agree?"), default=uk_today, last=uk_today, required=_("Enter the day"))

    def __init__(self) -> None:
        super().__init__()
        self.service.offer(_other_services())
        self.channel.description = _t("They agree to this: “%(words)s”", words=wordings.offered(Purpose.TRANSFER))

    def agreement(self) -> Choice:
        return Choice(
            Purpose.TRANSFER, Decision.GIVEN, ConsentChannel(self.channel.data), self.happened_on.data or uk_today(),
            witness=self.witness.data or None,
        )


def _other_services() -> list[tuple[str, str]]:
    here = scope.current_tenant_id()
    return [(str(service.id), service.name) for service in live_services() if service.id != here]


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
    agrees = YesNoField(
        _("Does our person agree to what it is, when, where and who comes?"), required=_("Choose yes or no"),
    )


class EndTogetherForm(CaseForm):
    title = _("Stop working on this case together")
    advice = _("Phone the other service first. Each of you keeps its own case and its own person. The shared plan "
               "closes, and a meeting that is planned is put on hold. The other service hears that it ended, not why.")
    send = _("Stop working together")


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


class TakeReferralForm(ConcordForm):
    """Nothing is asked: it waits with the other referrals until somebody decides."""

    advice = _("It comes here with its papers, and waits with your referrals until somebody accepts or closes it.")


class RefuseForm(ConcordForm):
    reason = ChoiceField(_("Why not?"), list(words.REJECTIONS.items()), required=_("Choose a reason"))


class TakeBackForm(ConcordForm):
    advice = _("It stays with you. Tell each person who agreed to the move.")
    sure = ConfirmField(_("I want to take this offer back."), required=_("Tick the box to take it back"))
