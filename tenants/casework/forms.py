"""The forms of a case. Each knows the case it was opened from, and on which day something happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import LazyString
from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import Field, HiddenField

from concord.identity.permissions import Permission
from concord.identity.queries import staff_who_may
from concord.web.dates import uk_today
from concord.web.edits import EditForm
from concord.web.forms import ChoiceField, ConcordForm, ConfirmField, DateField, LongTextField, SelectField, YesNoField
from tenants.casework import policy, words
from tenants.casework.kinds import Audience
from tenants.casework.list_queries import staff_who_record
from tenants.casework.missing import Line, in_the_way
from tenants.casework.queries import CaseView
from tenants.casework.service import Act
from tenants.referrals.conflicts import who_is_locked_out
from tenants.referrals.team_words import locked_out_now

BACK = "back"
LONGEST_VERSION = 10  # digits; Python itself refuses to read some thousands of them
HIDDEN = ("version", "form_key", "csrf_token", "seen")
LAST = ("may_leave_message", "may_text", "who_may_answer", "when_safe", "happened_on", "note")


class CaseForm(ConcordForm):
    """What every form of a case has.

    ``title`` heads its page; the fields stand in their order, those of `LAST` at the end.
    """

    title: LazyString
    send: LazyString = _("Save")
    advice: LazyString | str = ""
    missing: Sequence[Line] = ()  # what keeps it from being done, said before anybody tries
    missing_before: str = ""
    about: str = ""  # whom or what, where the form does not ask; never in the title, which browsers keep
    template = "casework/act.html"

    version = HiddenField()
    happened_on = DateField(
        _("When did it happen?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )
    note = LongTextField(_("Note (optional)"), max_length=10_000, rows=4)

    def __init__(self, case: CaseView, **options: Any) -> None:
        super().__init__(**options)
        if not self.is_submitted():
            self.version.data = self.version.data or str(case.version)
        self.prepare(case)
        if "party" in self and not self.is_submitted():
            self._choose_whom_the_link_named()

    def _choose_whom_the_link_named(self) -> None:
        """A link from somebody's own place on a page is about them; where there is one person only, it is that one."""
        offered = [str(choice.value) for choice in self["party"].choices]
        named = [value for value in offered if value == request.args.get("party")]
        if not self["party"].data and len(chosen := named or offered) == 1:
            self["party"].data = chosen[0]

    def prepare(self, case: CaseView) -> None:
        """Offer the choices of this case."""

    def act(self) -> Act:
        """Who sends this form, for which day, having seen which version of the case.

        A form that knows what its record said asks that instead: another change of the case is no reason to refuse it.
        """
        version = None if isinstance(self, EditForm) else self._version_seen()
        day = self.happened_on.data or uk_today()
        return Act(current_user.account_id, current_user.role, day, version=version, note=self.note.data or None)

    def _version_seen(self) -> int:
        seen = str(self.version.data or "")
        return int(seen) if seen.isdecimal() and len(seen) < LONGEST_VERSION else 0

    @property
    def questions(self) -> list[Field]:
        """The fields of the page in their order."""
        first = [field for field in self if field.short_name not in {*HIDDEN, *LAST}]
        return first + [self[name] for name in LAST if name in self]


class NoteForm(CaseForm):
    title = _("Write a note")
    audience = ChoiceField(
        _("Who may ever be shown this?"), words.choices(words.AUDIENCES), default=Audience.FACILITATORS,
        required=_("Choose who may be shown this"),
    )
    note = LongTextField(_("Note"), max_length=10_000, rows=8, required=_("Write a note"))

    @property
    def questions(self) -> list[Field]:
        """The words first: who may see them is settled for most."""
        return [self.note, self.audience, self.happened_on]


class StaffForm(CaseForm):
    """A form about one member of staff."""

    account = SelectField(_("Who?"), required=_("Choose somebody"))

    def prepare(self, case: CaseView) -> None:  # noqa: ARG002 - the same for every case
        self.account.offer([(str(account_id), name) for account_id, name in staff_who_record()])


