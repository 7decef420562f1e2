"""The forms about the people of a case: who they are, what they were told, and that somebody leaves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ChoicesField, EmailField, PhoneField, TextField
from tenants.casework import policy, words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.people.models import Answer, ContactKind, StatedBy
from tenants.people.service import WayToReach
from tenants.referrals.models import PartyRole
from tenants.registry.queries import current_profile

ANSWERS = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.UNKNOWN, _("We do not know"))]
STATED_BY = [(StatedBy.SELF, _("The person themselves")), (StatedBy.OTHER, _("Somebody else"))]
ONLY_THEIRS = _("Only what the person themselves says counts. Anything else stays unknown until you check it.")


class PartyForm(CaseForm):
    """A form about one of the people of the case."""

    anybody = False  # also those with whom another service works
    party = ChoiceField(_("Who is it about?"), required=_("Choose a person"))

    def prepare(self, case: CaseView) -> None:
        there = case.parties if self.anybody else case.ours
        self.party.offer([(str(party.id), party.name) for party in there])


class PersonForm(CaseForm):
    title = _("Add the other person")
    name = TextField(_("Name"), required=_("Enter the name"))
    role = ChoiceField(_("Who are they?"), required=_("Choose who they are"))
    phone = PhoneField(_("Phone (optional)"), autocomplete="off")
    email = EmailField(_("E-mail (optional)"), autocomplete="off")
    stated_by = ChoiceField(
        _("Who gave you these details?"), STATED_BY, default=StatedBy.OTHER, required=_("Choose who gave them"),
    )
    safe = ChoiceField(
        _("Is it safe to use them?"), ANSWERS, default=Answer.UNKNOWN, hint=ONLY_THEIRS, required=_("Choose an answer")
    )

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        wording = current_profile().wording
        self.role.offer([
            (PartyRole.HARMED, wording.harmed.one.capitalize()),
            (PartyRole.RESPONSIBLE, wording.responsible.one.capitalize()),
        ])

    def ways(self) -> tuple[WayToReach, ...]:
        safe, given = Answer(self.safe.data), ((ContactKind.PHONE, self.phone), (ContactKind.EMAIL, self.email))
        return tuple(WayToReach(kind=kind, value=field.data, safe=safe) for kind, field in given if field.data)


class InformationForm(PartyForm):
    title = _("Tell somebody about restorative justice")
    told_by = ChoicesField(
        _("How did you tell them?"), words.choices(words.TOLD_BY), required=_("Choose how you told them")
    )
    offer = ChoiceField(_("What did they say?"), words.choices(words.OFFERS), required=_("Choose what they said"))


class LeaveForm(PartyForm):
    title = _("Somebody leaves the case")
    advice = _("If they said no or took back what they agreed to, write that down under what they agree to.")
    state = ChoiceField(
        _("Why?"), [(str(state), words.STATES[state]) for state in policy.LEFT], required=_("Choose a reason")
    )
