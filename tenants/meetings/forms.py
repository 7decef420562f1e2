"""The small forms of meetings: one act each."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, YesNoField
from tenants.casework import policy as stages
from tenants.casework import words as case_words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.meetings import policy, words


class ActivityForm(CaseForm):
    title = _("A meeting or exchange took place")
    form = ChoiceField(
        _("What was it?"), list(words.FORMS.items()),
        hints={code: words.CLASSES[form_class] for code, form_class in policy.FORMS.items()},
        required=_("Choose what it was"),
    )


class OnePersonForm(CaseForm):
    """A form about one of the people who take part."""

    party = ChoiceField(_("Who?"), required=_("Choose somebody"))

    def prepare(self, case: CaseView) -> None:
        self.party.offer([(str(party.id), party.name) for party in case.ours if party.state not in stages.OUT])


class PrepareForm(OnePersonForm):
    title = _("Somebody was met on their own")
    advice = _("Nobody else of the case was there. Write down only what helps to prepare them.")
    held = ChoiceField(
        _("How?"), case_words.choices(words.HELD), default=policy.Held.IN_PERSON, required=_("Choose how")
    )
    ready = YesNoField(_("Are they ready to take part? (optional)"))


class ReadyForm(OnePersonForm):
    title = _("Say who is ready")
    ready = YesNoField(_("Are they ready to take part?"), required=_("Choose yes or no"))


class WelfareForm(OnePersonForm):
    title = _("Ask how somebody is after it")
    welfare = ChoiceField(_("How are they?"), case_words.choices(words.WELFARE), required=_("Choose how they are"))

    def prepare(self, case: CaseView) -> None:
        self.party.offer([(str(party.id), party.name) for party in case.ours])
