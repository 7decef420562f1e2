"""The forms of sign-off: asking for it, and answering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, LongTextField
from tenants.casework import words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.casework.sign_off_models import ERASING, SignOffDecision
from tenants.casework.sign_off_queries import SignOffRow


class AskForm(CaseForm):
    title = _("Ask for a sign-off")
    advice = _("A supervisor who does not work on this case answers.")
    send = _("Ask")
    kind = ChoiceField(
        _("What for?"), [choice for choice in words.choices(words.SIGN_OFFS) if choice[0] not in ERASING],
        required=_("Choose what for"),
    )
    note = LongTextField(
        _("What do you ask for, and why?"), max_length=10_000, rows=4, required=_("Say in a few words why"),
    )


class AnswerForm(CaseForm):
    title = _("Answer")
    template = "casework/answer.html"
    send = _("Send the answer")
    decision = ChoiceField(
        _("Your answer"),
        [(SignOffDecision.APPROVED, _("I approve it")), (SignOffDecision.RETURNED, _("I send it back"))],
        required=_("Choose an answer"),
    )
    note = LongTextField(
        _("Comment"), hint=_("If you send it back, say what is missing."), max_length=10_000, rows=4,
    )

    def __init__(self, case: CaseView, asked: SignOffRow) -> None:
        super().__init__(case)
        self.title = words.SIGN_OFFS[asked.kind]
        self.page, self.page_label = words.READ_BEFORE[asked.kind]
        self.advice = _("%(name)s asks: %(words)s", name=asked.asked_by, words=asked.words)
