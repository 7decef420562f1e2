"""The forms about what people agree to, that they withdraw, and what the other side hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import Field

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ChoicesField, DateField, SelectField, TextField
from tenants.casework import telling_words, words
from tenants.casework.events import Act
from tenants.casework.forms import CaseForm
from tenants.casework.kinds import TellingDecision
from tenants.casework.party_forms import PartyForm
from tenants.casework.queries import CaseView
from tenants.casework.withdrawal import From
from tenants.people import wordings
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.service import Choice

# The forms of restorative justice that somebody may choose one of; meetings say which there are.
FORMS: dict[str, LazyString] = {}
NAMES_SOMEBODY = (Purpose.SHARE_WITH_AGENCY, Purpose.ATTENDANCE)


class ConsentForm(PartyForm):
    title = _("What do they agree to?")
    template = "casework/consent.html"
    advice = _("Ask about each thing on its own. They can say no to any of them, and change their mind at any time.")
    agreed = ChoicesField(_("They agree to"), words.choices(words.PURPOSES))
    channel = ChoiceField(
        _("How did they say it?"), words.choices({**words.CHANNEL_CHOICES, **words.NO_CHANNEL_CHOICES}),
        hints={
            ConsentChannel.VERBAL_WITNESSED: _("Enough for all but taking part. To take part, they sign."),
            ConsentChannel.SPOKEN: _("Enough to say no. To agree, they sign, or somebody else is there as a witness."),
        },
        required=_("Choose how they said it"),
    )
    witness = TextField(_("Who was the witness?"), hint=_("Only when they agreed in words"))
    form = SelectField(_("Do they want to take part in one way only? (optional)"), hint=_("Leave out for any way"))
    named = TextField(_("Which agency, or who comes with them?"), hint=_("Only when they agree to that"))
    expires_on = DateField(_("Last day on which it counts (optional)"), first=uk_today)
    refused = ChoicesField(_("They say no to"), words.choices(words.PURPOSES))
    taken_back = ChoicesField(_("They take back"), words.choices(words.PURPOSES))

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        self.form.offer(list(FORMS.items()))

    @property
    def words_to_ask(self) -> list[tuple[LazyString, LazyString]]:
        """Each thing they may agree to, and the words that are offered now."""
        return [(words.PURPOSES[purpose], wordings.offered(purpose)) for purpose in Purpose]

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for fault, field in self._faults():
            self.add_error(fault, field)
            good = False
        return good

    def _faults(self) -> list[tuple[LazyString, str]]:
        said = [*self.agreed.data, *self.refused.data, *self.taken_back.data]
        if not said:
            return [(_("Choose what they agree to, say no to or take back"), "agreed")]
        if len(said) != len(set(said)):
            return [(_("Choose one answer only for each thing"), "agreed")]
        faults = []
        if set(self.agreed.data) & set(NAMES_SOMEBODY) and not self.named.data:
            faults.append((_("Enter the agency, or who comes with them"), "named"))
        if self.agreed.data and self.channel.data == ConsentChannel.VERBAL_WITNESSED and not self.witness.data:
            faults.append((_("Enter the name of the witness"), "witness"))
        return faults

    def said(self) -> list[Choice]:
        """One choice for each thing that was spoken about."""
        answers = (
            (Decision.GIVEN, self.agreed), (Decision.REFUSED, self.refused), (Decision.WITHDRAWN, self.taken_back),
        )
        return [
            self._choice(Purpose(code), decision) for decision, field in answers for code in field.data
        ]

    def _choice(self, purpose: Purpose, decision: Decision) -> Choice:
        given = decision == Decision.GIVEN
        return Choice(
            purpose, decision, ConsentChannel(self.channel.data), self.happened_on.data or uk_today(),
            form=self.form.data or None if purpose == Purpose.TAKE_PART else None,
            about=self.named.data or None if purpose in NAMES_SOMEBODY else None,
            witness=self.witness.data or None, expires_on=self.expires_on.data if given else None,
        )


WITHDRAWS_FROM: Mapping[str, LazyString] = {
    From.ALL: _("Everything: taking part, and being contacted by us"),
    From.TAKING_PART: _("Taking part only: we may still contact them"),
    From.CONTACT: _("Being contacted only"),
}


class WithdrawForm(PartyForm):
    title = _("Somebody withdraws")
    send = _("They withdraw: stop now")
    anybody = True  # nothing may delay it
    advice = _("Everything that is planned with them stops at once. Nobody on the other side is told by this.")
    scope = ChoiceField(
        _("What do they withdraw from?"), list(WITHDRAWS_FROM.items()), default=From.ALL, required=_("Choose what"),
    )
    channel = ChoiceField(
        _("How did they tell us?"), words.choices(words.NO_CHANNEL_CHOICES), default=ConsentChannel.SPOKEN,
        required=_("Choose how they told us"),
    )


class TellingForm(CaseForm):
    title = _("What does the other side hear?")
    advice = _("Use the approved words. Do not say who decided it, or why.")
    withdrew = ChoiceField(_("Who withdrew?"), required=_("Choose who withdrew"))
    decision = ChoiceField(
        _("What do you decide?"), words.choices(words.TELLING_DECISIONS), required=_("Choose what you decide"),
    )
    told = ChoicesField(_("Who was told?"))
    wording = ChoiceField(_("In which words?"), telling_words.offered(), default=telling_words.DEFAULT)
    how = ChoiceField(_("How were they told?"), words.choices(words.TOLD_HOW))
    again_on = DateField(_("When will you decide?"), first=uk_today, hint=_("Only when you decide later"))
    happened_on = DateField(
        _("When were they told, or was it decided?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )

    def __init__(self, case: CaseView, withdrawn: list[str], **options: Any) -> None:
        self.withdrawn = withdrawn
        super().__init__(case, **options)
        del self.note  # it would stand on the side of whoever was told

    def prepare(self, case: CaseView) -> None:
        about = [(str(party.id), party.name) for party in case.parties if str(party.id) in self.withdrawn]
        others = [party for party in case.parties if str(party.id) not in self.withdrawn]
        self.withdrew.offer(about)
        self.told.offer([(str(party.id), party.name) for party in others])
        if not self.is_submitted():
            self.withdrew.data = self.withdrew.data or (about[0][0] if about else "")
            self.told.data = [str(party.id) for party in others] if len(others) == 1 else []

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for fault, field in self._faults():
            self.add_error(fault, field)
            good = False
        return good

    def _faults(self) -> list[tuple[LazyString, str]]:
        if self.decision.data == TellingDecision.LATER and not self.again_on.data and not self.again_on.errors:
            return [(_("Enter the day on which you will decide"), "again_on")]
        if self.decision.data != TellingDecision.TELL:
            return []
        needed: list[tuple[Field, LazyString]] = [
            (self.told, _("Choose who was told")), (self.wording, _("Choose the words")),
            (self.how, _("Choose how they were told")),
        ]
        return [(sentence, field.short_name) for field, sentence in needed if not field.data]

    def act(self) -> Act:
        day = self.happened_on.data or uk_today()
        return Act(current_user.account_id, current_user.role, day, version=self._version_seen())
