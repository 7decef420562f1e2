"""The forms of rights."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_login import current_user

from concord.web.dates import uk_today
from concord.web.forms import ChoiceField, ConfirmField, LongTextField
from tenants.casework import words as casework_words
from tenants.casework.forms import CaseForm
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_off_queries import SignOffRow
from tenants.rights import queries, words


class TodayForm(CaseForm):
    """What is decided about a whole case is decided now."""

    happened_on = None  # type: ignore[assignment]  # WTForms's way to leave a field of the base out

    def act(self) -> Act:
        return Act(
            current_user.account_id, current_user.role, uk_today(), version=self._version_seen(),
            note=self.note.data or None,
        )


class HoldForm(TodayForm):
    title = _("Put a legal hold on this case")
    advice = _("As long as a court, the police, a complaint or an inquiry may need this case, nobody can erase it.")
    note = LongTextField(_("Why?"), max_length=10_000, rows=4, required=_("Say in a few words why"))

    def prepare(self, case: CaseView) -> None:
        if case.legal_hold:
            self.title, self.send = _("Lift the legal hold"), _("Lift it")
            self.advice = _(
                "From then on this case can be erased when its time is over, or when somebody in it asks for that."
            )


class AskForm(TodayForm):
    title = _("Ask to erase this case")
    send = _("Ask")
    kind = ChoiceField(
        _("Why?"),
        [(SignOffKind.ERASING_DUE, _("It need not be kept any longer")),
         (SignOffKind.ERASING_UPHELD, _("Somebody in this case asked for it"))],
        required=_("Choose why"),
    )
    note = LongTextField(
        _("What should the second person know?"), hint=_("For example who asked, when, and what you told them."),
        max_length=10_000, rows=4, required=_("Say in a few words why"),
    )

    def prepare(self, case: CaseView) -> None:
        floor = queries.floor(case.id)
        self.advice = f"{words.told(floor)} {_('A second person decides. Then nothing of it can be brought back.')}"
        if floor.is_due and not self.is_submitted():
            self.kind.data = SignOffKind.ERASING_DUE


class DecideForm(TodayForm):
    template = "rights/decide.html"
    kept = ""  # how long the case is kept
    send = _("Send the answer")
    decision = ChoiceField(
        _("Your answer"),
        [(SignOffDecision.APPROVED, _("Erase this case for good")), (SignOffDecision.RETURNED, _("Do not erase it"))],
        required=_("Choose an answer"),
    )
    sure = ConfirmField(_("I know that nothing of it can be brought back"))
    note = LongTextField(
        _("Comment"), hint=_("If it is not to be erased, say why."), max_length=10_000, rows=4,
    )

    def __init__(self, case: CaseView, asked: SignOffRow) -> None:
        super().__init__(case)
        self.title = casework_words.SIGN_OFFS[asked.kind]
        self.advice = _("%(name)s asks: %(words)s", name=asked.asked_by, words=asked.words)

    def prepare(self, case: CaseView) -> None:
        self.kept = words.told(queries.floor(case.id))

    def validate(self, extra_validators: object = None) -> bool:  # noqa: ARG002 - WTForms's signature
        good = super().validate()
        if good and self.decision.data == SignOffDecision.APPROVED and not self.sure.data:
            self.add_error(_("Say that you know that nothing of it can be brought back"), "sure")
            return False
        return good
