"""The questions about safety: asked of a person for each way to reach them, and of whoever asks for another."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, TextField
from tenants.people.models import Answer
from tenants.referrals.forms import CHOOSE, YES_NO

SAFE = [(Answer.YES, _("Yes, it is safe")), (Answer.NO, _("No, it is not safe")), (Answer.UNKNOWN, _("I do not know"))]


class SafePhoneForm(ConcordForm):
    safe = ChoiceField(
        _("Is it safe for us to phone you?"),
        SAFE,
        hint=_("Think of who else might answer, listen in, or see who called."),
        required=CHOOSE,
    )


class PhoneRulesForm(ConcordForm):
    may_leave_message = ChoiceField(
        _("May we leave a message?"), YES_NO, required=_("Choose if we may leave a message")
    )
    may_text = ChoiceField(_("May we send you a text?"), YES_NO, required=_("Choose if we may send you a text"))
    who_may_answer = TextField(_("Who else might answer the phone? (optional)"), autocomplete="off")
    when_safe = TextField(
        _("When is it safe to call? (optional)"), hint=_("For example: on Mondays before 3pm"), autocomplete="off"
    )


class SafeEmailForm(ConcordForm):
    safe = ChoiceField(
        _("Is it safe for us to e-mail you?"), SAFE, hint=_("Think of who else can read your e-mails."), required=CHOOSE
    )
    who_may_answer = TextField(_("Who else can read your e-mails? (optional)"), autocomplete="off")


class SafePostForm(ConcordForm):
    safe = ChoiceField(
        _("Is it safe for us to write to you by post?"),
        SAFE,
        hint=_("Think of who else might open a letter, or ask about it."),
        required=CHOOSE,
    )
    who_may_answer = TextField(_("Who else might open your post? (optional)"), autocomplete="off")


class PersonSafetyForm(ConcordForm):
    """What another person knows about safety. It warns us; it allows nothing."""

    who_may_answer = TextField(
        _("Who else might answer, read or see it? (optional)"),
        hint=_("For example: they share the phone with their partner"),
        autocomplete="off",
    )
    when_safe = TextField(_("What else should we know before we use it? (optional)"), autocomplete="off")
