"""The questions about safety (DOMAIN C5): of a person for each way to reach them, and of whoever asks for another.

Only whether a way is safe must be answered, and what may be done on the phone; everything else helps, and may be left.
"""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from concord.web.forms import ChoiceField, ConcordForm, TextField
from tenants.people.models import Answer, ShowNumber
from tenants.referrals.forms import CHOOSE, YES_NO

SAFE = [(Answer.YES, _("Yes, it is safe")), (Answer.NO, _("No, it is not safe")), (Answer.UNKNOWN, _("I do not know"))]


def optional(label: LazyString, hint: LazyString | str = "") -> TextField:
    """A line that helps and may be left empty; a browser shall not remember it."""
    return TextField(label, hint=hint, autocomplete="off")


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
    show_number = ChoiceField(
        _("May our number show on your phone? (optional)"),
        [
            (ShowNumber.SHOWN, _("Yes, I only answer numbers that I see")),
            (ShowNumber.WITHHELD, _("No, please hide it")),
            (ShowNumber.EITHER, _("Either is fine")),
        ],
    )


class PhoneCareForm(ConcordForm):
    who_may_answer = optional(_("Who else might answer the phone? (optional)"))
    when_safe = optional(
        _("On which days and at what times is it safe? (optional)"), _("For example: on Mondays before 3pm")
    )
    say_from = optional(
        _("Who should we say is calling? (optional)"), _("If somebody else answers. For example: the dentist")
    )
    safe_word = optional(
        _("A word that shows it is us (optional)"), _("We say it first, so that you know who is calling.")
    )
    relay = optional(_("Do you use an interpreter or a text relay on the phone? (optional)"))


class SafeEmailForm(ConcordForm):
    safe = ChoiceField(
        _("Is it safe for us to e-mail you?"), SAFE, hint=_("Think of who else can read your e-mails."), required=CHOOSE
    )


class EmailCareForm(ConcordForm):
    shared = ChoiceField(_("Does anybody else use this e-mail account? (optional)"), YES_NO)
    watched = ChoiceField(_("Might somebody be looking at your e-mails without asking you? (optional)"), YES_NO)
    who_may_answer = optional(_("Who else can read your e-mails? (optional)"))


class SafePostForm(ConcordForm):
    safe = ChoiceField(
        _("Is it safe for us to write to you by post?"),
        SAFE,
        hint=_("Think of who else might open a letter, or ask about it."),
        required=CHOOSE,
    )


class PostCareForm(ConcordForm):
    plain_envelope = ChoiceField(
        _("Shall we use a plain envelope, with nothing on it that tells who we are? (optional)"), YES_NO
    )
    who_may_answer = optional(_("Who else might open your post? (optional)"))


class PersonSafetyForm(ConcordForm):
    """What another person knows about safety. It warns us; it allows nothing."""

    watched = ChoiceField(_("Might somebody be watching this person, their phone or their e-mails? (optional)"), YES_NO)
    who_may_answer = optional(
        _("Who else might answer, read or see it? (optional)"),
        _("For example: they share the phone with their partner"),
    )
    when_safe = optional(_("What else should we know before we use it? (optional)"))
    say_from = optional(_("Who should we say we are, if somebody else answers? (optional)"))
