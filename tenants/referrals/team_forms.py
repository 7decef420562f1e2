"""Forms of the team about a referral."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.dates import uk_today
from concord.web.forms import (
    ChoiceField,
    ChoicesField,
    ConcordForm,
    DateField,
    LongTextField,
    SelectField,
    YesNoField,
)
from tenants.referrals.models import CloseReason
from tenants.referrals.notes import Farewell
from tenants.referrals.team_words import ASKED, CLOSED_BECAUSE, HOW, SIGNPOSTS, TOLD, choices, locked_out_now
from tenants.referrals.triage_models import How, Signpost, Whom

TO_CHOOSE = {reason: word for reason, word in CLOSED_BECAUSE.items() if reason != CloseReason.TRANSFERRED}


class CloseReferralForm(ConcordForm):
    """A referral that does not become a case ends with a reason of the national list, and somebody is told (T3)."""

    reason = ChoiceField(_("Why does it not become a case?"), choices(TO_CHOOSE), required=_("Choose a reason"))
    told = ChoicesField(
        _("Who was told?"), choices(TOLD), hint=_("Not needed for spam, or for what we have already."),
    )
    how = ChoiceField(_("How were they told?"), choices(HOW), default="phone")
    signposts = ChoicesField(_("Who may help instead? (optional)"), choices(SIGNPOSTS))
    words = LongTextField(_("What did you tell them about that? (optional)"), max_length=2_000, rows=3)

    def offer_for_held(self) -> None:
        """One that is held can end as none; for every other reason it is released first. Nobody waits for us."""
        self.reason.offer([(str(CloseReason.NOT_A_REFERRAL), CLOSED_BECAUSE[CloseReason.NOT_A_REFERRAL])])
        for name in ("told", "how", "signposts", "words"):
            del self[name]

    def farewell(self) -> Farewell:
        """Who was told and who may help; of one that is held nothing was asked."""
        if "told" not in self:
            return Farewell()
        told = tuple(Whom(code) for code in self.told.data or ())
        return Farewell(
            told, How(self.how.data) if set(told) - {Whom.NOBODY} and self.how.data else None,
            tuple(Signpost(code) for code in self.signposts.data or ()), self.words.data or None,
        )


class DatedForm(ConcordForm):
    """What is written down about a referral happened on a day."""

    title: LazyString
    advice: LazyString | str = ""
    send: LazyString = _("Save")
    happened_on = DateField(_("When did it happen?"), default=uk_today, last=uk_today, required=_("Enter the day"))


class AskForm(DatedForm):
    title = _("Ask for more")
    advice = _("The referral stays in the list, and shows that it waits for an answer.")
    whom = ChoiceField(_("Who did you ask?"), choices(ASKED), required=_("Choose who"))
    how = ChoiceField(_("How did you ask?"), choices(HOW), required=_("Choose how"), default="phone")
    words = LongTextField(_("What do you need to know?"), max_length=2_000, rows=3, required=_("Write what you asked"))


class AnswerForm(DatedForm):
    title = _("Write down the answer")
    words = LongTextField(_("What did they answer?"), max_length=5_000, rows=4, required=_("Write the answer"))


class ReferralConflictForm(ConcordForm):
    title = _("Declare a conflict of interest")
    send = _("Save")
    advice = _(
        "Whoever has a conflict of interest sees nothing of this referral from now on, nor of its case. Only another "
        "manager or supervisor can lift that, and writes why."
    )
    account = SelectField(_("Who?"), required=_("Choose somebody"))
    conflict = YesNoField(
        _("Do they know anybody in this, or stand to gain from it?"), required=_("Choose yes or no"),
    )
    note = LongTextField(_("Note (optional)"), max_length=2_000, rows=3)

    def say_who(self, names: Iterable[str]) -> None:
        """Name those who are locked out now, so that somebody can lift it."""
        self.advice = f"{self.advice} {locked_out_now(names)}"


class ReleaseForm(ConcordForm):
    """Nothing is asked."""
