"""The forms of agreements and follow-up."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _

from concord.web.dates import DateField
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, LongTextField, SelectField, TextField
from tenants.agreements import words as said
from tenants.agreements.policy import FINAL, FollowUpOutcome, ItemKind, ItemStatus
from tenants.agreements.queries import ItemRow, pounds
from tenants.agreements.service import Item
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import Audience
from tenants.casework.policy import OUT
from tenants.casework.queries import CaseView, PartyView
from tenants.referrals.models import PartyRole

MOST_POUNDS = 100_000


class PoundsField(TextField):
    """A sum of money in pounds; ``pence`` is an int, or None."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, max_length=20, **options)
        self.component |= {"inputmode": "decimal", "classes": "govuk-input--width-5", "prefix": {"text": "£"}}

    def understand(self, text: str) -> str:
        try:
            value = Decimal(text.replace("£", "").replace(",", "").replace(" ", ""))
        except InvalidOperation:
            raise ValueError(_t("Enter a sum in pounds, like 25 or 12.50")) from None
        if not 0 < value <= MOST_POUNDS or value != value.quantize(Decimal("0.01")):
            raise ValueError(_t("Enter a sum in pounds, like 25 or 12.50"))
        return str(value)

    @property
    def pence(self) -> int | None:
        return int(Decimal(self.data) * 100) if self.data else None


class ItemFields(EditForm):
    """What an item says."""

    responsible = SelectField(_("Whose agreement is it?"), required=_("Choose whose agreement it is"))
    kind = ChoiceField(
        _("What is it?"), list(said.KINDS.items()), default=ItemKind.APOLOGY, required=_("Choose what it is")
    )
    words = LongTextField(
        _("What was agreed, in their words?"), max_length=2000, rows=3, required=_("Write down what was agreed"),
        hint=_("Both sides read this. Leave out addresses and anything that one side should not know."),
    )
    owner = SelectField(_("Who does it?"), required=_("Choose who does it"))
    for_party = SelectField(_("Is it for one person harmed only? (optional)"))
    due_on = DateField(_("By when? (optional)"))
    amount = PoundsField(_("How much money? (optional)"))
    evidence = TextField(_("How shall we know that it is done? (optional)"), max_length=500)
    visibility = ChoiceField(
        _("Who may see it on paper and through a link?"), list(said.VISIBILITY.items()), default=Audience.BOTH,
        required=_("Choose who may see it"),
    )

    def offer(self, case: CaseView) -> None:
        """The people of this case; the only one is chosen already."""
        there = [party for party in case.parties if not (party.is_protected and party.state in OUT)]  # who stands in is
        responsible = [party for party in there if party.role == PartyRole.RESPONSIBLE]
        self.responsible.offer(_people(responsible))
        self.owner.offer(_people(there))
        self.for_party.offer(_people([party for party in there if party.role == PartyRole.HARMED]))
        if len(responsible) == 1 and not self.is_submitted():
            self.responsible.data = self.owner.data = str(responsible[0].id)

    def item(self) -> Item:
        """What a checked form says."""
        return Item(
            kind=ItemKind(self.kind.data), words=self.words.data or "", owner_party_id=UUID(self.owner.data),
            for_party_id=UUID(self.for_party.data) if self.for_party.data else None, due_on=self.due_on.data,
            amount_pence=self.amount.pence, evidence=self.evidence.data or None,
            visibility=Audience(self.visibility.data),
        )


def values_of(item: ItemRow) -> dict[str, Any]:
    """An item by the names of the form's fields."""
    return {
        "kind": item.kind, "words": item.words, "owner": str(item.owner_party_id),
        "for_party": str(item.for_party_id or ""), "due_on": item.due_on,
        "amount": pounds(item.amount_pence) if item.amount_pence else "", "evidence": item.evidence or "",
        "visibility": item.visibility,
    }


class AcceptForm(CaseForm):
    title = _("Somebody accepts this point")
    party = SelectField(_("Who says yes to it?"), required=_("Choose who says yes"))

    def prepare(self, case: CaseView) -> None:
        self.party.offer(_people(case.parties))


class BeginForm(CaseForm):
    title = _("Somebody has begun to do this")


class EndForm(CaseForm):
    title = _("What became of this point")
    status = ChoiceField(
        _("What became of it?"), [(code, said.STATUSES[code]) for code in FINAL],
        hints={
            ItemStatus.VARIED: _("Write the new point down after this."),
            ItemStatus.WAIVED: _("Such as when the person harmed does not want it any more."),
        },
        required=_("Choose what became of it"),
    )


class ToldForm(CaseForm):
    title = _("The person harmed heard what became of this")
    advice = _("Tell them yourself. No message is ever sent about this.")
    how = ChoiceField(_("How did they hear it?"), list(said.TOLD_HOW.items()), required=_("Choose how"))


class PaymentForm(CaseForm):
    title = _("Money was paid")
    amount = PoundsField(_("How much?"), required=_("Enter how much"))


class ReportForm(CaseForm):
    title = _("Somebody says if this is done")
    party = SelectField(_("Who says so?"), required=_("Choose who says so"))
    answer = ChoiceField(_("What do they say?"), list(said.SAID.items()), required=_("Choose what they say"))

    def prepare(self, case: CaseView) -> None:
        self.party.offer(_people(case.parties))


class AsideForm(CaseForm):
    title = _("Put this agreement aside")
    advice = _("No meeting needs an agreement. Use this when nothing of it was accepted by both sides.")


class FollowUpForm(CaseForm):
    title = _("How are they?")
    outcome = ChoiceField(
        _("Did you talk?"), list(said.OUTCOMES.items()), default=FollowUpOutcome.REACHED,
        hints={FollowUpOutcome.NOT_REACHED: _("Tries on two different days are enough.")},
        required=_("Choose what came of it"),
    )
    welfare = LongTextField(_("How are they, and what do they need? (optional)"), max_length=5000, rows=4)


def _people(parties: list[PartyView]) -> list[tuple[str, str]]:
    return [(str(party.id), party.name) for party in parties]
