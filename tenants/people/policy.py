"""The rules of reaching people (DOMAIN C5) and of what counts as agreed in writing (DOMAIN A5), as data."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tenants.people.models import Answer, ConsentChannel, ContactKind, Standing

WRITTEN = (ConsentChannel.PAPER, ConsentChannel.E_SIGNED)
THEY_CALL = _("They will contact us. Do not contact them.")
STANDING_RULE: dict[str, LazyString] = {
    Standing.UNKNOWN: _("Unknown: do not contact until checked."),
    Standing.UNSAFE: _("Not safe: do not use."),
    Standing.SAFE: _("Safe to use."),
}
MESSAGE_RULE: dict[str, LazyString] = {
    Answer.YES: _("You can leave a message."),
    Answer.NO: _("Do not leave a message."),
    Answer.UNKNOWN: _("Do not leave a message: they have not said if they are happy with that."),
}
TEXT_RULE: dict[str, LazyString] = {
    Answer.YES: _("You can send a text."),
    Answer.NO: _("Do not send a text."),
    Answer.UNKNOWN: _("Do not send a text: they have not said if they are happy with that."),
}
KIND_WORDS: dict[str, LazyString] = {
    ContactKind.PHONE: _("Phone"),
    ContactKind.EMAIL: _("E-mail"),
    ContactKind.POST: _("Post"),
    ContactKind.THEY_CALL: _("They contact us"),
}


def may_be_used(kind: str, standing: str) -> bool:
    """Whether we may use this way to reach the person ourselves."""
    return kind != ContactKind.THEY_CALL and standing == Standing.SAFE


def usage_rules(kind: str, standing: str, may_leave_message: str, may_text: str) -> list[LazyString]:
    """What stands beside a way to reach somebody, at the point of use; the most important sentence first."""
    if kind == ContactKind.THEY_CALL:
        return [THEY_CALL]
    if kind == ContactKind.PHONE and standing == Standing.SAFE:
        return [STANDING_RULE[standing], MESSAGE_RULE[may_leave_message], TEXT_RULE[may_text]]
    return [STANDING_RULE[standing]]
