"""What people agree to, page by page: writing it down, its whole history, and what happens when somebody withdraws."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_login import current_user

from concord.identity.access import Place, access
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from tenants.casework import consent_forms, service, tellings
from tenants.casework.actions import actions_for
from tenants.casework.kinds import TellingDecision, ToldHow
from tenants.casework.pages import act_page, case_page, found_case
from tenants.casework.policy import PartyState
from tenants.casework.queries import CaseView
from tenants.casework.views import blueprint
from tenants.casework.withdrawal import From
from tenants.people.models import ConsentChannel
from tenants.people.queries import ledger_of
from tenants.referrals.wording import AGREEMENTS
from tenants.registry.queries import current_profile

P = Permission
BOTH = ["GET", "POST"]
# What to offer when somebody withdrew, as far as the case allows it.
AFTER_WITHDRAWAL: dict[str, LazyString] = {
    "casework.information": _("Other ways of restorative justice, such as a letter or a talk with us"),
    "casework.hold": _("Pause: put this case on hold and look again later"),
    "casework.close": _("Close this case"),
}


@blueprint.route("/team/cases/<uuid:case_id>/consent", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def consent(case_id: UUID) -> ResponseReturnValue:
    """Write down what somebody agrees to, refuses or takes back."""

    def do(form: consent_forms.ConsentForm) -> None:
        service.record_consents(case_id, UUID(form.party.data), form.said(), form.act())

    return act_page(case_id, consent_forms.ConsentForm, do)


@blueprint.route("/team/cases/<uuid:case_id>/consents")
@access(P.CASES_READ_OWN, Place.SERVICE)
def all_consents(case_id: UUID) -> ResponseReturnValue:
    """What each of the people agrees to now."""
    case = found_case(case_id)
    entries = {party.id: ledger_of(party.person_id, case.incident_id, case.episode) for party in case.parties}
    return case_page(case, "casework/consents.html", entries=entries, forms=consent_forms.FORMS)


@blueprint.route("/team/cases/<uuid:case_id>/people/<uuid:party_id>/consents")
@access(P.CASES_READ_OWN, Place.SERVICE)
def consents(case_id: UUID, party_id: UUID) -> ResponseReturnValue:
    """The whole history of what one person agreed to, with the words they agreed to."""
    case = found_case(case_id)
    party = next((party for party in case.parties if party.id == party_id), None) or abort(404)
    return case_page(
        case, "casework/consent_history.html", party=party, forms=consent_forms.FORMS, online_words=AGREEMENTS,
        entries=ledger_of(party.person_id, case.incident_id, case.episode), controller=current_profile().controller,
    )


@blueprint.route("/team/cases/<uuid:case_id>/withdraw", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    """Somebody withdraws."""

    def do(form: consent_forms.WithdrawForm) -> None:
        scope, channel = From(form.scope.data), ConsentChannel(form.channel.data)
        service.withdraw(case_id, UUID(form.party.data), scope, channel, form.act())

    return act_page(case_id, consent_forms.WithdrawForm, do, home="casework.withdrawn")


@blueprint.route("/team/cases/<uuid:case_id>/withdrawn")
@access(P.CASES_READ_OWN, Place.SERVICE)
def withdrawn(case_id: UUID) -> ResponseReturnValue:
    """What a withdrawal did, what is still open to them, and what to do next."""
    case = found_case(case_id)
    gone = [party for party in case.parties if party.state == PartyState.WITHDRAWN]
    possible = {action.endpoint for action in actions_for(case, current_user)}
    offered = [(page, label) for page, label in AFTER_WITHDRAWAL.items() if page in possible]
    undecided = current_user.can(P.CASES_RECORD) and tellings.waiting_for_decision(case_id)
    others = [party for party in case.ours if party not in gone]
    return case_page(
        case, "casework/withdrawn.html", gone=gone, offered=offered, undecided=bool(undecided), others=others,
    )


@blueprint.route("/team/cases/<uuid:case_id>/telling", methods=BOTH)
@access(P.CASES_RECORD, Place.SERVICE)
def telling(case_id: UUID) -> ResponseReturnValue:
    """Decide what the other side hears, or write down who was told."""

    def make(case: CaseView) -> consent_forms.TellingForm:
        waiting = tellings.waiting_for_decision(case_id)
        gone = waiting or [party.id for party in case.parties if party.state == PartyState.WITHDRAWN]
        return consent_forms.TellingForm(case, [str(party_id) for party_id in gone])

    def do(form: consent_forms.TellingForm) -> None:
        about, act = UUID(form.withdrew.data), form.act()
        if form.decision.data == TellingDecision.DO_NOT_TELL:
            tellings.tell_nobody(case_id, about, act)
        elif form.decision.data == TellingDecision.LATER:
            tellings.tell_later(case_id, about, form.again_on.data or uk_today(), act)
        else:
            told = tellings.Told(tuple(map(UUID, form.told.data)), form.wording.data, ToldHow(form.how.data))
            tellings.tell(case_id, about, told, act)

    return act_page(case_id, make, do)