class ImpartialForm(StaffForm):
    """With the declaration that goes before leading a case (T2)."""

    conflict = YesNoField(
        _("Do they know anybody in this case, or stand to gain from it?"),
        hint=_("Ask them. Yes means a conflict of interest."), required=_("Choose yes or no"),
    )


class ConflictForm(ImpartialForm):
    title = _("Declare a conflict of interest")
    advice = _(
        "Whoever has a conflict of interest sees nothing of this case from now on. Only another manager or supervisor "
        "can lift that, and writes why. Say here also that there is none."
    )

    def prepare(self, case: CaseView) -> None:
        self.advice = f"{self.advice} {locked_out_now(who_is_locked_out(case.incident_id).values())}"
        self.account.offer([(str(one.id), one.name) for one in staff_who_may(Permission.OWN_ACCOUNT)])
        if not self.is_submitted():
            self.account.data = str(current_user.account_id)


class LeadForm(ImpartialForm):
    title = _("Choose another lead")


class MemberForm(StaffForm):
    title = _("Add somebody to work on this case")


class MoveForm(CaseForm):
    title = _("Move this case")
    target = ChoiceField(_("Where to?"), required=_("Choose where to"))

    def prepare(self, case: CaseView) -> None:
        moves = [move for move in policy.moves_from(case.stage) if move.page == "casework.move"]
        self.target.offer([
            (str(move.target or BACK), words.STAGES[move.target] if move.target else _t("Back to where it was"))
            for move in moves
        ])
        if len(moves) == 1 and not self.is_submitted():  # nothing to choose
            self.target.data = str(moves[0].target or BACK)
        if (forward := policy.way_forward(case.stage)) in moves and not self.is_submitted():
            stage = words.STAGES[forward.target] if forward and forward.target else _t("Back to where it was")
            self.missing = in_the_way(case, current_user)
            self.missing_before = str(_t("Missing before “%(stage)s”", stage=stage))


class HoldForm(CaseForm):
    title = _("Put this case on hold")
    reason = ChoiceField(_("Why?"), words.choices(words.HELD_BECAUSE), required=_("Choose a reason"))
    review_on = DateField(
        _("When will you look at it again?"), first=uk_today, hint=_("Within 8 weeks"), required=_("Enter the day")
    )


class CloseForm(CaseForm):
    title = _("Close this case")
    send = _("Close this case")
    reason = ChoiceField(_("Why does it end?"), required=_("Choose a reason"))

    def prepare(self, case: CaseView) -> None:
        allowed = [
            reason for move in policy.moves_from(case.stage) if move.page == "casework.close"
            for reason in move.reasons
        ]
        self.reason.offer([(reason, words.CLOSED_BECAUSE[reason]) for reason in allowed])
        forward = policy.way_forward(case.stage)
        if forward and forward.target == policy.Stage.CLOSED and not self.is_submitted():
            self.missing = in_the_way(case, current_user)
            self.missing_before = str(_t("Missing before it can close as completed"))


class AcceptForm(ConcordForm):
    """A referral becomes a case: who leads it, and are they free of any conflict of interest."""

    searched = ConfirmField(
        _("I have looked at these. This is neither about the same incident nor something I must ask about first."),
        required=_("Look at who may be the same person first"),
    )
    lead = SelectField(_("Who leads this case?"), required=_("Choose who leads this case"))
    conflict = YesNoField(
        _("Do they know anybody in this case, or stand to gain from it?"),
        hint=_("Ask them. Yes means a conflict of interest."), required=_("Choose yes or no"),
    )
    area_exception = LongTextField(
        _("It is not in our area. Why do we help all the same?"), max_length=2000, rows=2, required=_("Say why"),
    )
    happened_on = DateField(
        _("When was this decided?"), default=uk_today, last=uk_today, required=_("Enter the day"),
    )
