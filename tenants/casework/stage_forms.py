"""The forms of rarer moves: opening a case again, and a manager's override."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Field

from concord.web.forms import ChoiceField, LongTextField
from tenants.casework import guards, policy, words
from tenants.casework.forms import BACK, CaseForm, ImpartialForm
from tenants.casework.policy import Transition
from tenants.casework.queries import CaseView


class ReopenForm(ImpartialForm):
    title = _("Open this case again")
    advice = _("It keeps its reference. Everybody is asked again what they agree to, and assessed again.")
    send = _("Open it again")
    reason = ChoiceField(
        _("Why does it open again?"), words.choices(words.REOPENED_BECAUSE), required=_("Choose a reason")
    )

    def prepare(self, case: CaseView) -> None:
        super().prepare(case)
        self.account.label.text = str(_("Who leads it?"))
        if not self.is_submitted():
            self.account.data = str(case.lead_id)

    @property
    def questions(self) -> list[Field]:
        return [self.reason, self.account, self.conflict, self.happened_on, self.note]


class OverrideForm(CaseForm):
    title = _("Go on although a rule says no")
    send = _("Go on all the same")
    move = ChoiceField(_("Which step?"), required=_("Choose a step"))
    note = LongTextField(
        _("Why is the rule set aside?"), hint=_("It stands on the list of rules that were set aside."),
        max_length=10_000, rows=4, required=_("Say why"),
    )

    def prepare(self, case: CaseView) -> None:
        moves = [move for move in policy.moves_from(case.stage) if policy.OVERRIDABLE & set(move.guards)]
        self.move.offer([
            (f"{move.target or BACK} {reason}".strip(), _words_of(move, reason))
            for move in moves for reason in move.reasons or ("",)
        ])
        rules = {name for move in moves for name in move.guards if name in policy.OVERRIDABLE}
        self.advice = _("You may set these aside: %(rules)s", rules=" ".join(
            str(guards.GUARDS[name].refusal) for name in sorted(rules)
        ))

    def chosen(self) -> tuple[policy.Stage | None, str | None]:
        """Where to, and for which reason."""
        target, _space, reason = str(self.move.data).partition(" ")
        return None if target == BACK else policy.Stage(target), reason or None


def _words_of(move: Transition, reason: str) -> str:
    if reason:
        return str(words.CLOSED_BECAUSE[reason])
    return str(words.STAGES[move.target] if move.target else _("Back to where it was"))
